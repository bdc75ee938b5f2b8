/** Counts the messages of each page, since one that sends far too many is not showing a workbook. */

import { MOST_MESSAGES_PER_SECOND } from '../../shared/embed-host-names.ts';

export interface MessageLimit {
  /**
   * Counts a message of a page.
   *
   * @returns `last` for the one that reaches the limit, `over` for each later one of the same second
   */
  count(contentsId: number): 'within' | 'last' | 'over';
  forget(contentsId: number): void;
}

/** @param uptime milliseconds on the clock for limits, which nobody sets back */
export function createMessageLimit(uptime: () => number): MessageLimit {
  const counts = new Map<number, { readonly second: number; readonly count: number }>();
  return {
    count(contentsId) {
      const second = Math.floor(uptime() / 1_000);
      const seen = counts.get(contentsId);
      const count = seen?.second === second ? seen.count + 1 : 1;
      counts.set(contentsId, { second, count });
      if (count < MOST_MESSAGES_PER_SECOND) return 'within';
      return count === MOST_MESSAGES_PER_SECOND ? 'last' : 'over';
    },
    forget: (contentsId) => void counts.delete(contentsId),
  };
}
