/** When a workbook is renewed, swapped, tried again or given up: the rules as pure functions, without any timer. */
import { type ErrorCode, isMendedBySignIn } from '../../shared/errors.ts';
import type { SignedSession } from './guest.ts';
import type { GuestStage } from './guest-progress.ts';

/** A workbook that has not loaded after so long counts as failed. */
export const LOAD_TIMEOUT_MS = 60_000;

const MARGIN_MS = 5 * 60_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** A person who has pressed no key for so long is not in the middle of a word. */
const CALM_MS = 5_000;
/** So long before the session on screen ends the standby takes over, whether the person types or not. */
const LATEST_SWAP_MS = 30_000;
/** A standby that another load would serve better is thrown away while it loads only with so much time for that load. */
const ROOM_FOR_ANOTHER_LOAD_MS = LOAD_TIMEOUT_MS + LATEST_SWAP_MS;
/** A workbook that stood for so long was well: the failure after it is the first again. */
export const STEADY_MS = 10 * 60_000;
const MAX_LOSSES = 5;
const LOSS_MEMORY_MS = 10 * 60_000;
const FIRST_RECOVERY_MS = 1_000;
/** A workbook that reports an expired token again right after a renewal would not be helped by one more. */
const FORCED_RENEWAL_PAUSE_MS = 30_000;
/** So many standbys may fail on the token that they were signed with before they are given up for a while. */
export const MOST_STANDBYS_IN_VAIN = 3;
const TRIES_MEMORY_MS = 60 * 60_000;

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
  return Math.max(0, Math.min(CALM_MS - moment.sinceKeyPressed, latestSwap(moment.sessionLeft)));
}

/** What a person is doing in a workbook that a swap would break off. */
export interface Activity {
  /** Milliseconds since they last pressed, turned, touched or typed anything. */
  readonly sinceInput: number;
  /** A button of the mouse or a finger is down: a slider, a selection, a column that is being made wider. */
  readonly isPressed: boolean;
  /** A word of a language that is put together from several keys is not finished. */
  readonly isComposing: boolean;
  readonly isDragging: boolean;
  /** Text is marked, perhaps to be copied. */
  readonly hasSelection: boolean;
  /** A film or a sound plays. */
  readonly isPlaying: boolean;
  /** Something of the page fills the whole screen, which no page may do again without a press. */
  readonly isFullScreen: boolean;
  /** Dialogs, menus and lists that are open here, and not in the workbook that is to take over. */
  readonly openedOverlays: number;
  /** The field with the focus holds something that the other workbook does not have. */
  readonly isHalfTyped: boolean;
  /** A file is being saved that the page of the workbook holds. */
  readonly isDownloading: boolean;
  /** Another document came, and Sigma has not said where it is. */
  readonly isMoving: boolean;
}

/** After a turn of the wheel or a press, the next one often follows. */
const PAUSE_MS = 1_500;

/** Whether a swap waits for what a person is doing. It never waits longer than the session lasts (`latestSwap`). */
export function isBusy(activity: Activity): boolean {
  return (
    activity.sinceInput < PAUSE_MS ||
    activity.openedOverlays > 0 ||
    activity.isPressed ||
    activity.isComposing ||
    activity.isDragging ||
    activity.hasSelection ||
    activity.isPlaying ||
    activity.isFullScreen ||
    activity.isHalfTyped ||
    activity.isDownloading ||
    activity.isMoving
  );
}

/** How long until a person who was busy is looked at again, while a standby waits. */
export const LOOK_AGAIN_MS = 1_000;
/** Sigma tells the path of a document shortly after it came, or not at all. */
export const PATH_LATE_MS = 10_000;

/** What becomes of a standby that is ready for a view that is no longer the wanted one, and after how many milliseconds. */
export interface OutdatedPlan {
  readonly next: 'load-again' | 'swap';
  readonly delayMs: number;
}

/**
 * A person who explores makes a standby outdated at every step, since each step takes another URL. Another one is loaded
 * when they pause, for longer each time, so that steps cannot have one load after the other thrown away. When there is
 * no time left for another load, the one that is there takes over at the last moment, and what it lacks is brought
 * after it.
 *
 * @param moment.isShown whether a workbook stands on the screen
 * @param moment.sinceViewChanged milliseconds since the person's last step
 * @param moment.sessionLeft milliseconds until the session on screen ends
 * @param moment.loadMs how long the load of the standby took
 * @param moment.tries how many standbys were outdated in a row before this one
 */
export function planForOutdated(moment: {
  readonly isShown: boolean;
  readonly sinceViewChanged: number;
  readonly sessionLeft: number;
  readonly loadMs: number;
  readonly tries: number;
}): OutdatedPlan {
  if (!moment.isShown) return { next: 'swap', delayMs: 0 };
  const untilLatest = latestSwap(moment.sessionLeft);
  const untilCalm = Math.max(0, Math.min(CALM_MS * 2 ** moment.tries, LONGEST_RETRY_MS) - moment.sinceViewChanged);
  // A load may take twice as long as the one before.
  if (untilCalm + 2 * moment.loadMs <= untilLatest) return { next: 'load-again', delayMs: untilCalm };
  return { next: 'swap', delayMs: untilLatest };
}

/** How long until a standby must take over as it is, in milliseconds. */
export function latestSwap(sessionLeft: number): number {
  return Math.max(0, sessionLeft - LATEST_SWAP_MS);
}

/**
 * Whether a standby that still loads gives way to another one at once, since the person wants another view. Little is
 * lost with the first; the steps after it wait (see `planForOutdated`).
 */
export function mayGiveWay(moment: { readonly tries: number; readonly sessionLeft: number }): boolean {
  return moment.tries === 0 && moment.sessionLeft > ROOM_FOR_ANOTHER_LOAD_MS;
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

/** Whether a standby that came to nothing is worth another one, so that nobody sees what may be gone by then. */
export const mayTryAnother = (failedBefore: number, sessionLeft: number): boolean =>
  failedBefore === 0 && sessionLeft > 2 * FIRST_RETRY_MS;

/**
 * How long until a renewal that failed is tried again, in milliseconds: longer each time, but not beyond the end of the
 * session on screen. Null when that is over, so that the reason is to be shown.
 */
export function retryDelay(failedBefore: number, sessionLeft: number): number | null {
  if (sessionLeft <= 0) return null;
  return Math.min(FIRST_RETRY_MS * 2 ** failedBefore, LONGEST_RETRY_MS, sessionLeft);
}

/**
 * How long until a workbook that could not be shown is loaded again by itself, in milliseconds: longer each time up to
 * five minutes, for ever, and for each pane a little different.
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function reloadDelay(failedBefore: number, random: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** failedBefore, LONGEST_RETRY_MS) * (0.75 + 0.25 * random);
}

/** How many failures a pane counts that lost its workbook too often: it begins with long pauses. */
export const FAILURES_OF_A_LOST_PANE = 6;

/**
 * Whether a workbook that failed is loaded without its place, exploration or bookmark: Sigma may have refused those, or
 * they leave no room for the tokens, and no number of tries would bring the workbook back with them.
 */
export const isPlaceRefused = (code: ErrorCode | null): boolean =>
  code === 'sigma_not_found' || code === 'sigma_parameter_invalid' || code === 'embed_url_too_long';

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

/** Who finds its token expired: one chart, or the workbook as a whole. */
export type Complainer = 'chart' | 'workbook';

/**
 * Whether newer grants did not help, so that they are not asked for again until something changes. What one chart says
 * is free text, so it gets one try. A workbook that says so cannot be used, so it gets a second, and both again after
 * an hour.
 *
 * @param triedAt when newer grants were asked for on its behalf since the last change
 */
export function isRenewedInVain(complainer: Complainer, triedAt: readonly number[], now: number): boolean {
  if (complainer === 'chart') return triedAt.length > 0;
  return triedAt.filter((at) => now - at < TRIES_MEMORY_MS).length > 1;
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

/**
 * What to do when grants could not be renewed:
 *
 * - `load`: a grant that never renews may still be good, and a session that is over is another thing.
 * - `fail`: only a new sign-in helps, which is shown at once where it is the workbook that complains. A chart that
 *   complains does not take the workbook away; the bar says what became of the sign-in.
 * - `leave`: see `fail`.
 * - `retry`: it may pass.
 */
export function reactionToRefusedGrants(
  code: ErrorCode,
  complainer: Complainer = 'workbook',
): 'load' | 'fail' | 'leave' | 'retry' {
  if (code === 'renewal_unavailable') return 'load';
  if (!isMendedBySignIn(code)) return 'retry';
  return complainer === 'workbook' ? 'fail' : 'leave';
}

/**
 * What to do after sleep or when the network is back. During sleep timers stand still and clocks do not; what failed for
 * want of a network may work now; and what a person had to mend may be mended.
 */
export function reactionToWake(pane: {
  readonly hasFailed: boolean;
  readonly failedRenewals: number;
  readonly hasStandby: boolean;
}): 'renew' | 'schedule' | 'leave' {
  if (pane.hasFailed) return 'renew';
  if (pane.failedRenewals === 0) return 'schedule';
  return pane.hasStandby ? 'leave' : 'renew';
}

/**
 * What to do when a pane comes into sight that was hidden, and was not renewed meanwhile:
 *
 * - `reload`: what it holds is no good, so that the person sees it load, and not an error.
 * - `renew`: the picture is good for as long as the renewal takes.
 * - `leave`: nothing is due.
 *
 * @param pane.isOver Sigma said that the session or the token is over, or a failure passed in the meantime
 * @param pane.isDue a renewal was left out
 */
export function reactionToBeingShown(
  pane: { readonly isOver: boolean; readonly isDue: boolean; readonly hasStandby: boolean },
  session: Pick<SignedSession, 'expiresAt'> | null,
  now: number,
): 'reload' | 'renew' | 'leave' {
  if (pane.isOver) return 'reload';
  if (pane.isDue) return 'renew';
  const isNearItsEnd = session !== null && session.expiresAt - now <= LOAD_TIMEOUT_MS;
  return isNearItsEnd && !pane.hasStandby ? 'renew' : 'leave';
}
