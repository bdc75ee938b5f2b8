/** The menu: what each platform expects, and nothing that would reload or inspect our own page. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export type MenuActions = { reloadWorkbook(): void; openLogs(): void };

export function installMenu({ reloadWorkbook, openLogs }: MenuActions): void {
  const mac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [mac ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { label: 'Reload Workbook', accelerator: 'CmdOrCtrl+R', click: reloadWorkbook },
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
      submenu: [{ label: 'Show Log Files', click: openLogs }, ...(mac ? [] : [{ role: 'about' } as const])],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  app.setAboutPanelOptions({ applicationName: 'Sightglass', applicationVersion: app.getVersion() });
}
