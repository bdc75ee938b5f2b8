import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const boxes = vi.hoisted((): string[] => []);
const theme = vi.hoisted(() => ({ shouldUseDarkColors: false }));
vi.mock('electron', () => ({
  BrowserWindow: class extends EventEmitter {
    loads = 0;
    gone = false;
    minimized = false;
    fullScreen = false;
    shown = 0;
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
  dialog: { showErrorBox: (title: string, text: string) => boxes.push(`${title}: ${text}`) },
  nativeTheme: theme,
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_440, height: 900 } }] },
}));
const { en } = await import('../../../src/shared/text/en.ts');
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
      minWidth: 720,
      minHeight: 520,
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

  test('opens where it was on a display of now, and dark where the system is', () => {
    theme.shouldUseDarkColors = true;
    try {
      const storedBounds = { x: 10, y: 20, width: 900, height: 700 };
      expect(openWindow({ storedBounds }).noted.given).toMatchObject({ ...storedBounds, backgroundColor: '#14171a' });
    } finally {
      theme.shouldUseDarkColors = false;
    }
  });

  test('is ready for guests before its page loads, and shown when that is painted', () => {
    const { window, noted, happened, loads } = openWindow();
    expect(happened).toEqual(['created, 0 loads']);
    expect([loads(), noted.shown]).toEqual([1, 0]);
    window.emit('ready-to-show');
    window.emit('ready-to-show');
    expect(noted.shown).toBe(1);
  });

  test('goes nowhere, and opens nothing', () => {
    const { window, noted } = openWindow();
    let prevented = 0;
    const preventDefault = () => {
      prevented += 1;
    };
    window.webContents.emit('will-frame-navigate', { preventDefault });
    expect(prevented).toBe(1);
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
    expect(kept).toEqual([{ x: 10, y: 20, width: 800, height: 600 }]);
    vi.advanceTimersByTime(60_000);
    expect(kept).toHaveLength(1);
  });

  test.each(['minimized', 'fullScreen', 'gone'] as const)('is not kept of one that is %s', (state) => {
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
