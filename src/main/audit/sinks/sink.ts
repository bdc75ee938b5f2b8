/** A place besides the file that is told each line: what it is given, and what it tells of itself. */
import type { Timers } from '../../async/timers.ts';

/** What every one of them needs. */
export interface OutletParts extends Timers {
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
}

export interface OutletLine {
  readonly seq: number;
  /** As it is in the file, without a line break. */
  readonly line: string;
}

export interface Outlet {
  /** Takes a line and returns at once. What is too much is counted, and not waited for. */
  take(line: OutletLine): void;
  view(): { readonly problem: string | null; readonly waiting: number; readonly dropped: number };
  /** Gives what waits a last, short chance. Never rejects. */
  close(): Promise<void>;
}
