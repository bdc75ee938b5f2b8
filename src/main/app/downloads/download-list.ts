/** The downloads that windows show, the newest first: what is told of them, and when. */
import { isUnderWay, shareOf } from '../../../shared/download-progress.ts';
import type { DownloadView } from '../../../shared/downloads.ts';
import type { Timers } from '../../async/timers.ts';
import type { Download, DownloadEdges } from './download-parts.ts';

export interface DownloadListOptions {
  readonly edges: Pick<DownloadEdges, 'showProgress'>;
  readonly timers: Pick<Timers, 'setTimer'>;
  /** A file of a guest is being received, or is no more: a swap waits for it. */
  holdsGuest(guestId: string, isHeld: boolean): void;
  onChange(): void;
}

export interface DownloadList {
  views(): DownloadView[];
  find(downloadId: string): Download | null;
  all(): readonly Download[];
  has(download: Download): boolean;
  add(download: Download): void;
  /** @param isSoon it is enough that windows hear of it within a moment */
  change(download: Download, part: Partial<DownloadView>, isSoon?: boolean): void;
  drop(downloads: readonly Download[]): void;
  hold(download: Download, isHeld: boolean): void;
  stop(): void;
}

/** Of those that are over, the oldest go. */
const MOST = 50;
/** How often windows hear how far a file is, in milliseconds. */
const TELL_EVERY_MS = 250;

export function createDownloadList({ edges, timers, holdsGuest, onChange }: DownloadListOptions): DownloadList {
  let downloads: readonly Download[] = [];
  let shown: DownloadView[] = [];
  let stopTelling: (() => void) | null = null;

  function stop(): void {
    stopTelling?.();
    stopTelling = null;
  }
  function tell(): void {
    stop();
    shown = downloads.map(({ view }) => view);
    const pending = shown.filter(isUnderWay);
    const isPaused = pending.length > 0 && pending.every(({ status }) => status === 'paused');
    edges.showProgress(pending.length === 0 ? null : (shareOf(shown) ?? 'unknown'), isPaused);
    onChange();
  }

  return {
    views: () => shown,
    find: (downloadId) => downloads.find(({ view }) => view.downloadId === downloadId) ?? null,
    all: () => downloads,
    has: (download) => downloads.includes(download),
    add(download) {
      const all = [download, ...downloads];
      const surplus = all.length > MOST ? all.findLast(({ view }) => !isUnderWay(view)) : undefined;
      downloads = all.filter((one) => one !== surplus);
      tell();
    },
    change(download, part, isSoon = false) {
      download.view = { ...download.view, ...part };
      if (isSoon) stopTelling ??= timers.setTimer(tell, TELL_EVERY_MS);
      else tell();
    },
    drop(gone) {
      downloads = downloads.filter((one) => !gone.includes(one));
      tell();
    },
    hold(download, isHeld) {
      if (download.isHeld === isHeld) return;
      download.isHeld = isHeld;
      holdsGuest(download.source.guestId, isHeld);
    },
    stop,
  };
}
