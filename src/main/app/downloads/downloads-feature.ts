/** The files that people take out of workbooks: each from its first byte to its place on disk. */
import { join } from 'node:path';
import { isUnderWay, shareOf } from '../../../shared/download-progress.ts';
import type { DownloadAct, DownloadView } from '../../../shared/downloads.ts';
import { AppError, asAppError, systemCodeOf } from '../../../shared/errors.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import { dayOf, fileNameOf, isData, isProgram, kindOf, withNumber } from './file-name.ts';

/** Electron's `DownloadItem`, as far as it is used. */
export interface ReceivedItem {
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
  /** In the bar of the desktop. @param share from 0 to 1; `unknown` while nobody knows; null while nothing is under way */
  showProgress(share: number | 'unknown' | null, isPaused: boolean): void;
}

export interface DownloadsFeatureOptions {
  readonly edges: DownloadEdges;
  /** The workbook of a guest; null for a guest that is gone. */
  sourceOf(guestId: string): DownloadSource | null;
  /** A file of a guest is being received, or is no more: a swap waits for it. */
  holdsGuest(guestId: string, isHeld: boolean): void;
  /** What a workbook without a usable name is called. */
  readonly nameOfFiles: string;
  isOnline(): boolean;
  readonly notices: Pick<Notices, 'addPassing'>;
  readonly timers: Pick<Timers, 'setTimer'>;
  /** Milliseconds since the epoch, by the clock on the wall. */
  now(): number;
  randomUuid(): string;
  readonly log: Pick<Log, 'info' | 'warn'>;
  onChange(): void;
}

export interface DownloadsFeature extends Feature<'downloads.act', 'downloads'> {
  /** Takes a file that a guest on screen begins to save. @returns false for one that is refused, and then told of */
  begin(guestId: string, item: ReceivedItem): boolean;
  /** Nobody is signed in to a profile any more, or somebody else is: its list is nobody's. */
  forget(profileId: string): void;
}

interface Download {
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

/** Of those that are over, the oldest go. */
const MOST = 50;
/** How often windows hear how far a file is, in milliseconds. */
const TELL_EVERY_MS = 250;

export function createDownloadsFeature(options: DownloadsFeatureOptions): DownloadsFeature {
  const { edges, log } = options;
  let downloads: readonly Download[] = [];
  let shown: DownloadView[] = [];
  let stopTelling: (() => void) | null = null;

  function tell(): void {
    stopTelling?.();
    stopTelling = null;
    shown = downloads.map(({ view }) => view);
    const pending = shown.filter(isUnderWay);
    const isPaused = pending.every(({ status }) => status === 'paused');
    edges.showProgress(pending.length === 0 ? null : (shareOf(shown) ?? 'unknown'), isPaused);
    options.onChange();
  }
  function tellSoon(): void {
    stopTelling ??= options.timers.setTimer(tell, TELL_EVERY_MS);
  }
  const isKept = (download: Download) => downloads.includes(download);
  function change(download: Download, part: Partial<DownloadView>, isSoon = false): void {
    download.view = { ...download.view, ...part };
    if (isSoon) tellSoon();
    else tell();
  }
  function drop(download: Download): void {
    downloads = downloads.filter((one) => one !== download);
    tell();
  }
  function hold(download: Download, isHeld: boolean): void {
    if (download.isHeld === isHeld) return;
    download.isHeld = isHeld;
    options.holdsGuest(download.source.guestId, isHeld);
  }
  const leftoverGoes = ({ received }: Download) =>
    void edges.removeLeftover(received).catch((error: unknown) => {
      log.warn('download.leftover', { code: systemCodeOf(error) });
    });

  function fail(download: Download, error: AppError, mayResume: boolean): void {
    log.warn('download.failed', { code: error.code });
    change(download, { status: 'failed', error: error.toView(), mayResume });
  }

  /** Electron does not say why, so it is looked for where it can be. */
  async function reasonOf({ view, folder, source }: Download): Promise<AppError> {
    const { name: file, totalBytes, receivedBytes } = view;
    const fault = await edges.faultOf(folder, totalBytes === null ? 0 : totalBytes - receivedBytes);
    if (fault === 'full') return new AppError('download_no_room', { file });
    if (fault !== null) return new AppError('download_folder_unusable', { reason: fault, file });
    if (!options.isOnline()) return new AppError('download_broken_off', { reason: 'offline', file });
    const { sessionExpiresAt } = source;
    if (sessionExpiresAt !== null && sessionExpiresAt <= options.now())
      return new AppError('download_session_over', { file });
    return new AppError('download_broken_off', { reason: 'server', file });
  }

  async function settle(download: Download): Promise<void> {
    const { folder, received, view } = download;
    try {
      const name = await edges.settle(received, folder, (number) => withNumber(view.name, number));
      download.path = join(folder, name);
      const { receivedBytes } = download.view;
      log.info('download.done', { kind: kindOf(name) });
      change(download, { status: 'done', name, totalBytes: receivedBytes, mayOpen: isData(name) });
    } catch {
      leftoverGoes(download);
      fail(download, await reasonOf(download), false);
    } finally {
      hold(download, false);
    }
  }

  function follow(download: Download, item: ReceivedItem): void {
    const progress = () => ({
      receivedBytes: item.getReceivedBytes(),
      totalBytes: item.getTotalBytes() > 0 ? item.getTotalBytes() : null,
    });
    item.on('updated', (_event, state) => {
      if (!isKept(download)) return;
      if (state === 'interrupted') {
        hold(download, false);
        const mayResume = item.canResume();
        change(download, progress(), true);
        void reasonOf(download).then((error) => {
          // It may have gone on, or have been given up, while the reason was looked for.
          if (isKept(download) && download.item && !isRunning(item)) fail(download, error, mayResume);
        });
        return;
      }
      const isPaused = item.isPaused();
      hold(download, !isPaused);
      const isTurn = download.view.status !== (isPaused ? 'paused' : 'running');
      change(download, { ...progress(), status: isPaused ? 'paused' : 'running', error: null }, !isTurn);
    });
    item.once('done', (_event, state) => {
      const last = progress();
      download.item = null;
      if (state === 'completed') {
        download.view = { ...download.view, ...last, status: 'running' };
        if (isKept(download)) return void settle(download);
      }
      hold(download, false);
      leftoverGoes(download);
      if (!isKept(download)) return;
      if (state !== 'interrupted') return drop(download);
      download.view = { ...download.view, ...last };
      void reasonOf(download).then((error) => isKept(download) && fail(download, error, false));
    });
  }

  return {
    handlers: { 'downloads.act': ({ downloadId, act }) => perform(found(downloads, downloadId), act) },
    sharedState: () => ({ downloads: shown }),
    windowState: () => ({}),
    begin(guestId, item) {
      const source = options.sourceOf(guestId);
      if (!source) return false;
      const name = nameFor(item, source, options);
      if (isProgram(name)) {
        log.warn('download.program-refused', { kind: kindOf(name) });
        options.notices.addPassing(new AppError('download_refused', { reason: 'program', kind: kindOf(name) }));
        return false;
      }
      const downloadId = options.randomUuid();
      const folder = edges.folder();
      const download: Download = {
        view: {
          ...{ downloadId, paneId: source.paneId, profileId: source.profileId, name, status: 'running' },
          ...{ receivedBytes: 0, totalBytes: null, mayOpen: false, mayResume: false, error: null },
        },
        ...{ source, item, folder, path: null, isHeld: false },
        received: join(folder, `${name}.${downloadId.slice(0, 8)}.part`),
      };
      item.setSavePath(download.received);
      downloads = withNew(download, downloads);
      follow(download, item);
      hold(download, true);
      tell();
      return true;
    },
    forget(profileId) {
      const gone = downloads.filter(({ view }) => view.profileId === profileId);
      if (gone.length === 0) return;
      downloads = downloads.filter((one) => !gone.includes(one));
      for (const { item } of gone) item?.cancel();
      tell();
    },
    close() {
      stopTelling?.();
      // What is not whole is nothing that could be gone on with at the next start.
      for (const { item } of downloads) item?.cancel();
    },
  };

  async function perform(download: Download, act: DownloadAct): Promise<void> {
    if (!mayAct(download, act)) throw new AppError('request_refused', { reason: 'notNow' });
    switch (act) {
      case 'pause':
        download.item?.pause();
        hold(download, false);
        return change(download, { status: 'paused' });
      case 'resume':
        change(download, { status: 'running', error: null, mayResume: false });
        return download.item?.resume();
      case 'cancel':
        // One that is on its way into its place has no item any more, and is not given up.
        return download.item?.cancel();
      case 'remove':
        // One that could have gone on leaves what it has received.
        if (download.item) download.item.cancel();
        return drop(download);
      default:
        return bringUp(download, act);
    }
  }

  async function bringUp(download: Download, act: 'open' | 'show'): Promise<void> {
    const { path, view } = download;
    try {
      if (path === null || !(await edges.isThere(path))) throw new AppError('download_gone', { file: view.name });
      if (act === 'show') edges.showInFolder(path);
      else if (!(await edges.open(path))) throw new AppError('download_not_opened', { file: view.name });
      if (isKept(download) && view.error !== null) change(download, { error: null });
    } catch (cause) {
      const error = asAppError(cause, 'command');
      // In its own row, where the person looks.
      if (isKept(download)) change(download, { error: error.toView() });
    }
  }
}

function nameFor(
  item: ReceivedItem,
  { title }: DownloadSource,
  { now, nameOfFiles }: Pick<DownloadsFeatureOptions, 'now' | 'nameOfFiles'>,
): string {
  const [name, mimeType] = [item.getFilename(), item.getMimeType()];
  return fileNameOf({ name, mimeType, workbook: title, date: dayOf(now()), fallback: nameOfFiles });
}

/** @throws AppError `request_refused` */
function found(downloads: readonly Download[], downloadId: string): Download {
  const download = downloads.find(({ view }) => view.downloadId === downloadId);
  if (!download) throw new AppError('request_refused', { reason: 'notNow' });
  return download;
}

/** The newest first; of those that are over, the oldest goes when there are too many. */
function withNew(download: Download, downloads: readonly Download[]): Download[] {
  const all = [download, ...downloads];
  const surplus = all.length > MOST ? all.findLast(({ view }) => !isUnderWay(view)) : undefined;
  return all.filter((one) => one !== surplus);
}

/** Whether it is being received again: Electron has no name for that. */
const isRunning = (item: ReceivedItem): boolean => {
  try {
    return !item.isPaused() && !item.canResume();
  } catch {
    return false;
  }
};

/** The one rule of what applies to a download; the window shows no more than that. */
function mayAct({ view, item, path }: Download, act: DownloadAct): boolean {
  switch (act) {
    case 'pause':
      return view.status === 'running' && item !== null;
    case 'resume':
      return item !== null && (view.status === 'paused' || (view.status === 'failed' && view.mayResume));
    case 'cancel':
      return isUnderWay(view) && item !== null;
    case 'open':
      return view.status === 'done' && view.mayOpen && path !== null;
    case 'show':
      return view.status === 'done' && path !== null;
    case 'remove':
      return !isUnderWay(view);
  }
}
