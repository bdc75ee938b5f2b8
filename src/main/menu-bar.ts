/** The menu bar, tied to what it acts on. Everything here is wiring. */
import { Menu, shell, type WebContents } from 'electron';
import type { Text } from '../shared/text/en.ts';
import type { Program } from './app/program.ts';
import type { Log } from './log/log.ts';
import { CHECK_FOR_UPDATES, menuTemplate } from './shell/menu.ts';
import type { Windows } from './shell/windows.ts';
import { zoom } from './shell/zoom.ts';

export interface MenuBarOptions {
  readonly text: Text;
  readonly logFolder: string;
  readonly log: Log;
  readonly program: Program;
  readonly windows: Windows;
  /** What a person sees in a window, and zooms; undefined when the window is gone. */
  zoomed(windowId: string): WebContents | undefined;
}

/** @returns brings the menu up to date with what the program offers now */
export function installMenu({ text, logFolder, log, program, windows, zoomed }: MenuBarOptions): () => void {
  const template = menuTemplate(text.menu, process.platform, {
    currentWindow: windows.current,
    refreshData: program.panes.refreshShown,
    reloadWorkbook: program.panes.reloadShown,
    zoom(windowId, change) {
      const contents = zoomed(windowId);
      if (contents) zoom(contents, change);
    },
    moveArea: program.moveArea,
    showAbout: program.showAbout,
    checkForUpdates: program.checkForUpdates,
    async openLogs() {
      // It answers with the reason, in the language of the system, and with a path in it.
      if ((await shell.openPath(logFolder)) !== '') log.warn('logs.not-opened');
    },
  });
  const menu = Menu.buildFromTemplate(template);
  Menu.setApplicationMenu(menu);
  const follow = () => {
    const item = menu.getMenuItemById(CHECK_FOR_UPDATES);
    if (item) item.enabled = program.looksForUpdates();
  };
  follow();
  return follow;
}
