/** When a workbook is renewed, swapped, tried again or given up: the rules as pure functions, without any timer. */
import { type ErrorCode, isMendedBySignIn, passesByItself } from '../../shared/errors.ts';
import type { GuestStage, SignedSession } from './guest.ts';

/** A workbook that has not loaded after so long counts as failed. */
export const LOAD_TIMEOUT_MS = 60_000;

const MARGIN_MS = 5 * 60_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** A person who has pressed no key for so long is not in the middle of a word. */
const CALM_MS = 5_000;
/** So long before the session on screen ends the standby takes over, whether the person types or not. */
const LATEST_SWAP_MS = 30_000;
const MAX_LOSSES = 5;
const LOSS_MEMORY_MS = 10 * 60_000;
const FIRST_RECOVERY_MS = 1_000;
/** A workbook that reports an expired token again right after a renewal would not be helped by one more. */
const FORCED_RENEWAL_PAUSE_MS = 30_000;

/**
 * How long a standby that is ready waits before it takes over, in milliseconds; 0 for at once. What is half typed cannot
 * be brought over, so the swap waits for a pause, but not for longer than the session on screen lasts.
 *
 * @param moment.isShown whether a workbook stands on the screen; otherwise there is nothing to lose
 * @param moment.sessionLeft milliseconds until the session on screen ends
 */
export function swapDelay(moment: {
  readonly isShown: boolean;
  readonly sinceKeyPressed: number;
  readonly sessionLeft: number;
}): number {
  if (!moment.isShown) return 0;
  return Math.max(0, Math.min(CALM_MS - moment.sinceKeyPressed, moment.sessionLeft - LATEST_SWAP_MS));
}

/**
 * How long until a session is renewed on its own clock, in milliseconds. A session shorter than its grants is the
 * pane's own to renew. One that ends with a grant waits for the renewed grant: signed again with the present one it
 * would end at the same moment. Should none have come by then, asking once more brings either a session or the reason.
 */
export function renewalDelay(session: Pick<SignedSession, 'expiresAt' | 'endsWithGrant'>, now: number): number {
  const left = session.expiresAt - now;
  const margin = session.endsWithGrant ? 0 : Math.min(MARGIN_MS, left / 10);
  return Math.max(left - margin, 0);
}

/**
 * How long until a renewal that failed is tried again, in milliseconds: longer each time, but not beyond the end of the
 * session on screen. Null when that is over, so that the reason is to be shown.
 */
export function retryDelay(failedBefore: number, sessionLeft: number): number | null {
  if (sessionLeft <= 0) return null;
  return Math.min(FIRST_RETRY_MS * 2 ** failedBefore, LONGEST_RETRY_MS, sessionLeft);
}

/** When workbooks were lost, as far back as it matters: the earlier losses and the one of this moment. */
export function recentLosses(earlier: readonly number[], now: number): number[] {
  return [...earlier.filter((at) => now - at < LOSS_MEMORY_MS), now];
}

/**
 * How long until a lost workbook comes back, in milliseconds: longer each time. Null after too many losses in a row.
 *
 * @param losses how many there were lately, this one included
 * @param pauses how many pauses to begin with: none for what a person may have caused
 */
export function recoveryDelay(losses: number, pauses: 0 | 1): number | null {
  if (losses > MAX_LOSSES) return null;
  const round = losses + pauses - 2;
  return round < 0 ? 0 : FIRST_RECOVERY_MS * 2 ** round;
}

/** Whether newer grants may be asked for again on behalf of a workbook that finds its token expired. */
export function mayForceRenewal(lastForcedAt: number, now: number): boolean {
  return now - lastForcedAt > FORCED_RENEWAL_PAUSE_MS;
}

/** What is known at the moment in which Sigma reports an error. */
export interface ErrorMoment {
  readonly role: 'active' | 'standby';
  readonly stage: GuestStage;
  /** The error says that the token of a signed session is over. */
  readonly meansExpiredToken: boolean;
  readonly standby: 'none' | 'loading' | 'ready';
  /** Between asking for newer grants and having them. */
  readonly isForcing: boolean;
  readonly mayForceRenewal: boolean;
}

/**
 * - `fail-standby`: nothing has changed for the person; the renewal is tried again.
 * - `swap`: the standby that is ready takes over.
 * - `wait`: a renewal is under way.
 * - `renew-grants`: ask for newer grants.
 * - `fail`: the workbook cannot be shown.
 * - `show`: the workbook stands and shows its own message; ours adds the remedy.
 */
export type ErrorReaction = 'fail-standby' | 'swap' | 'wait' | 'renew-grants' | 'fail' | 'show';

/** What to do about a `workbook:error` of Sigma. */
export function reactionTo(moment: ErrorMoment): ErrorReaction {
  if (moment.role === 'standby') return 'fail-standby';
  if (moment.meansExpiredToken) {
    if (moment.standby === 'ready') return 'swap';
    if (moment.standby === 'loading' || moment.isForcing) return 'wait';
    if (moment.mayForceRenewal) return 'renew-grants';
  }
  return moment.stage === 'loading' ? 'fail' : 'show';
}

/** What to do when grants could not be renewed: a failure that only a new sign-in mends is shown at once. */
export function reactionToRefusedGrants(code: ErrorCode): 'fail' | 'retry' {
  return isMendedBySignIn(code) ? 'fail' : 'retry';
}

/**
 * What to do after sleep or when the network is back. During sleep timers stand still and clocks do not; and what
 * failed for want of a network may work now.
 *
 * @param pane.failedWith the code of the error of a pane that could not be shown
 */
export function reactionToWake(pane: {
  readonly failedWith: ErrorCode | null;
  readonly failedRenewals: number;
  readonly hasStandby: boolean;
}): 'renew' | 'schedule' | 'leave' {
  if (pane.failedWith !== null && passesByItself(pane.failedWith)) return 'renew';
  if (pane.failedRenewals === 0) return 'schedule';
  return pane.hasStandby ? 'leave' : 'renew';
}
