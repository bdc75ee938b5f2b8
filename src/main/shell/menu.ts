/** The menu: what each platform expects, and nothing that would reload or inspect our own page. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Text } from '../../shared/text/en.ts';

export interface MenuActions {
  reloadWorkbook(): void;
  openLogs(): Promise<void>;
}

/** The template of the menu bar. */
export function menuTemplate(
  text: Text['menu'],
  platform: NodeJS.Platform,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: text.file, submenu: [isMac ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: text.view,
      submenu: [
        { label: text.reloadWorkbook, accelerator: 'CmdOrCtrl+R', click: () => actions.reloadWorkbook() },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
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
