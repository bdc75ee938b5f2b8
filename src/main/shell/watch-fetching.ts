/**
 * Watches how a file that is being fetched grows: for its progress, and to stop a server that sends nothing, or without
 * end. The file is looked at, since not every answer says how long it is.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { FETCHED_FOLDER } from './package-kind.ts';

export interface WatchOptions {
  /** The private folder; see `createEngine`. */
  readonly folder: string;
  /** In bytes: what it should be, and at the most. */
  readonly size: number;
  readonly most: number;
  /** From 0 to 100. */
  onProgress(percent: number): void;
  /** Ends the watch, and what is watched. */
  readonly signal: AbortSignal;
  /** So long a server may send nothing, in milliseconds. */
  readonly stalledAfterMs?: number;
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 500;
const STALLED_AFTER_MS = 60_000;

/** @returns a signal that aborts with an AppError, `update_not_fetched` or `update_untrusted`, or with the reason of the one given */
export function watchFetching(options: WatchOptions): { readonly signal: AbortSignal; stop(): void } {
  const { folder, size, most, onProgress, lookEveryMs = LOOK_EVERY_MS, stalledAfterMs = STALLED_AFTER_MS } = options;
  const own = new AbortController();
  let last = -1;
  let unchanged = 0;
  const timer = setInterval(() => {
    const present = bytesIn(join(folder, FETCHED_FOLDER, 'pending'));
    unchanged = present === last ? unchanged + 1 : 0;
    last = present;
    onProgress(Math.min(99, Math.floor((present / size) * 100)));
    if (present > most) own.abort(new AppError('update_untrusted', { reason: 'size' }));
    else if (unchanged * lookEveryMs >= stalledAfterMs)
      own.abort(new AppError('update_not_fetched', { reason: 'stalled' }));
  }, lookEveryMs);
  return { signal: AbortSignal.any([own.signal, options.signal]), stop: () => clearInterval(timer) };
}

/** What electron-updater writes while it fetches has `temp-` in its name. */
function bytesIn(folder: string): number {
  try {
    const names = readdirSync(folder).filter((name) => name.includes('temp-'));
    return names.reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch {
    // The folder comes with the first byte.
    return 0;
  }
}
