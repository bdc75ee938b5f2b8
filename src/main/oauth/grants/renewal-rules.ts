/**
 * The rules of renewal: how long a grant is good for, when it is renewed, and what a failed renewal means. Pure:
 * instants in milliseconds since the epoch, random numbers from 0 (inclusive) to 1 (exclusive).
 */

import type { AppError } from '../../../shared/errors.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import { retryAfterMs } from '../../net/retry-after.ts';
import type { Grant } from './grant.ts';

type Lifetime = Pick<Grant, 'obtainedAt' | 'expiresAt'>;

const MARGIN_MS = 5 * 60_000;
const MARGIN_SHARE = 0.1;
const JITTER_SHARE = 0.2;
const SKEW_MS = 5_000;
const BACK_OFF_START_MS = 5_000;
const BACK_OFF_CAP_MS = 5 * 60_000;
/** A server with absurdly short lifetimes is asked at most once a second. */
const RENEWAL_SPACING_MS = 1_000;
const CLOCK_TOLERANCE_MS = 60_000;

/** How long before its expiry a grant counts as due, in milliseconds: 5 minutes, or 10 % of a shorter lifetime. */
export function renewalMargin(grant: Lifetime): number {
  return Math.min(MARGIN_MS, Math.max(0, grant.expiresAt - grant.obtainedAt) * MARGIN_SHARE);
}

/**
 * When to renew: at the margin, or up to a fifth of the margin earlier, never later. The jitter keeps the grants of one
 * person, and the people of one office, from renewing in the same instant.
 */
export function renewalDue(grant: Lifetime, random: number): number {
  const margin = renewalMargin(grant);
  return grant.expiresAt - margin - margin * JITTER_SHARE * random;
}

/** Whether the access token can still be sent; five seconds are kept back for its way to the server. */
export function isUsable(grant: Pick<Grant, 'expiresAt'>, now: number): boolean {
  return now < grant.expiresAt - SKEW_MS;
}

/** Whether the grant renews without a person: by its refresh token, or because a service account may ask again. */
export function isRenewable(grant: Pick<Grant, 'flow' | 'refreshToken'>): boolean {
  return isServiceAccount(grant) || grant.refreshToken !== null;
}

/** A clock that stands before the moment at which the token was obtained was moved; the expiry says nothing then. */
function clockMovedBack(grant: Lifetime, now: number): boolean {
  return now < grant.obtainedAt - CLOCK_TOLERANCE_MS;
}

/** Whether the grant has reached its margin. */
export function isDue(grant: Lifetime, now: number): boolean {
  return now >= grant.expiresAt - renewalMargin(grant) || clockMovedBack(grant, now);
}

/**
 * When to act on a grant: at the end of a back-off, else when its renewal is due. A grant that cannot be renewed is
 * acted on at its expiry.
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

/** The wait after this many failures in a row: 5 s doubling up to 5 min, give or take a quarter. */
export function backOff(failures: number, random: number): number {
  const base = Math.min(BACK_OFF_CAP_MS, BACK_OFF_START_MS * 2 ** (failures - 1));
  return base * (0.75 + 0.5 * random);
}

/** Whether the error of a renewal means that the server will never accept the grant again. All others are tried again. */
export const endsGrant = (error: AppError): boolean => error.code === 'grant_dead';

/** When to try again after a renewal that failed, and the instant before which the server must be left alone. */
export function retryPlan(
  error: AppError,
  failures: number,
  now: number,
  random: number,
): { readonly retryAt: number; readonly notBefore: number } {
  const asked = retryAfterMs(error);
  const notBefore = asked === null ? 0 : now + asked;
  return { retryAt: Math.max(now + backOff(failures, random), notBefore), notBefore };
}
