/**
 * The two clocks of the program. What waits, limits or counts looks at `uptime`, which nobody can set; what is compared
 * with an instant that a server named, or is written into a token, looks at `now`.
 */
export interface Clock {
  /** Milliseconds since the epoch. It may jump, since the clock of a computer is set by people and by servers. */
  now(): number;
  /** Milliseconds since some instant. It runs forward only, whatever is done to the clock of the computer. */
  uptime(): number;
}

/** The clocks of this computer. */
export function createClock(): Clock {
  return { now: Date.now, uptime: () => performance.now() };
}
