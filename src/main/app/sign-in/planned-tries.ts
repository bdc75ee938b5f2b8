/** When each connection is tried again, and what servers answered that asked to be left alone meanwhile. */
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import { retryAfterMs } from '../../net/retry-after.ts';

export interface PlannedTries {
  has(connectionId: string): boolean;
  /** Plans a try, in the place of an earlier plan. */
  plan(connectionId: string, waitMs: number, tryAgain: () => void): void;
  /** A try failed. Where the server asks to be left alone, whoever asks until then gets this answer. */
  heed(connectionId: string, failure: unknown): void;
  /** What a server answered that is still to be left alone, and for how many milliseconds. */
  leftAlone(connectionId: string): { readonly answer: AppError; readonly leftMs: number } | null;
  /** Drops the plan, since a try begins. */
  drop(connectionId: string): void;
  /** Drops the plan and whatever a server asked for, since the connection is about to be another one. */
  forget(connectionId: string): void;
  all(): readonly string[];
}

export function createPlannedTries({
  setTimer,
  uptime,
}: Pick<Timers, 'setTimer'> & Pick<Clock, 'uptime'>): PlannedTries {
  /** What stops the timer of each. */
  const timers = new Map<string, () => void>();
  const askedFor = new Map<string, { readonly answer: AppError; readonly until: number }>();

  function drop(connectionId: string): void {
    timers.get(connectionId)?.();
    timers.delete(connectionId);
  }

  return {
    has: (connectionId) => timers.has(connectionId),
    plan(connectionId, waitMs, tryAgain) {
      drop(connectionId);
      const stopTimer = setTimer(() => {
        timers.delete(connectionId);
        // The wait is part of the plan, and a timer may be a moment early.
        askedFor.delete(connectionId);
        tryAgain();
      }, waitMs);
      timers.set(connectionId, stopTimer);
    },
    heed(connectionId, failure) {
      if (!(failure instanceof AppError)) return;
      const waitMs = retryAfterMs(failure);
      if (waitMs !== null) askedFor.set(connectionId, { answer: failure, until: uptime() + waitMs });
    },
    leftAlone(connectionId) {
      const asked = askedFor.get(connectionId);
      return asked && uptime() < asked.until ? { answer: asked.answer, leftMs: asked.until - uptime() } : null;
    },
    drop,
    forget(connectionId) {
      drop(connectionId);
      askedFor.delete(connectionId);
    },
    all: () => [...timers.keys()],
  };
}
