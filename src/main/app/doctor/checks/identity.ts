/**
 * Whom Sigma is told: whether the sign-ins name one person, by an address, and whether the platform still knows them by the
 * token that Sigma is handed.
 */
import { type CheckResult, finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { addressDoubts } from '../../../../shared/profile/address-doubts.ts';
import { isServiceAccount } from '../../../../shared/profile/connection-rules.ts';
import { findIdentity } from '../../../oauth/sign-in/identity.ts';
import { missingScopes } from '../../sign-in/grant-services.ts';
import { embedUserOf, type HeldGrant } from '../../workbooks/embed-user.ts';
import { doubtful, failedWith, type ProfileCheck, right, warnedOf } from '../check.ts';
import { ownerOf } from '../owners.ts';
import type { Parts } from '../parts.ts';
import type { Subject } from '../subject.ts';

export const identity: ProfileCheck = {
  id: 'identity',
  about: 'profile',
  needs: ['grant', 'claims'],
  async run(whole, parts, signal) {
    const { profile } = whole;
    const { keeper } = parts;
    const grants = keeper.held();
    const held = profile.connections.flatMap((connection) => {
      const grant = grants.find(({ connectionId }) => connectionId === connection.id);
      return grant ? [{ connection, grant }] : [];
    });
    try {
      const { email } = embedUserOf(profile, held);
      const refused = whole.isOfDoctor ? await refusedNow(whole, held, parts, signal) : null;
      if (refused !== null) return refused;
      return addressDoubts(email).length === 0
        ? right(finding('identity_told', { email }))
        : doubtful('sigma', finding('identity_doubtful', { email }));
    } catch (error) {
      const { server } = profile.connections.find((connection) => !isServiceAccount(connection)) ?? {};
      if (error instanceof AppError) return failedWith(error, server ?? null);
      throw error;
    }
  },
};

/** As `token test` asks it: SCIM Me, with the token that is held. Nothing is renewed, and nothing of it is kept. */
async function refusedNow(
  { connections, fetch, rooms }: Subject,
  held: readonly HeldGrant[],
  { log }: Parts,
  signal: AbortSignal,
): Promise<CheckResult | null> {
  for (const about of connections) {
    const { connection } = about;
    const grant = held.find((one) => one.connection.id === connection.id)?.grant;
    // With fewer scopes it may not be asked, and of these another check tells.
    if (grant === undefined || isServiceAccount(connection) || missingScopes(rooms, grant) !== null) continue;
    // What is wrong with its server the check of its metadata tells.
    const found = await about.servers().catch(nullOfAppError);
    const { identityUrl = null, identityHeaders } = found?.request ?? {};
    if (identityUrl === null) continue;
    const { accessToken } = grant;
    const asked = { identityUrl, ...(identityHeaders && { identityHeaders }), accessToken, claims: null, signal };
    const problem = await findIdentity({ fetch, log }, asked).then(
      (identity) => identity.problem ?? null,
      (error: unknown) => {
        if (error instanceof AppError) return error;
        throw error;
      },
    );
    // At the sign-in it did not name the person either, which is how some are set up.
    if (problem === null || grant.identityProblems?.person) continue;
    const server = connection.exchange?.server ?? connection.server;
    const seen = finding('identity_refused_now', { host: new URL(identityUrl).host });
    return warnedOf(ownerOf(problem.code, server), problem, seen);
  }
  return null;
}

const nullOfAppError = (error: unknown): null => {
  if (error instanceof AppError) return null;
  throw error;
};
