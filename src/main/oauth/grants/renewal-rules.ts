/**
 * The rules of renewal: how long a grant is good for, when it is renewed, and what a failed renewal means. Pure: times
 * in milliseconds on the clock that nobody sets (`uptime`), random numbers from 0 (inclusive) to 1 (exclusive).
 */

import { type AppError, type ErrorCode, passesByItself, passesWithNetwork } from '../../../shared/errors.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import { retryAfterMs } from '../../net/retry-after.ts';
import type { Grant } from './grant.ts';
import type { Lifetime } from './grant-lifetime.ts';

const MARGIN_MS = 5 * 60_000;
const MARGIN_SHARE = 0.1;
const JITTER_SHARE = 0.2;
/** What is signed for the last minute of a token is refused before it is shown. */
const LAST_MOMENT_MS = 60_000;
const SKEW_MS = 5_000;
const BACK_OFF_START_MS = 5_000;
const BACK_OFF_CAP_MS = 5 * 60_000;
/** So many refusals in a row are more than a moment without a VPN. */
const REFUSALS_TO_TELL = 3;
/** After some eight hours of refusals nobody goes on with a token that is over as well. */
const MOST_REFUSALS = 100;
/** A server with absurdly short lifetimes is asked at most once a second. */
const RENEWAL_SPACING_MS = 1_000;

const lengthOf = ({ obtainedAt, expiresAt }: Lifetime): number => Math.max(0, expiresAt - obtainedAt);

/** How long before its expiry a token counts as due, in milliseconds: 5 minutes, or 10 % of a shorter lifetime. */
export function renewalMargin(token: Lifetime): number {
  return Math.min(MARGIN_MS, lengthOf(token) * MARGIN_SHARE);
}

/**
 * When to renew: at the margin, or up to a fifth of the margin earlier, never later. The jitter keeps the grants of one
 * person, and the people of one office, from renewing in the same instant.
 */
export function renewalDue(token: Lifetime, random: number): number {
  const margin = renewalMargin(token);
  return token.expiresAt - margin - margin * JITTER_SHARE * random;
}

/** Whether the access token can still be sent; five seconds are kept back for its way to the server. */
export function isUsable(token: Lifetime, uptime: number): boolean {
  return uptime < token.expiresAt - SKEW_MS;
}

/**
 * Whether a token whose renewal fails may be handed out meanwhile: a minute is left of it, or a tenth of a lifetime
 * shorter than ten minutes. With less, the reason of the failure is of more use than a session that ends at once.
 */
export function isWorthLending(token: Lifetime, uptime: number): boolean {
  return token.expiresAt - uptime >= Math.min(LAST_MOMENT_MS, lengthOf(token) * MARGIN_SHARE);
}

/** Whether the grant renews without a person: by its refresh token, or because a service account may ask again. */
export function isRenewable(grant: Pick<Grant, 'flow' | 'refreshToken'>): boolean {
  return isServiceAccount(grant) || grant.refreshToken !== null;
}

/**
 * From when on no renewal helps, so that a person has to sign in; null where nobody said. What a server says of a refresh
 * token counts once a renewal has shown that it stays: many servers give it more time with each.
 */
export function endOfGrant(grant: Pick<Grant, 'flow' | 'refreshToken' | 'expiresAt' | 'refreshEnd'>): number | null {
  if (!isRenewable(grant)) return grant.expiresAt;
  return !isServiceAccount(grant) && grant.refreshEnd?.isFixed ? grant.refreshEnd.at : null;
}

/** Whether the token has reached its margin. */
export function isDue(token: Lifetime, uptime: number): boolean {
  return uptime >= token.expiresAt - renewalMargin(token);
}

/**
 * When to act on a grant: at the end of a back-off, else when its renewal is due. A grant that cannot be renewed is
 * acted on at its expiry.
 */
export function nextLook(
  token: Lifetime,
  plan: {
    readonly isRenewable: boolean;
    /** How long the token is good for is not known, so that it is renewed at once. */
    readonly isUnproven: boolean;
    readonly dueAt: number;
    readonly retryAt: number | null;
  },
  uptime: number,
): number {
  if (!plan.isRenewable) return token.expiresAt;
  if (plan.retryAt !== null) return plan.retryAt;
  if (plan.isUnproven) return uptime;
  return Math.max(plan.dueAt, token.obtainedAt + RENEWAL_SPACING_MS);
}

/** The wait after this many failures in a row: 5 s doubling up to 5 min, give or take a quarter. */
export function backOff(failures: number, random: number): number {
  const base = Math.min(BACK_OFF_CAP_MS, BACK_OFF_START_MS * 2 ** (failures - 1));
  return base * (0.75 + 0.5 * random);
}

/** How the renewal of a grant stands. Times are milliseconds of `uptime`. */
export interface RenewalState {
  readonly token: Lifetime;
  /** The last failure, kept until the next success. */
  readonly problem: AppError | null;
  /** While backing off: when to try again. */
  readonly retryAt: number | null;
  /** How many answers in a row refused the renewal without saying why. */
  readonly refusals: number;
}

/**
 * Whether a renewal that failed ends the grant: the server will never accept it again, or has refused it for so long. All
 * others are tried again.
 */
export function endsGrant(error: AppError, state: Pick<RenewalState, 'token' | 'refusals'>, uptime: number): boolean {
  if (error.code === 'grant_dead') return true;
  return error.code === 'renewal_refused' && state.refusals >= MOST_REFUSALS && !isUsable(state.token, uptime);
}

/**
 * Time mends it, or the person does who unlocks the keychain; a sign-in would meet the same. A server that lets nobody in
 * from here answers all the same, and only a person can go elsewhere.
 */
const mayPass = (code: ErrorCode): boolean =>
  (passesByItself(code) && code !== 'access_from_here_refused') || code === 'vault_locked';

/**
 * Whether only a person can go on from here, whatever the reason is called: the renewal fails for what no time mends, and
 * the token is over, or was refused again and again. The renewal is tried all the same: who refused may have been a
 * filter, or an administrator may mend the application.
 */
export function isLapsed({ token, problem, retryAt, refusals }: RenewalState, uptime: number): boolean {
  if (problem === null || retryAt === null || mayPass(problem.code)) return false;
  return refusals >= REFUSALS_TO_TELL || !isUsable(token, uptime);
}

/** Whether another network may answer otherwise: without one, or with a filter's page in the place of the server. */
export const mayPassElsewhere = (code: ErrorCode): boolean =>
  passesWithNetwork(code) || code === 'renewal_refused' || code === 'token_response_invalid';

/** When to try again after a renewal that failed, and the moment before which the server must be left alone. */
export function retryPlan(
  error: AppError,
  state: { readonly failures: number; readonly token: Lifetime },
  uptime: number,
  random: number,
): { readonly retryAt: number; readonly notBefore: number } {
  const asked = retryAfterMs(error);
  const notBefore = asked === null ? Number.NEGATIVE_INFINITY : uptime + asked;
  const later = uptime + backOff(state.failures, random);
  // At the end of the token it shows whether a person is needed.
  const end = state.token.expiresAt - SKEW_MS;
  const isOverBefore = !mayPass(error.code) && uptime < end && end < later;
  return { retryAt: Math.max(isOverBefore ? end : later, notBefore), notBefore };
}
