/** The menu bar, tied to what it acts on. Everything here is wiring. */
import { Menu, shell } from 'electron';
import type { Text } from '../shared/text/en.ts';
import type { Program } from './app/program.ts';
import type { Log } from './log/log.ts';
import { menuTemplate } from './shell/menu.ts';
import type { Windows } from './shell/windows.ts';

export interface MenuBarOptions {
  readonly text: Text;
  readonly logFolder: string;
  readonly log: Log;
  readonly program: Program;
  readonly windows: Windows;
}

export function installMenu({ text, logFolder, log, program, windows }: MenuBarOptions): void {
  const template = menuTemplate(text.menu, process.platform, {
    currentWindow: windows.current,
    refreshData: program.panes.refreshShown,
    reloadWorkbook: program.panes.reloadAll,
    showAbout: program.showAbout,
    async openLogs() {
      // It answers with the reason, in the language of the system, and with a path in it.
      if ((await shell.openPath(logFolder)) !== '') log.warn('logs.not-opened');
    },
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
