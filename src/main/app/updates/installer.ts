/** What the features need of the side that fetches and installs; `shell/updater.ts` does it through electron-updater. */
import type { UpdateFile } from './description.ts';

/** What is to be fetched: everything about it stood in a description that was rightly signed. */
export interface WantedUpdate {
  readonly version: string;
  /** The folder on the server that the files are in. */
  readonly url: string;
  readonly files: readonly UpdateFile[];
}

/** What is done with an update that is ready when the program ends: nothing, put it in place, or start it afterwards as well. */
export type EndOfUpdate = 'left' | 'installed' | 'installed-and-started';

export interface UpdateInstaller {
  /**
   * Fetches an update, as differences where that can be, and checks it. What is there already is not fetched again. Resolves
   * when it is whole and on this computer.
   *
   * @param options.onProgress from 0 to 100
   * @throws AppError `update_untrusted`, `update_not_fetched`; or the reason of the signal
   */
  fetch(
    wanted: WantedUpdate,
    options: { onProgress(percent: number): void; readonly signal: AbortSignal },
  ): Promise<void>;
  /** Says what becomes of the update that was fetched last when the program ends. */
  atEnd(end: EndOfUpdate): void;
}

/** Where nothing is installed, as in development. */
export const noInstaller: UpdateInstaller = {
  fetch: () => Promise.reject(new Error('There is nothing to install with.')),
  atEnd: () => undefined,
};

/** A version that did not start, and the one that took its place again. */
export interface RolledBack {
  readonly from: string;
  readonly to: string;
}
