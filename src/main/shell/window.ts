/** A window of ours: how it is made, where it opens, and what happens when its page is lost. */
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import { LANGUAGE_SWITCH } from '../../shared/ipc/names.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import type { Language } from '../../shared/text/languages.ts';
import { APP_URL } from './app-protocol.ts';
import { chooseBounds, SMALLEST_SIZE } from './window-bounds.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly language: Language;
  readonly text: Text;
  /** Milliseconds, see `Clock`. Left out: those of this process. */
  uptime?(): number;
  /** Whatever the settings hold. */
  readonly storedBounds: unknown;
  keepBounds(bounds: Electron.Rectangle): void;
  /** Before anything is loaded: the place to admit guests. */
  onCreated(window: BrowserWindow): void;
  /** The page was lost: its process ended, so many times within five minutes. */
  onPageLost(reason: string, times: number): void;
  /** The page is being loaded again, and with it everything that it held. */
  onPageReloading(): void;
}

/** Waits before the page is loaded again, in milliseconds; after more losses the person is told. */
const RELOAD_WAITS_MS = [0, 1_000, 2_000, 4_000];
const LOSS_MEMORY_MS = 5 * 60_000;
const KEEP_BOUNDS_AFTER_MS = 500;

const backgrounds = { light: '#f6f7f9', dark: '#14171a' };

/** Creates the window; it is shown once its first paint is ready, so that no white flash is seen. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...chooseBounds(options.storedBounds, workAreas),
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    show: false,
    title: 'Sightglass',
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      additionalArguments: [`${LANGUAGE_SWITCH}${options.language}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: true,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  options.onCreated(window);
  window.once('ready-to-show', () => window.show());
  window.webContents.on('will-frame-navigate', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  keepBounds(window, options);
  reloadLostPage(window, options);
  void window.loadURL(APP_URL);
  return window;
}

/** Remembers where the window stands, a moment after it was last moved. */
function keepBounds(window: BrowserWindow, options: Pick<WindowOptions, 'keepBounds'>): void {
  let timer: NodeJS.Timeout | undefined;
  const keepSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!window.isDestroyed() && !window.isMinimized() && !window.isFullScreen()) {
        options.keepBounds(window.getNormalBounds());
      }
    }, KEEP_BOUNDS_AFTER_MS);
  };
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('closed', () => clearTimeout(timer));
}

/** Loads a page again whose process ended, at once and then more slowly; after a few times in a row it gives up. */
function reloadLostPage(window: BrowserWindow, options: WindowOptions): void {
  const { uptime = () => performance.now() } = options;
  let losses: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  window.on('closed', () => clearTimeout(timer));
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    losses = [...losses.filter((at) => uptime() - at < LOSS_MEMORY_MS), uptime()];
    options.onPageLost(reason, losses.length);
    const wait = RELOAD_WAITS_MS[losses.length - 1];
    clearTimeout(timer);
    if (wait === undefined) {
      giveUp(window, options.text.dialogs, { times: losses.length, reason });
      return;
    }
    const reload = () => {
      options.onPageReloading();
      void window.loadURL(APP_URL);
    };
    if (wait === 0) reload();
    else timer = setTimeout(reload, wait);
  });
}

/** A page that ends again and again would end for ever; without it there is nothing to show, not even the reason. */
function giveUp(window: BrowserWindow, text: Text['dialogs'], values: { times: number; reason: string }): void {
  dialog.showErrorBox(text.keepsStopping, format(text.keepsStoppingDetail, values));
  window.destroy();
}
