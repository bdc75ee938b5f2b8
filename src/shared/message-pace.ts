/** Counts what comes within a second, for whoever does not listen to a flood. */

/**
 * What a workbook says of itself comes one by one; more than this within a second is no workbook any more. A guest passes
 * on no more, and main counts again.
 */
export const MOST_MESSAGES_PER_SECOND = 200;

export interface InSecond {
  readonly second: number;
  readonly count: number;
}

/** One more. @param uptime milliseconds on a clock that nobody sets */
export function oneMoreIn(seen: InSecond | undefined, uptime: number): InSecond {
  const second = Math.floor(uptime / 1_000);
  return { second, count: seen?.second === second ? seen.count + 1 : 1 };
}
