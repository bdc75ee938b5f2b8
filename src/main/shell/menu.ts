/** The menu: what each platform expects, and nothing that would reload or inspect our own page. */
import type { MenuItemConstructorOptions } from 'electron';
import type { AboutPage } from '../../shared/about.ts';
import type { Text } from '../../shared/text/en.ts';
import { type ZoomChange, zoomKeys } from './zoom.ts';

export interface MenuActions {
  /** The window that was used last; null while there is none. */
  currentWindow(): string | null;
  refreshData(windowId: string): void;
  reloadWorkbook(windowId: string): void;
  /** Of what is before the person in a window. */
  zoom(windowId: string, change: ZoomChange): void;
  /** Moves the focus to the next area of a window, or to the one before. */
  moveArea(windowId: string, step: 1 | -1): void;
  /** Looks for updates now; what comes of it is told in the About dialog of the window. */
  checkForUpdates(windowId: string): void | Promise<void>;
  /** Opens the About dialog in a window, at a page. */
  showAbout(windowId: string, page: AboutPage): void;
  openLogs(): Promise<void>;
}

/** By which its item is found again, to be offered or not. */
export const CHECK_FOR_UPDATES = 'check-for-updates';

type Items = MenuItemConstructorOptions[];

/** The template of the menu bar. */
export function menuTemplate(text: Text['menu'], platform: NodeJS.Platform, actions: MenuActions): Items {
  const isMac = platform === 'darwin';
  const inCurrent = (act: (windowId: string) => void | Promise<void>) => () => {
    const windowId = actions.currentWindow();
    if (windowId !== null) void act(windowId);
  };
  const zoomItems = (label: string, change: ZoomChange): MenuItemConstructorOptions[] =>
    zoomKeys[change].map((accelerator, at) => ({
      label,
      accelerator,
      // The others only bring their keys.
      ...(at > 0 && { visible: false, acceleratorWorksWhenHidden: true }),
      click: inCurrent((windowId) => actions.zoom(windowId, change)),
    }));
  const about = (page: AboutPage) => inCurrent((windowId) => actions.showAbout(windowId, page));
  const aboutItem = { label: text.about, click: about('program') };
  const updatesItem = { id: CHECK_FOR_UPDATES, label: text.checkForUpdates, click: inCurrent(actions.checkForUpdates) };
  return [
    ...(isMac ? [appMenu([aboutItem, updatesItem])] : []),
    { label: text.file, submenu: [isMac ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: text.view,
      submenu: [
        { label: text.refreshData, accelerator: 'F5', click: inCurrent(actions.refreshData) },
        { label: text.reloadWorkbook, accelerator: 'CmdOrCtrl+R', click: inCurrent(actions.reloadWorkbook) },
        { type: 'separator' },
        ...zoomItems(text.actualSize, 'reset'),
        ...zoomItems(text.zoomIn, 'in'),
        ...zoomItems(text.zoomOut, 'out'),
        { type: 'separator' },
        { label: text.nextArea, accelerator: 'F6', click: inCurrent((id) => actions.moveArea(id, 1)) },
        { label: text.previousArea, accelerator: 'Shift+F6', click: inCurrent((id) => actions.moveArea(id, -1)) },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    // Elsewhere than on macOS the last window takes the program with it, and Ctrl+W is the habit of closing a tab.
    isMac ? { role: 'windowMenu' } : { label: text.window, submenu: [{ role: 'minimize' }] },
    {
      role: 'help',
      submenu: [
        { label: text.whatIsNew, click: about('news') },
        ...(isMac ? [] : [updatesItem]),
        { type: 'separator' },
        { label: text.showLogFiles, click: () => void actions.openLogs() },
        { label: text.showCrashReports, click: about('crashes') },
        ...(isMac ? [] : [{ type: 'separator' } as const, aboutItem]),
      ],
    },
  ];
}

/** The menu with the name of the program, as the system makes it, but for the items about the program itself. */
const appMenu = (own: Items): MenuItemConstructorOptions => ({
  role: 'appMenu',
  submenu: [
    ...own,
    { type: 'separator' },
    { role: 'services' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { role: 'quit' },
  ],
});
