/** When the data of a pane is asked for by itself next, and what keeps it from being asked for. */
import type { RefreshPause } from '../../shared/sigma/pane-parts.ts';
import { LOOK_MS, type RefreshMoment, refreshPause } from './refresh-rules.ts';

export interface RefreshPlanOptions {
  /** Milliseconds, see `Clock`. */
  uptime(): number;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
  /** @param sinceDue for how long it has been due, in milliseconds; negative before that */
  moment(sinceDue: number): RefreshMoment;
  /** Looks after a refresh that is under way. @returns when to look again, in milliseconds; null when none is */
  lookAtWaiting(): number | null;
  /** It is due, and nothing stands in the way. */
  onDue(): void;
  onChange(): void;
}

export interface RefreshPlan {
  /** In so many milliseconds; null for never. */
  plan(delayMs: number | null): void;
  /** Within so many milliseconds; what is due before that stays as it is. */
  planWithin(delayMs: number): void;
  /** Not before so many milliseconds. */
  putOff(delayMs: number): void;
  /** Does what is due, or finds out what keeps it and when to look again. */
  look(): void;
  /** In how many milliseconds it is due; null while it is not, or something keeps it. */
  dueIn(): number | null;
  pausedBy(): RefreshPause | null;
  stop(): void;
}

/** The others end with an event of their own, after which it is looked at again. */
const lookedAtAgain: readonly RefreshPause[] = ['offline', 'editing', 'renewing', 'busy'];

/** Nothing is planned. */
export function createRefreshPlan(options: RefreshPlanOptions): RefreshPlan {
  const { uptime } = options;
  /** In milliseconds of `uptime`. */
  let dueAt: number | null = null;
  let pausedBy: RefreshPause | null = null;
  let stopTimer = () => {};

  function lookIn(delayMs: number): void {
    stopTimer();
    stopTimer = options.setTimer(plan.look, delayMs);
  }

  function pause(reason: RefreshPause | null): void {
    if (reason === pausedBy) return;
    pausedBy = reason;
    options.onChange();
  }

  const plan: RefreshPlan = {
    plan(delayMs) {
      dueAt = delayMs === null ? null : uptime() + delayMs;
      plan.look();
    },
    planWithin: (delayMs) => plan.plan(dueAt === null ? delayMs : Math.max(0, Math.min(delayMs, dueAt - uptime()))),
    putOff(delayMs) {
      if (dueAt !== null) dueAt = Math.max(dueAt, uptime() + delayMs);
      plan.look();
    },
    look() {
      stopTimer();
      const untilAnswer = options.lookAtWaiting();
      if (untilAnswer !== null) {
        pause(null);
        return lookIn(untilAnswer);
      }
      if (dueAt === null) return pause(null);
      const moment = options.moment(uptime() - dueAt);
      const reason = refreshPause(moment);
      if (moment.sinceDue < 0) {
        // What keeps it now may have passed by then, but for what does not pass.
        pause(reason === 'unanswered' ? reason : null);
        return lookIn(-moment.sinceDue);
      }
      pause(reason);
      if (reason === null) options.onDue();
      else if (reason === 'budget') lookIn(moment.budgetWait);
      else if (lookedAtAgain.includes(reason)) lookIn(LOOK_MS);
    },
    dueIn: () => (dueAt === null || pausedBy !== null ? null : Math.max(0, dueAt - uptime())),
    pausedBy: () => pausedBy,
    stop: () => stopTimer(),
  };
  return plan;
}
