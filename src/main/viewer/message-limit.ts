/** Counts the messages of each page, since one that sends far too many is not showing a workbook. */

import { type InSecond, MOST_MESSAGES_PER_SECOND, oneMoreIn } from '../../shared/message-pace.ts';

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
  const counts = new Map<number, InSecond>();
  return {
    count(contentsId) {
      const seen = oneMoreIn(counts.get(contentsId), uptime());
      counts.set(contentsId, seen);
      const { count } = seen;
      if (count < MOST_MESSAGES_PER_SECOND) return 'within';
      return count === MOST_MESSAGES_PER_SECOND ? 'last' : 'over';
    },
    forget: (contentsId) => void counts.delete(contentsId),
  };
}
