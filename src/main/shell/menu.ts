/** The menu: what each platform expects, and nothing that would reload or inspect our own page. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Text } from '../../shared/text/en.ts';
import { type ZoomChange, zoomKeys } from './zoom.ts';

export interface MenuActions {
  /** The window that was used last; null while there is none. */
  currentWindow(): string | null;
  refreshData(windowId: string): void;
  reloadWorkbook(windowId: string): void;
  /** Of what is before the person in a window. */
  zoom(windowId: string, change: ZoomChange): void;
  openLogs(): Promise<void>;
}

/** The template of the menu bar. */
export function menuTemplate(
  text: Text['menu'],
  platform: NodeJS.Platform,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const inCurrent = (act: (windowId: string) => void) => () => {
    const windowId = actions.currentWindow();
    if (windowId !== null) act(windowId);
  };
  const zoomItems = (label: string, change: ZoomChange): MenuItemConstructorOptions[] =>
    zoomKeys[change].map((accelerator, at) => ({
      label,
      accelerator,
      // The others only bring their keys.
      ...(at > 0 && { visible: false, acceleratorWorksWhenHidden: true }),
      click: inCurrent((windowId) => actions.zoom(windowId, change)),
    }));
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
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
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: text.showLogFiles, click: () => void actions.openLogs() },
        ...(isMac ? [] : [{ role: 'about' } as const]),
      ],
    },
  ];
}
