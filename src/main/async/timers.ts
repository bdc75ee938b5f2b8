/** Timers as a value, so that tests can turn the clock themselves. */
export interface Timers {
  /** Calls back once, after `delayMs` milliseconds. */
  setTimer(callback: () => void, delayMs: number): unknown;
  clearTimer(handle: unknown): void;
}

export const systemTimers: Timers = {
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
