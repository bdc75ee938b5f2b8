/**
 * Judges a signed session as Sigma would: the signature, every claim, the times, and whether the encrypted tokens can be read
 * with the embed secret and are those that were meant (the receiving end of `@sigmacomputing/node-embed-sdk`, and Sigma's page
 * on the claims of a JWT). The doctor and the command line tell of it, each in its own words.
 */
import { MAX_SESSION_SECONDS } from '../../shared/profile/profile.ts';
import { type ReadSession, readSession } from './read-session.ts';

export interface SessionJudgement {
  /** Whether it was signed with this embed secret; where it was not, nothing else is known of it. */
  readonly isSigned: boolean;
  /** The names of what Sigma would refuse: of claims, and `kid` of the header. */
  readonly oddClaims: readonly string[];
  /** How many encrypted tokens it carries. */
  readonly tokens: number;
  /** How many of them Sigma can read, and are among those that were meant. */
  readonly readable: number;
  /** When it ends, in milliseconds since the epoch; not a number where it does not say. */
  readonly endsAt: number;
  /** How long after the first of its grants it ends, in milliseconds; 0 where it does not. */
  readonly outlivesMs: number;
}

export interface CheckedSession {
  readonly url: string;
  readonly embedSecret: string;
  readonly embedClientId: string;
  /** Whether it is for one of Sigma's embed users, or for one of its own. */
  readonly userKind: 'embed' | 'internal';
  /** The access tokens that are to be in it. */
  readonly accessTokens: readonly string[];
  /** When the first of its grants ends, in milliseconds since the epoch; null without one. */
  readonly grantsEndAt: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export async function judgeSession(session: CheckedSession): Promise<SessionJudgement> {
  const read = await readSession(session.url, session.embedSecret);
  if (read === null)
    return { isSigned: false, oddClaims: [], tokens: 0, readable: 0, endsAt: Number.NaN, outlivesMs: 0 };
  const endsAt = Number(read.claims.exp) * 1_000;
  return {
    isSigned: true,
    oddClaims: oddClaims(read, session),
    tokens: read.tokens.length,
    readable: read.tokens.filter((token) => token !== null && session.accessTokens.includes(token)).length,
    endsAt,
    outlivesMs: session.grantsEndAt !== null && endsAt > session.grantsEndAt ? endsAt - session.grantsEndAt : 0,
  };
}

/** A computer and a server differ by seconds. */
const LENIENCY_S = 300;

function oddClaims({ header, claims }: ReadSession, { embedClientId, userKind, now }: CheckedSession): string[] {
  const { sub, iss, aud, ver, jti, iat, exp } = claims;
  const clientId = embedClientId.trim();
  const seconds = now / 1_000;
  const length = Number(exp) - Number(iat);
  const isEmbed = userKind === 'embed';
  const rules: readonly (readonly [name: string, holds: boolean])[] = [
    ['kid', header.kid === clientId],
    ['iss', iss === clientId],
    ['sub', typeof sub === 'string' && sub !== '' && !/\s/.test(sub)],
    ['aud', aud === 'sigmacomputing'],
    ['ver', ver === '1.1'],
    ['jti', typeof jti === 'string' && jti !== ''],
    ['iat', typeof iat === 'number' && iat <= seconds + LENIENCY_S],
    ['exp', typeof exp === 'number' && exp > seconds && length > 0 && length <= MAX_SESSION_SECONDS],
    // Left out, Sigma gives the highest account type; of its own users it takes none of these.
    ['account_type', (claims.account_type !== undefined) === isEmbed],
    ['teams', (claims.teams !== undefined) === isEmbed],
    ['user_attributes', isEmbed || claims.user_attributes === undefined],
  ];
  return rules.filter(([, holds]) => !holds).map(([name]) => name);
}
