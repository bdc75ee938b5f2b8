/** Watches the clock on the wall: tells the person when it is wrong, and the windows how to count in spite of it. */
import { AppError } from '../../shared/errors.ts';
import type { WallClock } from '../async/clock.ts';
import type { Log } from '../log/log.ts';
import type { Feature } from './feature.ts';
import type { Notices } from './notices.ts';

export interface ClockWatchOptions {
  /** Left out: the clock on the wall is right. */
  readonly wallClock?: WallClock;
  readonly notices: Pick<Notices, 'addRevocable'>;
  readonly log: Pick<Log, 'warn'>;
  /** What windows are sent is different. */
  onChange(): void;
}

export interface ClockWatch extends Feature<never, 'clockAheadMs'> {
  /** Looks at the clock again. It may have been set, and nobody says so: to be called every few seconds. */
  look(): void;
  /** Whether it is so far off that a person was told. */
  isWrong(): boolean;
}

/** A clock that is further off than this is told of. */
export const WRONG_MS = 60_000;
/** One that was told of is right again within this; less than the other, so that none is told of again and again. */
const RIGHT_MS = 45_000;
/** What was told is corrected when it is further off than this by now. */
const CHANGED_MS = 60_000;
/** Below this, windows count well enough with the clock on the wall. */
const UNSEEN_MS = 3_000;

export function createClockWatch({ wallClock, notices, log, onChange }: ClockWatchOptions): ClockWatch {
  /** The difference that the person was told of last, whether the notice was dismissed or not. */
  let told: { withdraw(): void; readonly aheadMs: number } | null = null;
  let clockAheadMs = 0;

  /** In whole seconds, so that windows are not told of every tremble. */
  function seen(): number {
    const aheadMs = wallClock?.aheadMs() ?? 0;
    return Math.abs(aheadMs) < UNSEEN_MS ? 0 : Math.round(aheadMs / 1_000) * 1_000;
  }

  function withdraw(): void {
    told?.withdraw();
    told = null;
  }

  function look(): void {
    const before = clockAheadMs;
    clockAheadMs = seen();
    if (clockAheadMs !== before) onChange();
    const difference = wallClock?.difference() ?? null;
    const off = Math.abs(difference?.aheadMs ?? 0);
    if (difference === null || off <= (told ? RIGHT_MS : WRONG_MS)) {
      withdraw();
      return;
    }
    const { host, aheadMs } = difference;
    if (told && Math.abs(aheadMs - told.aheadMs) <= CHANGED_MS) return;
    withdraw();
    log.warn('clock.differs', { host, aheadSeconds: Math.round(aheadMs / 1_000) });
    const duration = String(Math.round(off / 60_000) * 60_000);
    const reason = aheadMs > 0 ? 'ahead' : 'behind';
    told = { withdraw: notices.addRevocable(new AppError('clock_wrong', { reason, duration, host })), aheadMs };
  }

  return {
    handlers: {},
    sharedState: () => ({ clockAheadMs }),
    windowState: () => ({}),
    wake: look,
    look,
    isWrong: () => told !== null,
  };
}
