import { EventEmitter } from 'node:events';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

// What others have loaded knows nothing of what is put in its place here, nor may they get it.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

const boxes = vi.hoisted((): string[] => []);
const laptop = { x: 0, y: 0, width: 1_440, height: 900 };
/** The displays of now; the first is the primary one. */
const displays = vi.hoisted(() => ({
  areas: [{ x: 0, y: 0, width: 1_440, height: 900 }],
}));
vi.mock('electron', () => ({
  BrowserWindow: class extends EventEmitter {
    loads = 0;
    gone = false;
    minimized = false;
    fullScreen = false;
    maximized = false;
    shown = 0;
    readonly calls: unknown[][] = [];
    bounds = { x: 10, y: 20, width: 800, height: 600 };
    readonly given: object;
    constructor(given: object) {
      super();
      this.given = given;
    }
    /** What a page that opens a window is answered. */
    opener: () => unknown = () => ({ action: 'allow' });
    webContents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: () => unknown) => {
        this.opener = handler;
      },
    });
    show = () => {
      this.shown += 1;
    };
    isMinimized = () => this.minimized;
    isFullScreen = () => this.fullScreen;
    isMaximized = () => this.maximized;
    maximize = () => void this.calls.push(['maximize']);
    center = () => void this.calls.push(['center']);
    setSize = (...size: number[]) => void this.calls.push(['setSize', ...size]);
    setBackgroundColor = (colour: string) => void this.calls.push(['setBackgroundColor', colour]);
    setBounds = (bounds: object) => void this.calls.push(['setBounds', bounds]);
    getBounds = () => this.bounds;
    getNormalBounds = () => this.bounds;
    loadURL = async () => {
      this.loads += 1;
    };
    isDestroyed = () => this.gone;
    destroy = () => {
      this.gone = true;
      this.emit('closed');
    };
  },
  clipboard: {},
  Menu: {},
  dialog: { showErrorBox: (title: string, text: string) => boxes.push(`${title}: ${text}`) },
  nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColors: false }),
  screen: Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => ({ id: 0, workArea: displays.areas[0] }),
    getAllDisplays: () => displays.areas.map((workArea, id) => ({ id, workArea })).reverse(),
  }),
}));
const { en } = await import('../../../src/shared/text/en.ts');
const screen = (await import('electron')).screen as unknown as EventEmitter;
// As many windows as there are tests listen to it.
screen.setMaxListeners(0);
const theme = (await import('electron')).nativeTheme as unknown as EventEmitter & { shouldUseDarkColors: boolean };
theme.setMaxListeners(0);
const { APP_URL } = await import('../../../src/main/shell/app-protocol.ts');
const { createWindow } = await import('../../../src/main/shell/window.ts');
type WindowOptions = Parameters<typeof createWindow>[0];

/** What the stand-in for Electron's window notes beside what a window has. */
interface Noted {
  given: object;
  loads: number;
  shown: number;
  gone: boolean;
  minimized: boolean;
  fullScreen: boolean;
  maximized: boolean;
  bounds: object;
  readonly calls: readonly unknown[][];
  opener(): unknown;
}

function openWindow(changes: Partial<WindowOptions> = {}) {
  const happened: string[] = [];
  const kept: unknown[] = [];
  const window = createWindow({
    preload: '/preload.cjs',
    language: 'en',
    text: en,
    storedBounds: null,
    keepBounds: (bounds) => void kept.push(bounds),
    onCreated: (created) => void happened.push(`created, ${(created as unknown as Noted).loads} loads`),
    onPageLost: (reason, times) => void happened.push(`${reason} ${times}`),
    onPageReloading: () => void happened.push('reloading'),
    isEnding: () => false,
    onFind: () => {},
    onPicture: () => {},
    onZoom: () => {},
    onReload: () => void happened.push('reload'),
    onClickFailed: () => void happened.push('click failed'),
    ...changes,
  });
  const noted = window as unknown as Noted;
  const end = (reason = 'crashed') => void window.webContents.emit('render-process-gone', {}, { reason });
  return { window, noted, loads: () => noted.loads, end, happened, kept };
}

describe('a window of ours', () => {
  test('keeps its page away from Node, and its guests to what main writes', () => {
    const { noted } = openWindow();
    expect(noted.given).toEqual({
      width: 1280,
      height: 800,
      minWidth: 480,
      minHeight: 400,
      show: false,
      title: 'Sightglass',
      backgroundColor: '#f6f7f9',
      autoHideMenuBar: true,
      webPreferences: {
        preload: '/preload.cjs',
        additionalArguments: ['--sightglass-language=en'],
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: true,
        spellcheck: false,
        navigateOnDragDrop: false,
      },
    });
  });

  test('has an icon where it is given one', () => {
    const icon = { isEmpty: () => false } as unknown as NonNullable<WindowOptions['icon']>;
    expect(openWindow({ icon }).noted.given).toHaveProperty('icon', icon);
  });

  test('opens where it was on a display of now, and dark where the system is', () => {
    theme.shouldUseDarkColors = true;
    try {
      const storedBounds = { x: 10, y: 20, width: 900, height: 700 };
      expect(openWindow({ storedBounds }).noted.given).toMatchObject({ ...storedBounds, backgroundColor: '#14171a' });
    } finally {
      theme.shouldUseDarkColors = false;
    }
  });

  test('takes on the colour of light or dark when that is another, as long as it is there', () => {
    const { window, noted } = openWindow();
    const listeners = theme.listenerCount('updated');
    theme.shouldUseDarkColors = true;
    try {
      theme.emit('updated');
      expect(noted.calls).toContainEqual(['setBackgroundColor', '#14171a']);
    } finally {
      theme.shouldUseDarkColors = false;
    }
    window.destroy();
    expect(theme.listenerCount('updated')).toBe(listeners - 1);
  });

  test('is ready for guests before its page loads, and shown without waiting for it', () => {
    const { window, noted, happened, loads } = openWindow();
    expect(happened).toEqual(['created, 0 loads']);
    expect([loads(), noted.shown]).toEqual([1, 1]);
    // Nothing that the page says later shows a window that a person has put away.
    window.emit('ready-to-show');
    window.webContents.emit('did-finish-load');
    expect(noted.shown).toBe(1);
  });

  test('comes back maximised, or in full screen', () => {
    const storedBounds = { ...laptop, width: 900, height: 700 };
    const { noted } = openWindow({ storedBounds: { ...storedBounds, isMaximized: true } });
    expect(noted.calls).toEqual([['maximize']]);
    expect(noted.shown).toBe(1);
    expect(openWindow({ storedBounds }).noted.calls).toEqual([]);
    expect(openWindow({ storedBounds: { ...storedBounds, isFullScreen: true } }).noted.given).toMatchObject({
      fullscreen: true,
    });
  });

  test('goes nowhere but to its own page again, and opens nothing', () => {
    const { window, noted, loads, happened } = openWindow();
    const began = loads();
    let prevented = 0;
    const preventDefault = () => {
      prevented += 1;
    };
    for (const going of [
      { isMainFrame: true, url: 'https://evil.example/' },
      { isMainFrame: true, url: 'sightglass://app/other.html' },
      { isMainFrame: false, url: APP_URL },
    ]) {
      window.webContents.emit('will-frame-navigate', { preventDefault, ...going });
    }
    expect([prevented, loads() - began, happened.includes('reloading')]).toEqual([3, 0, false]);
    // Main loads it, so that the workbooks that lay in it are loaded again too.
    window.webContents.emit('will-frame-navigate', { preventDefault, isMainFrame: true, url: APP_URL });
    expect([prevented, loads() - began, happened.includes('reloading')]).toEqual([4, 1, true]);
    expect(noted.opener()).toEqual({ action: 'deny' });
  });
});

describe('the place of a window', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each(['move', 'resize'])('is kept half a second after its last %s', (moved) => {
    const { window, kept } = openWindow();
    window.emit(moved);
    vi.advanceTimersByTime(499);
    window.emit(moved);
    vi.advanceTimersByTime(499);
    expect(kept).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(kept).toEqual([{ x: 10, y: 20, width: 800, height: 600, isMaximized: false, isFullScreen: false }]);
    vi.advanceTimersByTime(60_000);
    expect(kept).toHaveLength(1);
  });

  test.each(['maximize', 'unmaximize', 'enter-full-screen', 'leave-full-screen'])('is kept after %s', (changed) => {
    const { window, noted, kept } = openWindow();
    noted.maximized = changed === 'maximize';
    noted.fullScreen = changed === 'enter-full-screen';
    window.emit(changed);
    vi.advanceTimersByTime(500);
    expect(kept).toEqual([
      {
        ...{ x: 10, y: 20, width: 800, height: 600 },
        isMaximized: changed === 'maximize',
        isFullScreen: changed === 'enter-full-screen',
      },
    ]);
  });

  test('is kept at the end of the window, however short before it was moved', () => {
    const { window, kept } = openWindow();
    window.emit('move');
    window.emit('close');
    expect(kept).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    expect(kept).toHaveLength(1);
  });

  test('is not kept while a page fills the screen, as a chart may', () => {
    const { window, noted, kept } = openWindow();
    const guest = new EventEmitter();
    window.webContents.emit('did-attach-webview', {}, guest);
    noted.fullScreen = true;
    guest.emit('enter-html-full-screen');
    window.emit('enter-full-screen');
    vi.advanceTimersByTime(60_000);
    window.emit('close');
    expect(kept).toEqual([]);
    guest.emit('leave-html-full-screen');
    window.emit('close');
    expect(kept).toHaveLength(1);
  });

  test('is kept again once a page is gone that filled the screen, though it did not say that it leaves', () => {
    const { window, kept } = openWindow();
    const [guest, other] = [new EventEmitter(), new EventEmitter()];
    for (const one of [guest, other]) window.webContents.emit('did-attach-webview', {}, one);
    guest.emit('enter-html-full-screen');
    other.emit('destroyed');
    window.emit('close');
    expect(kept).toEqual([]);
    guest.emit('destroyed');
    window.emit('close');
    expect(kept).toHaveLength(1);
  });

  describe('when displays change', () => {
    afterEach(() => {
      displays.areas = [laptop];
    });

    test('its own is gone, and it goes to the middle of the one that is left', () => {
      const { noted } = openWindow();
      noted.bounds = { x: 1_600, y: 40, width: 1_000, height: 700 };
      screen.emit('display-removed');
      expect(noted.calls).toEqual([['setSize', 1_000, 700], ['center']]);
    });

    test('its own is smaller now, and it is made to fit', () => {
      const { noted } = openWindow();
      displays.areas = [{ x: 0, y: 24, width: 1_024, height: 600 }];
      noted.bounds = { x: 100, y: 40, width: 1_300, height: 800 };
      screen.emit('display-metrics-changed');
      expect(noted.calls).toEqual([['setBounds', { x: 0, y: 24, width: 1_024, height: 600 }]]);
    });

    test.each(['minimized', 'maximized', 'fullScreen', 'gone'] as const)(
      'one that is %s is left to the system',
      (state) => {
        const { noted } = openWindow();
        noted.bounds = { x: 9_000, y: 0, width: 800, height: 600 };
        noted[state] = true;
        screen.emit('display-removed');
        expect(noted.calls).toEqual([]);
      },
    );

    test('one that is in reach stays where it is, and a closed one is not looked at', () => {
      const { window, noted } = openWindow();
      screen.emit('display-removed');
      expect(noted.calls).toEqual([]);
      const before = screen.listenerCount('display-removed');
      window.emit('closed');
      expect(screen.listenerCount('display-removed')).toBe(before - 1);
    });
  });

  test.each(['minimized', 'gone'] as const)('is not kept of one that is %s', (state) => {
    const { window, noted, kept } = openWindow();
    window.emit('move');
    noted[state] = true;
    vi.advanceTimersByTime(60_000);
    expect(kept).toEqual([]);
  });

  test('is not looked at any more once the window is closed', () => {
    const { window } = openWindow();
    window.emit('move');
    window.emit('closed');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a page of ours that ends', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    boxes.length = 0;
  });

  test.each([-24, 24])('is forgotten after five minutes, also when the clock was set by %i hours', (hours) => {
    const { end, happened } = openWindow();
    end();
    vi.setSystemTime(Date.now() + hours * 3_600_000);
    vi.advanceTimersByTime(5 * 60_000 - 1);
    end();
    expect(happened.at(-1)).toBe('crashed 2');
    vi.advanceTimersByTime(5 * 60_000);
    end();
    expect(happened.slice(-2)).toEqual(['crashed 1', 'reloading']);
  });

  test('comes back at once, then more and more slowly, and then not at all', async () => {
    const { window, loads, end, happened } = openWindow();
    end();
    expect(loads()).toBe(2);
    expect(happened.slice(1)).toEqual(['crashed 1', 'reloading']);
    for (const [index, wait] of [1_000, 2_000, 4_000].entries()) {
      end();
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(loads()).toBe(index + 2);
      await vi.advanceTimersByTimeAsync(1);
      expect(loads()).toBe(index + 3);
    }
    end('oom');
    expect(boxes).toEqual([expect.stringContaining('ended 5 times within five minutes (oom)')]);
    expect(window.isDestroyed()).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(loads()).toBe(5);
  });

  test('now and then comes back at once each time', async () => {
    const { loads, end } = openWindow();
    for (let times = 1; times <= 8; times += 1) {
      end();
      expect(loads()).toBe(times + 1);
      await vi.advanceTimersByTimeAsync(5 * 60_000);
    }
    expect(boxes).toEqual([]);
  });

  test('as it should is left alone, and a window that is gone is not loaded again', async () => {
    const { window, loads, end } = openWindow();
    end('clean-exit');
    expect(loads()).toBe(1);
    end();
    end();
    window.destroy();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(loads()).toBe(2);
  });
});
