/** Lets so many things happen at once and then one after another: what comes faster is too much. */

export interface AllowanceOptions {
  /** So many at once. */
  readonly most: number;
  /** After so many milliseconds there is room for one more. */
  readonly oneMoreAfterMs: number;
  /** Milliseconds on the clock for waits and limits. */
  uptime(): number;
}

/** @returns a function that takes one, and says whether there was room for it */
export function createAllowance({ most, oneMoreAfterMs, uptime }: AllowanceOptions): () => boolean {
  let room = most;
  let countedAt = uptime();
  return () => {
    const now = uptime();
    room = Math.min(most, room + (now - countedAt) / oneMoreAfterMs);
    countedAt = now;
    if (room < 1) return false;
    room -= 1;
    return true;
  };
}
