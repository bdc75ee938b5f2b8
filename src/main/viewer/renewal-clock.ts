/** The clock on which a pane renews its own session, and the pauses after renewals that failed. */
import type { Clock } from '../async/clock.ts';
import type { SignedSession } from './guest.ts';
import { renewalDelay, retryDelay } from './swap-rules.ts';

export interface RenewalClockOptions extends Clock {
  /** The session on screen; null before the first is signed. */
  session(): SignedSession | null;
  /** It is time to renew. */
  onDue(): void;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

export interface RenewalClock {
  /** Plans the renewal of the session on screen, in the place of whatever was planned. */
  schedule(): void;
  /** Plans another try after a failure. @returns false when the session on screen is over, so that there is no time */
  retry(): boolean;
  /** A renewal succeeded: the next failure is the first again. */
  succeeded(): void;
  /** How many renewals failed since the last that succeeded. */
  failures(): number;
  /** How long the session on screen lasts, in milliseconds; 0 before the first is signed. */
  timeLeft(): number;
  stop(): void;
}

/** A clock for which nothing is planned yet. */
export function createRenewalClock(options: RenewalClockOptions): RenewalClock {
  const { now, uptime } = options;
  /** When each session ends, in milliseconds of `uptime`: whoever sets the clock afterwards moves no session. */
  const ends = new WeakMap<SignedSession, number>();
  let failures = 0;
  let stopTimer = () => {};

  function timeLeftOf(session: SignedSession | null): number {
    if (session === null) return 0;
    const end = ends.get(session) ?? uptime() + session.expiresAt - now();
    ends.set(session, end);
    return end - uptime();
  }

  function plan(delayMs: number): void {
    stopTimer();
    stopTimer = options.setTimer(options.onDue, delayMs);
  }

  return {
    schedule() {
      stopTimer();
      const session = options.session();
      if (session) plan(renewalDelay({ ...session, expiresAt: timeLeftOf(session) }, 0));
    },
    retry() {
      const delayMs = retryDelay(failures, timeLeftOf(options.session()));
      if (delayMs === null) return false;
      failures += 1;
      plan(delayMs);
      return true;
    },
    succeeded() {
      failures = 0;
    },
    failures: () => failures,
    timeLeft: () => timeLeftOf(options.session()),
    stop: () => stopTimer(),
  };
}
