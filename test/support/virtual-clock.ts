/** A clock that a test turns by hand. */
import type { Clock } from '../../src/main/async/clock.ts';
import { MAX_TIMER_MS, type Timers } from '../../src/main/async/timers.ts';

export interface VirtualClock extends Clock, Timers {
  /** Lets time pass, timers firing in their order and everything that follows from them done in between. */
  advance(ms: number): Promise<void>;
  /** Sets the clock of the computer forward or, with a negative number, back. Neither timers nor `uptime` notice. */
  jump(ms: number): void;
  /** The computer sleeps: both clocks go on, and no timer notices. */
  sleep(ms: number): void;
  /** Delays of the timers that are set, in milliseconds. */
  pending(): number[];
}

export function createVirtualClock(start = 1_000_000): VirtualClock {
  // Timers run on time that passes; the clock on the wall can be moved besides.
  let passed = 0;
  let offset = start;
  let slept = 5_000;
  let timers: { at: number; delayMs: number; action: () => void }[] = [];
  return {
    now: () => passed + offset,
    uptime: () => passed + slept,
    setTimer: (action, wantedMs) => {
      const delayMs = Math.min(wantedMs, MAX_TIMER_MS);
      const timer = { at: passed + delayMs, delayMs, action };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: async (ms) => {
      const until = passed + ms;
      await settled();
      for (;;) {
        const [next] = timers.toSorted((a, b) => a.at - b.at);
        if (!next || next.at > until) break;
        timers = timers.filter((timer) => timer !== next);
        passed = Math.max(passed, next.at);
        next.action();
        await settled();
      }
      passed = until;
    },
    jump: (ms) => {
      offset += ms;
    },
    sleep: (ms) => {
      offset += ms;
      slept += ms;
    },
    pending: () => timers.map(({ delayMs }) => delayMs),
  };
}

/** Everything that is ready to run has run. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
