/** The files that people take out of workbooks: which are taken, and what a person does with each. */
import { join } from 'node:path';
import { isUnderWay } from '../../../shared/download-progress.ts';
import type { DownloadAct } from '../../../shared/downloads.ts';
import { AppError, asAppError } from '../../../shared/errors.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import { type CourseOptions, followItem } from './download-course.ts';
import { createDownloadList, type DownloadList, type DownloadListOptions } from './download-list.ts';
import type { Download, DownloadSource, ReceivedItem } from './download-parts.ts';
import { dayOf, fileNameOf, isProgram, kindOf } from './file-name.ts';

export interface DownloadsFeatureOptions extends Omit<CourseOptions, 'list'>, Omit<DownloadListOptions, 'edges'> {
  /** The workbook of a guest; null for a guest that is gone. */
  sourceOf(guestId: string): DownloadSource | null;
  /** What a workbook without a usable name is called. */
  readonly nameOfFiles: string;
  readonly notices: Pick<Notices, 'addPassing'>;
  /** A workbook offered a file that can run as a program. */
  onDownloadRefused?(source: DownloadSource, kind: string): void;
  randomUuid(): string;
}

export interface DownloadsFeature extends Feature<'downloads.act' | 'downloads.drag', 'downloads'> {
  /** Takes a file that a guest on screen begins to save. @returns false for one that is refused, and then told of */
  begin(guestId: string, item: ReceivedItem): boolean;
  /** Nobody is signed in to a profile any more, or somebody else is: its list is nobody's. */
  forget(profileId: string): void;
}

export function createDownloadsFeature(options: DownloadsFeatureOptions): DownloadsFeature {
  const { edges, log } = options;
  const list = createDownloadList(options);
  const course = { ...options, list };

  return {
    handlers: {
      async 'downloads.act'({ downloadId, act }) {
        const download = list.find(downloadId);
        if (!download || !mayAct(download, act)) throw new AppError('request_refused', { reason: 'notNow' });
        await perform(download, act, course);
      },
      async 'downloads.drag'({ downloadId }, { windowId }) {
        const download = list.find(downloadId);
        if (!download || !mayAct(download, 'show')) throw new AppError('request_refused', { reason: 'notNow' });
        await bringUp(download, (path) => edges.drag(path, windowId), course);
      },
    },
    sharedState: () => ({ downloads: list.views() }),
    windowState: () => ({}),
    begin(guestId, item) {
      const source = options.sourceOf(guestId);
      if (!source) return false;
      const name = nameFor(item, source, options);
      const kind = kindOf(name);
      if (isProgram(name)) {
        log.warn('download.program-refused', { kind });
        options.onDownloadRefused?.(source, kind);
        options.notices.addPassing(new AppError('download_refused', { reason: 'program', kind }));
        return false;
      }
      const download = newDownload({ downloadId: options.randomUuid(), name, folder: edges.folder(), source, item });
      item.setSavePath(download.received);
      list.add(download);
      list.hold(download, true);
      followItem(download, item, course);
      return true;
    },
    forget(profileId) {
      const gone = list.all().filter(({ view }) => view.profileId === profileId);
      if (gone.length === 0) return;
      list.drop(gone);
      for (const { item } of gone) item?.cancel();
    },
    close() {
      list.stop();
      // What is not whole is nothing that could be gone on with at the next start.
      for (const { item } of list.all()) item?.cancel();
    },
  };
}

interface Begun extends Pick<Download, 'source' | 'folder'> {
  readonly downloadId: string;
  readonly name: string;
  readonly item: ReceivedItem;
}

const newDownload = ({ downloadId, name, folder, source, item }: Begun): Download => ({
  view: {
    downloadId,
    paneId: source.paneId,
    profileId: source.profileId,
    name,
    status: 'running',
    receivedBytes: 0,
    totalBytes: null,
    isMade: item.isMade === true,
    mayOpen: false,
    mayResume: false,
    error: null,
  },
  source,
  item,
  folder,
  // No file of a person has this name, and what is left of one after a loss of power is known by it.
  received: join(folder, `${name}.${downloadId.slice(0, 8)}.part`),
  path: null,
  isHeld: false,
});

function nameFor(
  item: ReceivedItem,
  { title }: DownloadSource,
  { now, nameOfFiles }: Pick<DownloadsFeatureOptions, 'now' | 'nameOfFiles'>,
): string {
  const [name, mimeType] = [item.getFilename(), item.getMimeType()];
  return fileNameOf({ name, mimeType, workbook: title, date: dayOf(now()), fallback: nameOfFiles });
}

/** The one rule of what applies to a download; the window shows no more than that. */
function mayAct({ view, item, path }: Download, act: DownloadAct): boolean {
  switch (act) {
    case 'pause':
      return view.status === 'running' && item !== null && !view.isMade;
    case 'resume':
      return item !== null && (view.status === 'paused' || (view.status === 'failed' && view.mayResume));
    case 'cancel':
      // One that is on its way into its place has no item any more, and is not given up.
      return isUnderWay(view) && item !== null;
    case 'open':
      return view.status === 'done' && view.mayOpen && path !== null;
    case 'show':
      return view.status === 'done' && path !== null;
    case 'remove':
      return !isUnderWay(view);
  }
}

async function perform(download: Download, act: DownloadAct, course: CourseOptions): Promise<void> {
  const { list, edges } = course;
  switch (act) {
    case 'pause':
      download.item?.pause();
      list.hold(download, false);
      return list.change(download, { status: 'paused' });
    case 'resume':
      download.item?.resume();
      return list.change(download, { status: 'running', error: null, mayResume: false });
    case 'cancel':
      return download.item?.cancel();
    case 'remove':
      list.drop([download]);
      // One that could have gone on leaves what it has received.
      return download.item?.cancel();
    case 'show':
      return bringUp(download, (path) => edges.showInFolder(path), course);
    case 'open':
      return bringUp(download, (path) => openedBySystem(path, download.view.name, course), course);
  }
}

/** @throws AppError `download_not_opened` */
async function openedBySystem(path: string, file: string, { edges }: CourseOptions): Promise<void> {
  if (!(await edges.open(path))) throw new AppError('download_not_opened', { file });
}

/** The file before the person: opened, shown where it lies, or at their pointer. */
async function bringUp(
  download: Download,
  bring: (path: string) => Promise<void> | void,
  { edges, list }: { edges: CourseOptions['edges']; list: DownloadList },
): Promise<void> {
  const { path, view } = download;
  try {
    if (path === null || !(await edges.isThere(path))) throw new AppError('download_gone', { file: view.name });
    await bring(path);
    if (list.has(download) && view.error !== null) list.change(download, { error: null });
  } catch (cause) {
    // In its own row, where the person looks.
    if (list.has(download)) list.change(download, { error: asAppError(cause, 'command').toView() });
  }
}
