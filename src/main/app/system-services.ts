import type { ActionQuestion } from '../../shared/text/action-text.ts';
import type { ProfileQuestion } from '../../shared/text/change-text.ts';

/** What the features ask of the operating system; `shell/system.ts` does it through Electron. */
export interface SystemServices {
  /** Opens an address in the person's own browser. */
  openBrowser(url: string): Promise<void>;
  /** Puts a text on the clipboard. @throws AppError `not_copied` */
  copyText(text: string): Promise<void>;
  /** Asks the person for a QuickStart file; null when none was chosen. */
  chooseEnvFile(): Promise<string | null>;
  /** Asks the person where a set-up file is to be, which is called so unless they say otherwise; null when they named no place. */
  chooseSetUpFile(fileName: string): Promise<string | null>;
  /**
   * Asks in a dialog of the operating system: our own window shows it and cannot answer it, so that a script in the
   * window cannot either. Closing the dialog is a no.
   */
  confirmChange(question: ProfileQuestion): Promise<boolean>;
  /** The same for what an action of a workbook's author would do. */
  confirmAction(question: ActionQuestion): Promise<boolean>;
  /**
   * Asks whether a terminal may get an access token, where more than that terminal says that a person is there.
   *
   * @param asking called when a dialog opens, for the terminal to say so
   */
  confirmReveal(connection: string, asking: () => void): Promise<boolean>;
  isOnline(): boolean;
  /** Empties what the guests of a partition left in their session. */
  clearGuestSession(partition: string): Promise<void>;
  /** Brings a window before the person; one that is gone, or left out: the one that was used last. */
  comeForward(windowId?: string): void;
}
