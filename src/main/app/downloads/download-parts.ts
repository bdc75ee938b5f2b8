/** What downloads are made of: the item that is received, what it comes out of, and what is asked of files and the desktop. */
import type { DownloadView } from '../../../shared/downloads.ts';
import type { AppError } from '../../../shared/errors.ts';

/** Electron's `DownloadItem`, as far as it is used. */
export interface ReceivedItem {
  /** It is made here and comes from nowhere, so that it cannot rest. */
  readonly isMade?: true;
  /** Why one that is made was not; null where that is to be found out as for all others. */
  failure?(): AppError | null;
  getFilename(): string;
  getMimeType(): string;
  getReceivedBytes(): number;
  /** 0 while nobody has said. */
  getTotalBytes(): number;
  isPaused(): boolean;
  canResume(): boolean;
  pause(): void;
  resume(): void;
  cancel(): void;
  setSavePath(path: string): void;
  on(event: 'updated', listener: (event: unknown, state: 'progressing' | 'interrupted') => void): unknown;
  once(event: 'done', listener: (event: unknown, state: 'completed' | 'cancelled' | 'interrupted') => void): unknown;
}

/** What a download comes out of. */
export interface DownloadSource {
  readonly guestId: string;
  readonly paneId: string;
  readonly profileId: string;
  /** The title of the workbook. */
  readonly title: string;
  /** When its session ends, in milliseconds since the epoch; null when that is not known. */
  readonly sessionExpiresAt: number | null;
}

/** What only files and the system can do. */
export interface DownloadEdges {
  /** The folder where the system keeps downloads. */
  folder(): string;
  /** See `storage/downloaded-file.ts`. */
  settle(received: string, folder: string, nameOf: (number: number) => string): Promise<string>;
  faultOf(folder: string, missingBytes: number): Promise<'missing' | 'notWritable' | 'full' | null>;
  isThere(path: string): Promise<boolean>;
  removeLeftover(path: string): Promise<void>;
  /** @returns whether a program of the system took it */
  open(path: string): Promise<boolean>;
  showInFolder(path: string): void;
  /** The pointer, which is pressed in this window, holds the file from now on. */
  drag(path: string, windowId: string): Promise<void>;
  /** In the bar of the desktop. @param share from 0 to 1; `unknown` while nobody knows; null while nothing is under way */
  showProgress(share: number | 'unknown' | null, isPaused: boolean): void;
}

/** One that is in the list. */
export interface Download {
  view: DownloadView;
  readonly source: DownloadSource;
  /** Null once it is over. */
  item: ReceivedItem | null;
  /** Where it is received. */
  readonly received: string;
  readonly folder: string;
  /** Where it lies; null until it is whole. */
  path: string | null;
  isHeld: boolean;
}
