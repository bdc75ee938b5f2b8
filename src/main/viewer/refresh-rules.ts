/** When a workbook asks for its data again: the rules as pure functions, without any timer. */
import { type RefreshSetting, refreshInterval } from '../../shared/profile/refresh.ts';
import type { RefreshPause } from '../../shared/sigma/pane-parts.ts';
import type { Activity } from './swap-rules.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A refresh that Sigma did not answer after so long counts as unanswered. */
export const ANSWER_MS = MINUTE_MS;
/** An answer that comes later than that still shows that Sigma knows the message, but not for ever. */
export const LATE_ANSWER_MS = 10 * MINUTE_MS;
/** A person who presses again sooner than this presses the same refresh, as with a key that is held down. */
export const PRESS_PAUSE_MS = 10_000;
/** So many refreshes without an answer in a row, and no more are sent by themselves. */
export const MOST_UNANSWERED = 2;
/** A person who was away for less has not been away. */
export const AWAY_MS = 5 * MINUTE_MS;
/** After sleep or with a new network, so long until it is known whether the session is to be renewed. */
export const SETTLE_MS = 15_000;
/** How often it is looked at again what stands in the way. */
export const LOOK_MS = 5_000;
/** A person who has pressed no key for so long is not in the middle of anything. */
const CALM_MS = 5_000;
/** Panes that become due together ask within so long of one another, and after sleep within the second. */
export const SPREAD_MS = { shown: 3_000, slept: 20_000 } as const;

/** A renewal brings new data: so close to it, a refresh waits for it. In parts of the session, and at most so long. */
const NEAR_RENEWAL = { share: 0.2, mostMs: 6 * MINUTE_MS } as const;
/** And no longer than this, should the renewal not come. */
const RENEWAL_WAIT_MS = 2 * MINUTE_MS;

/** All the workbooks of one profile together: twenty of them, each every five minutes. */
export const MOST_PER_HOUR_OF_PROFILE = 240;

/**
 * How long from one refresh to the next by the clock, in milliseconds; null where the clock sets none off. Never less than
 * the setting says, but for the first one: the workbooks of a wall open together and are not to ask together for ever.
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function refreshDelay(setting: RefreshSetting | undefined, random: number, isFirst: boolean): number | null {
  const minutes = setting ? refreshInterval(setting) : null;
  if (minutes === null) return null;
  return minutes * MINUTE_MS * (isFirst ? 0.5 + 0.5 * random : 1 + 0.1 * random);
}

/** A refresh that was sent: of which workbook, and when, in milliseconds of `uptime`. */
export interface SpentRefresh {
  readonly workbookId: string;
  readonly at: number;
}

/** Those of the last hour. */
export const withinHour = (spent: readonly SpentRefresh[], now: number): SpentRefresh[] =>
  spent.filter(({ at }) => now - at < HOUR_MS);

/**
 * How long until a workbook may be refreshed by itself again, in milliseconds; 0 for now. What a person asks for is never
 * held back, and counts all the same.
 *
 * @param spent what was sent of its profile, over all panes and windows, in the order of time
 */
export function budgetWait(
  spent: readonly SpentRefresh[],
  workbook: { readonly workbookId: string; readonly mostPerHour: number },
  now: number,
): number {
  const ofProfile = withinHour(spent, now);
  const ofWorkbook = ofProfile.filter(({ workbookId }) => workbookId === workbook.workbookId);
  return Math.max(
    waitForRoom(ofProfile, MOST_PER_HOUR_OF_PROFILE, now),
    waitForRoom(ofWorkbook, workbook.mostPerHour, now),
  );
}

function waitForRoom(spent: readonly SpentRefresh[], most: number, now: number): number {
  const lastInTheWay = spent[spent.length - most];
  return lastInTheWay ? lastInTheWay.at + HOUR_MS - now : 0;
}

/** Whether a person is in the middle of something, as far as that is known without looking into the page. */
export const isBusyInWorkbook = ({
  sinceInput,
  isDownloading,
  isMoving,
}: Pick<Activity, 'sinceInput' | 'isDownloading' | 'isMoving'>): boolean =>
  sinceInput < CALM_MS || isDownloading || isMoving;

/** What is known at the moment in which a refresh is due by itself. */
export interface RefreshMoment {
  /** How many refreshes in a row Sigma did not answer. */
  readonly unanswered: number;
  /** Whether a person can see the pane. */
  readonly isShown: boolean;
  /** Whether the workbook stands. */
  readonly isOpen: boolean;
  readonly isOnline: boolean;
  readonly isEditing: boolean;
  readonly isBusy: boolean;
  readonly hasStandby: boolean;
  /** Milliseconds until the session on screen ends, and how long it lasts in all. */
  readonly sessionLeft: number;
  readonly sessionLength: number;
  /** For how long the refresh has been due. */
  readonly sinceDue: number;
  readonly budgetWait: number;
}

/** Why a workbook is not refreshed by itself now; null when it is. */
export function refreshPause(moment: RefreshMoment): RefreshPause | null {
  if (moment.unanswered >= MOST_UNANSWERED) return 'unanswered';
  if (!moment.isShown) return 'hidden';
  if (!moment.isOpen) return 'not-open';
  if (!moment.isOnline) return 'offline';
  if (moment.isEditing) return 'editing';
  if (moment.hasStandby || isRenewalNear(moment)) return 'renewing';
  if (moment.isBusy) return 'busy';
  return moment.budgetWait > 0 ? 'budget' : null;
}

function isRenewalNear({ sessionLeft, sessionLength, sinceDue }: RefreshMoment): boolean {
  if (sessionLeft <= 0) return true;
  const near = Math.min(NEAR_RENEWAL.mostMs, sessionLength * NEAR_RENEWAL.share);
  return sessionLeft <= near && sinceDue < RENEWAL_WAIT_MS;
}
