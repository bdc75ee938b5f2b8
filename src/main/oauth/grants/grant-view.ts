/** What the window shows of a grant: everything but the tokens. */

import { AppError, type RemedyName } from '../../../shared/errors.ts';
import { noGrant } from '../../../shared/grants.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { GrantView } from '../../../shared/state.ts';
import type { Clock } from '../../async/clock.ts';
import type { Grant } from './grant.ts';
import { inPresentTime } from './grant-lifetime.ts';
import { isLapsed, isRenewable, type RenewalState } from './renewal-rules.ts';

/** The state of one grant in the keeper, as far as it shows. Times are milliseconds of `uptime`, except within the grant. */
export interface KeptGrant extends RenewalState {
  readonly grant: Grant | null;
  readonly ended: boolean;
  readonly dueAt: number;
  readonly renewal: Promise<unknown> | null;
}

/** What the server of a connection knows of refresh tokens. */
export interface RefreshRules {
  /** The scope that brings one; null where none does. */
  readonly refreshScope: string | null;
  /** What to do there so that one comes, where that is more than to ask for the scope. */
  readonly remedy?: RemedyName | undefined;
}

/** @param whyNot why this grant cannot renew itself, which is asked for when it cannot */
export function grantView(
  connectionId: string,
  kept: KeptGrant | null,
  clock: Clock,
  whyNot: (grant: Grant) => AppError,
): GrantView {
  const problem = kept?.problem?.toView() ?? null;
  if (!kept?.grant) return { ...noGrant(connectionId), status: kept?.ended ? 'ended' : 'signed-out', problem };
  const grant = inPresentTime(clock, kept.grant, kept.token);
  const renewable = isRenewable(grant);
  // Also while it is tried again: a person who is asked to sign in must not see that come and go.
  const lapsed = isLapsed(kept, clock.uptime());
  return {
    connectionId,
    status: lapsed ? 'ended' : kept.renewal ? 'renewing' : 'signed-in',
    person: grant.person && { userName: grant.person.userName, displayName: grant.person.displayName },
    scopes: grant.scopes,
    expiresAt: grant.expiresAt,
    renewsAt: renewable && !lapsed ? Math.round(clock.now() + (kept.retryAt ?? kept.dueAt) - clock.uptime()) : null,
    // Compared as they were stored: both are by the clock of their time, and a renewal may have met another.
    lastRenewedAt: kept.grant.obtainedAt !== kept.grant.signedInAt ? grant.obtainedAt : null,
    renewable,
    isServiceAccount: isServiceAccount(grant),
    // Known to whoever holds service accounts.
    isAtRest: false,
    isIdentityIncomplete: grant.identityProblems !== undefined,
    problem: problem ?? (renewable ? null : whyNot(grant).toView()),
  };
}

/** Why the person will have to sign in again when the token ends. */
export function cannotRenew(
  { requestedScopes }: Pick<Grant, 'requestedScopes'>,
  { refreshScope, remedy: known }: RefreshRules,
): AppError {
  const remedy = known === undefined ? {} : { remedy: known };
  if (refreshScope === null) return new AppError('renewal_unavailable', { reason: 'noRefreshToken', ...remedy });
  return requestedScopes.includes(refreshScope)
    ? new AppError('renewal_unavailable', { reason: 'notGiven', scope: refreshScope, ...remedy })
    : new AppError('renewal_unavailable', { reason: 'notAskedFor', ...remedy });
}
