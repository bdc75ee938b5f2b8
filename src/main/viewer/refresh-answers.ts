/** What became of the refreshes of a pane: waited for, answered, or not answered. */
import type { PaneData } from '../../shared/sigma/pane-parts.ts';
import { ANSWER_MS, LATE_ANSWER_MS, PRESS_PAUSE_MS } from './refresh-rules.ts';

interface Waiting {
  readonly since: number;
  readonly byPerson: boolean;
  /** `swap`: nothing was sent, since a standby is about to bring new data. */
  readonly on: 'message' | 'swap';
  /** Sigma answered with an error, so that it knows the message. */
  readonly isUnderstood: boolean;
}

export interface RefreshAnswers {
  waiting(): Pick<Waiting, 'on' | 'byPerson'> | null;
  begin(refresh: Pick<Waiting, 'on' | 'byPerson'>): void;
  /** How long until an answer is given up, in milliseconds. */
  timeLeft(): number;
  /** Whether a person who presses now wants another refresh than the one under way. */
  isAnotherPress(): boolean;
  /** Data came. @returns whether it was waited for */
  takeData(): boolean;
  takeError(): void;
  /** A person did something, so that data after it is not the answer that did not come. */
  takeChange(): void;
  /** What was waited for came in another way. */
  answered(): void;
  /**
   * @param isExpected whether an answer should have come, as far as anyone can tell
   * @returns whether it counts as unanswered
   */
  giveUp(isExpected: boolean): boolean;
  /** What was sent cannot be answered any more, for no fault of Sigma's. */
  forget(): void;
  /** Another guest is on screen, which may know what the one before it did not. */
  restart(): void;
  /** How many in a row were not answered. */
  unanswered(): number;
  byPerson(): PaneData['byPerson'];
}

/** @param uptime milliseconds, see `Clock` */
export function createRefreshAnswers(uptime: () => number): RefreshAnswers {
  const byPerson = { answered: 0, unanswered: 0 };
  let waiting: Waiting | null = null;
  let unanswered = 0;
  /** When an answer was given up that may still come. */
  let gaveUpAt: number | null = null;

  function known(): void {
    unanswered = 0;
    gaveUpAt = null;
  }

  const answers: RefreshAnswers = {
    waiting: () => waiting,
    begin(refresh) {
      waiting = { ...refresh, since: uptime(), isUnderstood: false };
    },
    timeLeft: () => (waiting ? waiting.since + ANSWER_MS - uptime() : 0),
    isAnotherPress: () => waiting === null || (waiting.on === 'message' && uptime() - waiting.since >= PRESS_PAUSE_MS),
    takeData() {
      if (waiting?.on === 'message') {
        answers.answered();
        return true;
      }
      if (gaveUpAt !== null && uptime() - gaveUpAt <= LATE_ANSWER_MS) known();
      return false;
    },
    takeError() {
      if (waiting) waiting = { ...waiting, isUnderstood: true };
    },
    takeChange() {
      gaveUpAt = null;
    },
    answered() {
      if (waiting?.byPerson) byPerson.answered += 1;
      waiting = null;
      known();
    },
    giveUp(isExpected) {
      const of = waiting;
      waiting = null;
      if (!of || !isExpected || of.isUnderstood) return false;
      unanswered += 1;
      gaveUpAt = uptime();
      if (of.byPerson) byPerson.unanswered += 1;
      return true;
    },
    forget() {
      waiting = null;
    },
    restart() {
      known();
      // The load that a person was waiting for is on screen, and its data is on its way.
      if (waiting) waiting = waiting.on === 'swap' ? { ...waiting, on: 'message', since: uptime() } : null;
    },
    unanswered: () => unanswered,
    byPerson: () => ({ ...byPerson }),
  };
  return answers;
}
