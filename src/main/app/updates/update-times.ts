/** When updates are looked for: soon after the start, then a few times a day, and sooner after a failure. */
import type { Timers } from '../../async/timers.ts';

export interface UpdateTimesOptions extends Timers {
  /** Milliseconds, see `Clock`. */
  uptime(): number;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** Looks, and answers whether it went well. Never throws. */
  look(): Promise<boolean>;
}

const MINUTE_MS = 60_000;
/** Not at once: the person wants their workbook, and a whole company starts at nine. */
const FIRST_MS = 2 * MINUTE_MS;
const EVERY_MS = 6 * 60 * MINUTE_MS;
const AFTER_FAILURE_MS = 60 * MINUTE_MS;
const CHOSEN_MS = 1_000;

export function createUpdateTimes({ setTimer, uptime, random, look }: UpdateTimesOptions) {
  let stop: () => void = () => undefined;
  let isStopped = false;
  let due = Number.POSITIVE_INFINITY;

  /** Half as long again at the most, so that not everybody comes at the same moment. */
  function plan(delayMs: number): void {
    stop();
    if (isStopped) return;
    const wait = delayMs * (1 + random() / 2);
    due = uptime() + wait;
    stop = setTimer(() => void run(), wait);
  }

  async function run(): Promise<void> {
    due = Number.POSITIVE_INFINITY;
    plan((await look()) ? EVERY_MS : AFTER_FAILURE_MS);
  }

  return {
    begin: () => plan(FIRST_MS),
    /** Something was chosen that may lead to another answer. */
    soon: () => plan(CHOSEN_MS),
    /** Timers stand still while a computer sleeps: what came due meanwhile is done soon. */
    wake() {
      if (uptime() >= due) plan(MINUTE_MS);
    },
    stop() {
      isStopped = true;
      stop();
    },
  };
}
