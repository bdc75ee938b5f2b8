/** When a grant is looked at next. Pure: instants in milliseconds since the epoch, random numbers from 0 to 1. */
import { type Grant, isRenewable, renewalMargin } from './grant.ts';

type Lifetime = Pick<Grant, 'obtainedAt' | 'expiresAt'>;

const BACK_OFF_START_MS = 5_000;
const BACK_OFF_CAP_MS = 5 * 60_000;
/** A server with absurdly short lifetimes is asked at most once a second. */
const RENEWAL_SPACING_MS = 1_000;
const CLOCK_TOLERANCE_MS = 60_000;
/** Longer timers overflow to no delay at all. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** The wait after this many failures in a row: 5 s doubling up to 5 min, give or take a quarter. */
export function backOff(failures: number, random: number): number {
  const base = Math.min(BACK_OFF_CAP_MS, BACK_OFF_START_MS * 2 ** (failures - 1));
  return base * (0.75 + 0.5 * random);
}

/** A clock that stands before the moment at which the token was obtained was moved; the expiry says nothing then. */
export function clockMovedBack(grant: Lifetime, now: number): boolean {
  return now < grant.obtainedAt - CLOCK_TOLERANCE_MS;
}

/** Whether the grant has reached its margin. */
export function isDue(grant: Lifetime, now: number): boolean {
  return now >= grant.expiresAt - renewalMargin(grant) || clockMovedBack(grant, now);
}

/**
 * When to act on a grant: at the end of a back-off, else when its renewal is due; a grant that cannot be renewed, at
 * its expiry.
 */
export function nextLook(
  grant: Lifetime & Pick<Grant, 'flow' | 'refreshToken'>,
  plan: { readonly dueAt: number; readonly retryAt: number | null },
  now: number,
): number {
  if (!isRenewable(grant)) return grant.expiresAt;
  if (plan.retryAt !== null) return plan.retryAt;
  if (clockMovedBack(grant, now)) return now;
  return Math.max(plan.dueAt, grant.obtainedAt + RENEWAL_SPACING_MS);
}

/** The delay for a timer that is to fire at an instant; a clamped one fires early and is set again. */
export function timerDelay(at: number, now: number): number {
  return Math.min(Math.max(0, at - now), MAX_TIMER_MS);
}
