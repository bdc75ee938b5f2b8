/** Timers as a value, so that tests can turn the clock themselves. */

/** The longest delay that a timer can have. A longer one overflows to no delay at all. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export interface Timers {
  /**
   * Calls `action` once, after so many milliseconds, at most `MAX_TIMER_MS`. The answer stops the timer; it may be
   * called again, and after the timer has fired.
   */
  setTimer(action: () => void, delayMs: number): () => void;
}

export const systemTimers: Timers = {
  setTimer(action, delayMs) {
    const timer = setTimeout(action, Math.min(delayMs, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
