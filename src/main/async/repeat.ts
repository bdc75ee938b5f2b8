/** Does something again and again, each time so long after the one before has ended. */
import type { Timers } from './timers.ts';

/** @returns stops it */
export function repeat({ setTimer }: Timers, everyMs: number, action: () => unknown): () => void {
  let isStopped = false;
  let stopTimer = (): void => undefined;
  function later(): void {
    if (isStopped) return;
    stopTimer = setTimer(() => void Promise.resolve(action()).finally(later), everyMs);
  }
  later();
  return () => {
    isStopped = true;
    stopTimer();
  };
}
