/** Our one window. */
import { BrowserWindow, type IpcMainInvokeEvent, nativeTheme, screen } from 'electron';
import { APP_ORIGIN, APP_URL } from './app-protocol.ts';
import { chooseBounds, SMALLEST_SIZE } from './window-bounds.ts';

export type WindowOptions = {
  preload: string;
  storedBounds: unknown;
  keepBounds(bounds: Electron.Rectangle): void;
  /** Before anything is loaded: the place to admit guests. */
  onCreated(window: BrowserWindow): void;
  /** The page was lost (its process ended) and is being loaded again. */
  onPageLost(reason: string): void;
};

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
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    options.onPageLost(reason);
    void window.loadURL(APP_URL);
  });
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
