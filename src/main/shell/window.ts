/** A window of ours: how it is made, where it opens, and what happens when its page is lost. */
import { BrowserWindow, dialog, type NativeImage, nativeTheme, screen } from 'electron';
import { LANGUAGE_SWITCH } from '../../shared/ipc/names.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import type { Language } from '../../shared/text/languages.ts';
import type { ZoomChange } from '../../shared/zoom.ts';
import { APP_URL } from './app-protocol.ts';
import type { PictureCommand } from './context-menu.ts';
import { answerClicks } from './right-click.ts';
import { chooseBounds, chooseState, type KeptBounds, SMALLEST_SIZE } from './window-bounds.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly language: Language;
  readonly text: Text;
  /** Milliseconds, see `Clock`. Left out: those of this process. */
  uptime?(): number;
  /** What the window has in the bar of the desktop. Left out where the system takes it from the program. */
  readonly icon?: NativeImage;
  /** Whatever the settings hold. */
  readonly storedBounds: unknown;
  /** Whether it opens without taking the keys from the window that is before the person. */
  readonly isBehind?: boolean;
  keepBounds(bounds: KeptBounds): void;
  /** A right click asked to load the workbook again. */
  onReload(): void;
  /** A right click asked to look for words in the workbook. */
  onFind(): void;
  /** A right click or the wheel asked for another size. */
  onZoom(change: ZoomChange): void;
  /** A right click asked for a picture of the workbook, or for paper. */
  onPicture(id: PictureCommand): void;
  /** Whether the program ends in any case, so that nothing in a window may hold it up. */
  isEnding(): boolean;
  /** Something that a right click asked for did not come about. */
  onClickFailed(error: unknown): void;
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
const background = () => (nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light);

/**
 * Creates the window and shows it at once, in the colour that its page will have: whoever starts a program looks for its
 * window, and some desktops never say that a hidden one is painted.
 */
export function createWindow(options: WindowOptions): BrowserWindow {
  const state = chooseState(options.storedBounds);
  const window = new BrowserWindow({
    ...chooseBounds(options.storedBounds, workAreas()),
    ...(state.isFullScreen && { fullscreen: true }),
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    show: false,
    title: 'Sightglass',
    ...(options.icon && { icon: options.icon }),
    backgroundColor: background(),
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
  // A form with something in it asks before it goes; see components/use-closing.ts. The end of a session at the computer waits for nobody.
  window.webContents.on('will-prevent-unload', (event) => {
    if (options.isEnding()) event.preventDefault();
  });
  answerClicks(window, {
    text: options.text,
    reloadWorkbook: options.onReload,
    findInWorkbook: options.onFind,
    zoom: options.onZoom,
    picture: options.onPicture,
    onFailed: options.onClickFailed,
  });
  staysHere(window, options);
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  keepBounds(window, options);
  staysInReach(window);
  staysInColour(window);
  reloadLostPage(window, options);
  // First, so that the page is on its way while the desktop makes room for the window.
  void window.loadURL(APP_URL);
  if (state.isMaximized) window.maximize();
  if (options.isBehind) window.showInactive();
  else window.show();
  return window;
}

/** The page goes nowhere. To itself it may go again, which is how an interface that has failed starts anew. */
function staysHere(window: BrowserWindow, options: Pick<WindowOptions, 'onPageReloading'>): void {
  window.webContents.on('will-frame-navigate', (event) => {
    event.preventDefault();
    if (!event.isMainFrame || event.url !== APP_URL) return;
    options.onPageReloading();
    void window.loadURL(APP_URL);
  });
}

/** The displays of now, the primary one first. */
export function workAreas(): Electron.Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}

/** Remembers where the window stands, a moment after it was last moved, and at its end. */
function keepBounds(window: BrowserWindow, options: Pick<WindowOptions, 'keepBounds'>): void {
  let timer: NodeJS.Timeout | undefined;
  /** A page that fills the screen for a while, as a chart does, is not how a person left the window. */
  let filling: object | null = null;
  const keep = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized() || filling !== null) return;
    const isFullScreen = window.isFullScreen();
    options.keepBounds({ ...window.getNormalBounds(), isMaximized: window.isMaximized(), isFullScreen });
  };
  const keepSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, KEEP_BOUNDS_AFTER_MS);
  };
  for (const event of changesOfPlace) window.on(event as 'resize', keepSoon);
  window.on('close', keep);
  window.on('closed', () => clearTimeout(timer));
  const followPage = (contents: Pick<Electron.WebContents, 'on'>) => {
    const leave = () => {
      if (filling === contents) filling = null;
    };
    contents.on('enter-html-full-screen', () => {
      filling = contents;
    });
    contents.on('leave-html-full-screen', leave);
    // One that goes meanwhile, as in a swap, does not say that it leaves.
    contents.on('destroyed', leave);
  };
  followPage(window.webContents);
  window.webContents.on('did-attach-webview', (_event, guest) => followPage(guest));
}

const changesOfPlace = ['resize', 'move', 'maximize', 'unmaximize', 'enter-full-screen', 'leave-full-screen'] as const;

/** Brings a window back into reach whose display is gone or has another size now. */
function staysInReach(window: BrowserWindow): void {
  const look = () => {
    if (window.isDestroyed() || window.isMinimized() || window.isMaximized() || window.isFullScreen()) return;
    const bounds = window.getBounds();
    const { x, y, ...size } = chooseBounds(bounds, workAreas());
    if (x !== undefined && y !== undefined) {
      const fitting = { x, y, width: size.width ?? bounds.width, height: size.height ?? bounds.height };
      const isSame = (['x', 'y', 'width', 'height'] as const).every((edge) => fitting[edge] === bounds[edge]);
      if (!isSame) window.setBounds(fitting);
      return;
    }
    window.setSize(size.width ?? bounds.width, size.height ?? bounds.height);
    window.center();
  };
  screen.on('display-removed', look);
  screen.on('display-metrics-changed', look);
  window.on('closed', () => {
    screen.off('display-removed', look);
    screen.off('display-metrics-changed', look);
  });
}

/** What is seen where the page has not drawn yet, as at the edge of a window that grows, or of a page that begins anew. */
function staysInColour(window: BrowserWindow): void {
  const look = () => {
    if (!window.isDestroyed()) window.setBackgroundColor(background());
  };
  nativeTheme.on('updated', look);
  window.on('closed', () => nativeTheme.off('updated', look));
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
