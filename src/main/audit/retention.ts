/** When a file of the trail is full, and which files go: a few numbers over sizes and ages. Pure. */

export interface TrailLimits {
  /** A file that would become longer is followed by the next one. */
  readonly fileBytes: number;
  /** So is one whose first record is older, in milliseconds: what goes goes by whole files. */
  readonly fileMs: number;
  /** All files together. */
  readonly allBytes: number;
}

const DAY_MS = 24 * 60 * 60_000;

export const usualLimits: TrailLimits = { fileBytes: 1024 * 1024, fileMs: 7 * DAY_MS, allBytes: 64 * 1024 * 1024 };

export interface KeptFile {
  readonly number: number;
  readonly bytes: number;
  /** When its last record was made, in milliseconds since the epoch. */
  readonly lastAt: number;
}

export interface Pruning {
  readonly numbers: readonly number[];
  readonly reason: 'age' | 'size';
}

/**
 * The files that go, the oldest first. The newest one, which is being written, never does.
 *
 * @param days for so many days a record is kept, unless there is no room for it
 */
export function toPrune(
  files: readonly KeptFile[],
  { now, days, allBytes }: { readonly now: number; readonly days: number; readonly allBytes: number },
): Pruning | null {
  const older = files.slice(0, -1);
  const firstKept = older.findIndex(({ lastAt }) => !(now - lastAt >= days * DAY_MS));
  const aged = older.slice(0, firstKept < 0 ? older.length : firstKept);
  if (aged.length > 0) return { numbers: aged.map(({ number }) => number), reason: 'age' };
  let left = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const large: number[] = [];
  for (const { number, bytes } of older) {
    if (left <= allBytes) break;
    large.push(number);
    left -= bytes;
  }
  return large.length > 0 ? { numbers: large, reason: 'size' } : null;
}
