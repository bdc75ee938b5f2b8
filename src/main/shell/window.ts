/** Our one window. */
import { BrowserWindow, dialog, type IpcMainInvokeEvent, nativeTheme, screen } from 'electron';
import { APP_ORIGIN, APP_URL } from './app-protocol.ts';
import { chooseBounds, SMALLEST_SIZE } from './window-bounds.ts';

export type WindowOptions = {
  preload: string;
  storedBounds: unknown;
  keepBounds(bounds: Electron.Rectangle): void;
  /** Before anything is loaded: the place to admit guests. */
  onCreated(window: BrowserWindow): void;
  /** The page was lost: its process ended, so many times within five minutes. */
  onPageLost(reason: string, times: number): void;
  /** The page is being loaded again, and with it everything that it held. */
  onPageReloading(): void;
};

/** Waits before the page is loaded again, in milliseconds; whoever loses it more often is told. */
const RELOAD_WAITS_MS = [0, 1_000, 2_000, 4_000];
const LOSS_MEMORY_MS = 5 * 60_000;

const backgrounds = { light: '#f6f7f9', dark: '#14171a' };

/** Creates the window; it is shown once its first paint is ready, so that nobody sees a white flash. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...chooseBounds(
      options.storedBounds,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    show: false,
    title: 'Sightglass',
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
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

  let keepTimer: NodeJS.Timeout | undefined;
  const keepSoon = () => {
    clearTimeout(keepTimer);
    keepTimer = setTimeout(() => {
      if (!window.isDestroyed() && !window.isMinimized() && !window.isFullScreen()) {
        options.keepBounds(window.getNormalBounds());
      }
    }, 500);
  };
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('closed', () => clearTimeout(keepTimer));

  const { webContents } = window;
  webContents.on('will-frame-navigate', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  let losses: number[] = [];
  let reloadTimer: NodeJS.Timeout | undefined;
  window.on('closed', () => clearTimeout(reloadTimer));
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    losses = [...losses.filter((at) => Date.now() - at < LOSS_MEMORY_MS), Date.now()];
    options.onPageLost(reason, losses.length);
    const wait = RELOAD_WAITS_MS[losses.length - 1];
    clearTimeout(reloadTimer);
    if (wait === undefined) {
      giveUp(reason);
      return;
    }
    const reload = () => {
      options.onPageReloading();
      void window.loadURL(APP_URL);
    };
    if (wait === 0) reload();
    else reloadTimer = setTimeout(reload, wait);
  });

  /** A page that ends again and again would end for ever; without it there is nothing to show, not even the reason. */
  function giveUp(reason: string): void {
    dialog.showErrorBox(
      'Sightglass keeps stopping',
      `Its window ended ${losses.length} times within five minutes (${reason}).\n\nClose other programs to free memory, then start Sightglass again. You stay signed in where the sign-in could be saved. If it repeats, pass the log files to an administrator.`,
    );
    window.destroy();
  }

  void window.loadURL(APP_URL);
  return window;
}

/** Whether a message comes from the main frame of our window, showing our own page (checklist item 17). */
export function isFromOurPage(window: BrowserWindow | null, event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  if (!window || window.isDestroyed() || !frame) return false;
  return event.sender === window.webContents && frame === window.webContents.mainFrame && isOurAddress(frame.url);
}

function isOurAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  // The origin of a custom scheme is opaque to `URL`, so its parts are compared.
  return `${url.protocol}//${url.host}` === APP_ORIGIN;
}
