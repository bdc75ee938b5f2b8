/** What becomes of a file from its first byte on: how far it is, why it broke off, and how it comes into its place. */
import { join } from 'node:path';
import { AppError, systemCodeOf } from '../../../shared/errors.ts';
import type { Log } from '../../log/log.ts';
import type { DownloadList } from './download-list.ts';
import type { Download, DownloadEdges, ReceivedItem } from './download-parts.ts';
import { isData, kindOf, withNumber } from './file-name.ts';

export interface CourseOptions {
  readonly edges: DownloadEdges;
  readonly list: DownloadList;
  isOnline(): boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** A file is whole and in its place, or could not be received: then its view has the error. */
  onDownloadEnded?(download: Download): void;
}

/** Follows a download that is in the list to its end. */
export function followItem(download: Download, item: ReceivedItem, options: CourseOptions): void {
  const { list } = options;
  const progress = () => ({
    receivedBytes: item.getReceivedBytes(),
    totalBytes: item.getTotalBytes() > 0 ? item.getTotalBytes() : null,
  });

  function interrupted(): void {
    list.hold(download, false);
    const mayResume = item.canResume();
    list.change(download, progress(), true);
    void reasonOf(download, options).then((error) => {
      // It may have gone on, or have been given up, while the reason was looked for.
      const isStill = download.item !== null && item.canResume() && !item.isPaused();
      if (list.has(download) && isStill) fail(download, error, mayResume, options);
    });
  }

  item.on('updated', (_event, state) => {
    if (!list.has(download)) return;
    if (state === 'interrupted') return interrupted();
    const status = item.isPaused() ? 'paused' : 'running';
    list.hold(download, status === 'running');
    list.change(download, { ...progress(), status, error: null }, download.view.status === status);
  });
  item.once('done', (_event, state) => {
    download.view = { ...download.view, ...progress() };
    download.item = null;
    const isKept = list.has(download);
    if (state === 'completed' && isKept) return void settle(download, options);
    list.hold(download, false);
    removePart(download, options);
    if (!isKept) return;
    if (state === 'cancelled') return list.drop([download]);
    const failure = item.failure?.() ?? null;
    if (failure !== null) return fail(download, failure, false, options);
    void reasonOf(download, options).then((error) => fail(download, error, false, options));
  });
}

async function settle(download: Download, options: CourseOptions): Promise<void> {
  const { edges, list, log } = options;
  const { folder, received, view } = download;
  try {
    const name = await edges.settle(received, folder, (number) => withNumber(view.name, number));
    download.path = join(folder, name);
    log.info('download.done', { kind: kindOf(name) });
    list.change(download, { status: 'done', name, totalBytes: view.receivedBytes, mayOpen: isData(name) });
    options.onDownloadEnded?.(download);
  } catch {
    removePart(download, options);
    fail(download, await reasonOf(download, options), false, options);
  } finally {
    list.hold(download, false);
  }
}

function fail(download: Download, error: AppError, mayResume: boolean, options: CourseOptions): void {
  const { list, log } = options;
  log.warn('download.failed', { code: error.code });
  if (!list.has(download)) return;
  list.change(download, { status: 'failed', error: error.toView(), mayResume });
  options.onDownloadEnded?.(download);
}

/** What was received of a file that nobody wants any more. */
function removePart({ received }: Download, { edges, log }: CourseOptions): void {
  edges.removeLeftover(received).catch((error: unknown) => {
    log.warn('download.leftover', { systemCode: systemCodeOf(error) });
  });
}

/** Electron does not say why, so it is looked for where it can be. */
async function reasonOf({ view, folder, source }: Download, options: CourseOptions): Promise<AppError> {
  const { name: file, totalBytes, receivedBytes } = view;
  const fault = await options.edges.faultOf(folder, totalBytes === null ? 0 : totalBytes - receivedBytes);
  if (fault === 'full') return new AppError('download_no_room', { file });
  if (fault !== null) return new AppError('download_folder_unusable', { reason: fault, file });
  if (!options.isOnline()) return new AppError('download_broken_off', { reason: 'offline', file });
  const { sessionExpiresAt } = source;
  if (sessionExpiresAt !== null && sessionExpiresAt <= options.now())
    return new AppError('download_session_over', { file });
  return new AppError('download_broken_off', { reason: 'server', file });
}
