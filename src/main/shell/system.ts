/** What the operating system does for the program, as one object: browser, clipboard, dialogs, proxy, sessions. */
import type { Clipboard, Dialog, Net, Session, Shell } from 'electron';
import type { Text } from '../../shared/text/en.ts';

export interface System {
  /** Opens an address in the person's own browser. */
  openBrowser(url: string): Promise<void>;
  copyText(text: string): void;
  /** Asks the person for a QuickStart file; null when none was chosen. */
  chooseEnvFile(): Promise<string | null>;
  /** What a PAC script answers for an address, such as `DIRECT`. */
  resolveProxy(url: string): Promise<string>;
  isOnline(): boolean;
  /** Empties what the guests of a partition left in their session. */
  clearGuestSession(partition: string): Promise<void>;
}

export interface SystemOptions {
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  readonly net: Pick<Net, 'isOnline'>;
  readonly shell: Pick<Shell, 'openExternal'>;
  readonly defaultSession: Pick<Session, 'resolveProxy'>;
  sessionOf(partition: string): Pick<Session, 'clearStorageData' | 'clearCache' | 'clearAuthCache'>;
  readonly text: Text;
}

export function createSystem({
  clipboard,
  dialog,
  net,
  shell,
  defaultSession,
  sessionOf,
  text,
}: SystemOptions): System {
  return {
    openBrowser: (url) => shell.openExternal(url),
    copyText: (copied) => clipboard.writeText(copied),
    async chooseEnvFile() {
      const choice = await dialog.showOpenDialog({
        title: text.dialogs.importEnv,
        properties: ['openFile', 'showHiddenFiles'],
      });
      return choice.filePaths[0] ?? null;
    },
    resolveProxy: (url) => defaultSession.resolveProxy(url),
    isOnline: () => net.isOnline(),
    async clearGuestSession(partition) {
      const session = sessionOf(partition);
      await Promise.all([session.clearStorageData(), session.clearCache(), session.clearAuthCache()]);
    },
  };
}
