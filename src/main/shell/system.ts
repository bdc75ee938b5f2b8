/** What the operating system does for the program, as one object: browser, clipboard, dialogs, proxy, sessions. */
import { join } from 'node:path';
import type {
  App,
  BaseWindow,
  Clipboard,
  Dialog,
  MessageBoxOptions,
  Net,
  OpenDialogOptions,
  SaveDialogOptions,
  Session,
  Shell,
} from 'electron';
import { AppError } from '../../shared/errors.ts';
import { SET_UP_FILE_ENDING } from '../../shared/set-up-passphrase.ts';
import { type ActionQuestion, actionQuestionText } from '../../shared/text/action-text.ts';
import { changeText, type ProfileQuestion, shownValue } from '../../shared/text/change-text.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';

export interface System {
  /** Opens an address in the person's own browser. */
  openBrowser(url: string): Promise<void>;
  /** Puts a text on the clipboard. @throws AppError `not_copied` */
  copyText(text: string): Promise<void>;
  /** Asks the person for a QuickStart file; null when none was chosen. */
  chooseEnvFile(): Promise<string | null>;
  /** Asks the person where a set-up file is to be, which is called so unless they say otherwise; null when they named no place. */
  chooseSetUpFile(fileName: string): Promise<string | null>;
  /** Asks in a dialog that belongs to the operating system; anything but a click on the other button is a no. */
  confirmChange(question: ProfileQuestion): Promise<boolean>;
  /** The same for what an action of a workbook's author would do. */
  confirmAction(question: ActionQuestion): Promise<boolean>;
  /** The same before a terminal gets an access token. @param asking called when the dialog opens */
  confirmReveal(connection: string, asking: () => void): Promise<boolean>;
  /** What a PAC script answers for an address, such as `DIRECT`. */
  resolveProxy(url: string): Promise<string>;
  isOnline(): boolean;
  /** Empties what the guests of a partition left in their session. */
  clearGuestSession(partition: string): Promise<void>;
}

export interface SystemOptions {
  readonly app: Pick<App, 'getPath'>;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'>;
  readonly net: Pick<Net, 'isOnline'>;
  readonly shell: Pick<Shell, 'openExternal'>;
  /** One that goes by the proxy settings of the system. */
  readonly proxySession: Pick<Session, 'resolveProxy'>;
  sessionOf(partition: string): Pick<Session, 'clearStorageData' | 'clearCache' | 'clearAuthCache'>;
  /** The window that a dialog belongs to; null while there is none. */
  currentWindow(): BaseWindow | null;
  readonly text: Text;
  /** Left out: that of this process. */
  readonly platform?: NodeJS.Platform;
}

export function createSystem({
  app,
  clipboard,
  dialog,
  net,
  shell,
  proxySession,
  sessionOf,
  currentWindow,
  text,
  platform = process.platform,
}: SystemOptions): System {
  /** Every way out but the second button is the first one: Escape, closing the dialog, and Enter. */
  async function ask({ message, detail, confirm }: Question): Promise<boolean> {
    const asked: MessageBoxOptions = {
      type: 'warning',
      message,
      detail,
      buttons: [text.common.cancel, confirm],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    };
    const window = currentWindow();
    const { response } = await (window ? dialog.showMessageBox(window, asked) : dialog.showMessageBox(asked));
    return response === 1;
  }

  return {
    openBrowser: (url) => shell.openExternal(url),
    async copyText(copied) {
      try {
        // Electron before 44 answers with nothing, and before the text is there; later ones with a promise, which fails
        // where another program holds the clipboard.
        await clipboard.writeText(copied);
      } catch {
        // What it says may quote the text, which can be a sign-in link.
        throw new AppError('not_copied');
      }
    },
    async chooseEnvFile() {
      const asked: OpenDialogOptions = {
        title: text.dialogs.importEnv,
        // Left out, Electron from 43 on begins among the downloads, and 33 where the program was started. Hidden files
        // are shown where the system lets a program ask for that; on Linux it is no longer one.
        defaultPath: app.getPath('home'),
        // Of a name that is an extension and nothing before it, macOS says that it has none, and greys it out.
        ...(platform !== 'darwin' && {
          filters: [
            { name: text.dialogs.setUpAndEnvFiles, extensions: [SET_UP_FILE_ENDING, 'env'] },
            { name: text.dialogs.allFiles, extensions: ['*'] },
          ],
        }),
        properties: ['openFile', 'showHiddenFiles'],
      };
      const window = currentWindow();
      const choice = await (window ? dialog.showOpenDialog(window, asked) : dialog.showOpenDialog(asked));
      return choice.filePaths[0] ?? null;
    },
    async chooseSetUpFile(fileName) {
      const asked: SaveDialogOptions = {
        title: text.dialogs.saveSetUp,
        defaultPath: join(app.getPath('home'), fileName),
        filters: [{ name: text.dialogs.setUpFiles, extensions: [SET_UP_FILE_ENDING] }],
      };
      const window = currentWindow();
      const { filePath } = await (window ? dialog.showSaveDialog(window, asked) : dialog.showSaveDialog(asked));
      return filePath || null;
    },
    confirmChange: (question) => ask(confirmation(question, text)),
    async confirmAction(question) {
      const { message, lines } = actionQuestionText(text, question);
      return ask({ message, detail: lines.join('\n'), confirm: text.dialogs.confirmAction.confirm });
    },
    async confirmReveal(connection, asking) {
      const { question, consequence, confirm } = text.dialogs.confirmReveal;
      const detail = format(consequence, { connection: shownValue(connection) ?? '' });
      asking();
      return ask({ message: question, detail, confirm });
    },
    resolveProxy: (url) => proxySession.resolveProxy(url),
    isOnline: () => net.isOnline(),
    async clearGuestSession(partition) {
      const session = sessionOf(partition);
      await Promise.all([session.clearStorageData(), session.clearCache(), session.clearAuthCache()]);
    },
  };
}

interface Question {
  readonly message: string;
  readonly detail: string;
  /** The other button beside Cancel. */
  readonly confirm: string;
}

function confirmation({ about, profileName, changes }: ProfileQuestion, text: Text): Question {
  const { confirmSigma, confirmPerson, confirmOnlyIf, profileName: profile } = text.dialogs;
  const words = about === 'sigma' ? confirmSigma : confirmPerson;
  const lines = [
    format(profile, { profile: shownValue(profileName) ?? '' }),
    ...changes.map((change) => changeText(text, change)),
    '',
    words.consequence,
    confirmOnlyIf,
  ];
  return { message: words.question, detail: lines.join('\n'), confirm: words.confirm };
}
