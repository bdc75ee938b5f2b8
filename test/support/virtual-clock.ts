/** A clock that a test turns by hand. */
import { MAX_TIMER_MS, type Timers } from '../../src/main/async/timers.ts';

export interface VirtualClock extends Timers {
  now(): number;
  /** Lets time pass, timers firing in their order and everything that follows from them done in between. */
  advance(ms: number): Promise<void>;
  /** Moves the clock without any timer noticing, as sleep or a change of the system time does. */
  jump(ms: number): void;
  /** Delays of the timers that are set, in milliseconds. */
  pending(): number[];
}

export function createVirtualClock(start = 1_000_000): VirtualClock {
  // Timers run on time that passes; the clock on the wall can be moved besides.
  let passed = 0;
  let offset = start;
  let timers: { at: number; delayMs: number; action: () => void }[] = [];
  return {
    now: () => passed + offset,
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
    pending: () => timers.map(({ delayMs }) => delayMs),
  };
}

/** Everything that is ready to run has run. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
