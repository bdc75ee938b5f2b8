/** Workbooks that find their token expired: newer grants are asked for on behalf of all that a profile shows. */
import { codeOf, passesByItself } from '../../../shared/errors.ts';
import { isHandedOn } from '../../../shared/profile/connection-rules.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { RenewalGathering } from './renewal-gathering.ts';

export interface Complaints {
  /** Asks for newer grants since a workbook of the profile found its token expired. @throws AppError */
  renewGrants(profileId: string): Promise<void>;
  /** Whether grants of the profile are being renewed for that reason. */
  isUnderWay(profileId: string): boolean;
}

export interface ComplaintsOptions {
  readonly profiles: Pick<Profiles, 'find'>;
  readonly keeper: Pick<GrantKeeper, 'renew'>;
}

export function createComplaints(
  { profiles, keeper }: ComplaintsOptions,
  gathering: Pick<RenewalGathering, 'flush'>,
): Complaints {
  const underWay = new Map<string, number>();
  const count = (profileId: string, by: 1 | -1) => underWay.set(profileId, (underWay.get(profileId) ?? 0) + by);
  return {
    async renewGrants(profileId) {
      // Only these tokens reach Sigma, so only they can be what it found expired.
      const used = profiles.find(profileId)?.connections.filter(isHandedOn);
      count(profileId, 1);
      const outcomes = await Promise.allSettled((used ?? []).map((connection) => keeper.renew(connection.id)));
      count(profileId, -1);
      gathering.flush(profileId);
      const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      // The connection that could not renew says so in its own place; what the others brought is used.
      if (failures.length === 0 || failures.length < outcomes.length) return;
      // Of several reasons, the one that passes: it may be all that is in the way.
      throw failures.find((failure) => passesByItself(codeOf(failure))) ?? failures[0];
    },
    isUnderWay: (profileId) => (underWay.get(profileId) ?? 0) > 0,
  };
}
