/**
 * Whether Sigma can read what is signed: it is read with the embed secret at hand, as Sigma would, and held to Sigma's rules. It
 * goes nowhere.
 */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { MAX_SESSION_SECONDS, type Profile } from '../../../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../../../shared/profile/sigma.ts';
import type { Grant } from '../../../oauth/grants/grant.ts';
import { type ReadSession, readSession } from '../../../sigma/read-session.ts';
import { failedWith, type ProfileCheck, right, unknown, wrong } from '../check.ts';

export const sessionReadable: ProfileCheck = {
  id: 'session-readable',
  about: 'profile',
  where: 'doctor',
  needs: ['session'],
  async run({ profile }, { sign, secrets, keeper, now }) {
    const [workbook] = profile.workbooks;
    if (!workbook || !secrets.hasEmbedSecret(profile.id)) return unknown(finding('session_elsewhere'));
    try {
      const secret = await secrets.embedSecret(profile.id, sigmaOrigin(profile));
      const { url } = await sign(workbook.id);
      const read = await readSession(url, secret);
      if (read === null) return wrong('person', finding('session_unsigned'));
      const odd = oddClaims(read, profile, now());
      if (odd.length > 0) return wrong('person', finding('session_claims_wrong', { claims: odd }));
      const held = heldBy(profile, keeper.held());
      const sealed = read.tokens.filter((token) => !held.some(({ accessToken }) => accessToken === token)).length;
      if (sealed > 0) return wrong('person', finding('session_sealed', { count: sealed, tokens: read.tokens.length }));
      const end = Number(read.claims.exp) * 1_000;
      const first = Math.min(...held.map(({ expiresAt }) => expiresAt));
      if (end > first) return wrong('person', finding('session_outlives', { duration: String(end - first) }));
      const duration = String(Math.max(0, end - now()));
      return right(finding('session_read', { tokens: read.tokens.length, length: Buffer.byteLength(url), duration }));
    } catch (error) {
      if (error instanceof AppError) return failedWith(error, profile.connections[0]?.server ?? null);
      throw error;
    }
  },
};

const heldBy = ({ connections }: Profile, grants: readonly Grant[]): Grant[] =>
  grants.filter(({ connectionId }) => connections.some(({ id }) => id === connectionId));

/** A computer and a server differ by seconds. */
const LENIENCY_S = 300;

/** The names of what Sigma would refuse (its page on the claims of a JWT). */
function oddClaims({ header, claims }: ReadSession, { embedClientId, user }: Profile, now: number): string[] {
  const { sub, iss, aud, ver, jti, iat, exp } = claims;
  const seconds = now / 1_000;
  const length = Number(exp) - Number(iat);
  const rules: readonly (readonly [name: string, holds: boolean])[] = [
    ['kid', header.kid === embedClientId.trim()],
    ['iss', iss === embedClientId.trim()],
    ['sub', typeof sub === 'string' && sub !== '' && !/\s/.test(sub)],
    ['aud', aud === 'sigmacomputing'],
    ['ver', ver === '1.1'],
    ['jti', typeof jti === 'string' && jti !== ''],
    ['iat', typeof iat === 'number' && iat <= seconds + LENIENCY_S],
    ['exp', typeof exp === 'number' && exp > seconds && length > 0 && length <= MAX_SESSION_SECONDS],
    // Left out, Sigma gives the highest account type; of its own users it takes none of these.
    ['account_type', (claims.account_type !== undefined) === (user.kind === 'embed')],
    ['teams', (claims.teams !== undefined) === (user.kind === 'embed')],
    ['user_attributes', user.kind === 'embed' || claims.user_attributes === undefined],
  ];
  return rules.filter(([, holds]) => !holds).map(([name]) => name);
}
