/** The tokens that an identity provider signs itself, and the keys it signs them with. */
import { createHash, randomUUID } from 'node:crypto';
import { decodeJwt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { signJwt, type TokenSubject } from '../authorization-server/jwt-access-tokens.ts';
import type { IdentityBehaviour, Lifetimes } from '../control/calls.ts';
import { type DemoPerson, demoPeople } from '../people.ts';
import type { FlavourManners } from './flavours.ts';

type SigningKey = JWK & { kid: string };

export interface TokenSigner {
  /** The newest first, which is the one that signs. */
  keys(): readonly SigningKey[];
  /** Signs with a new key from now on, and returns its id. */
  rotateKeys(keepOld: boolean): Promise<string>;
  accessToken(subject: TokenSubject): string;
  /** `oidc-provider` leaves `at_hash` out of the token endpoint's ID tokens, where it is optional. */
  withAccessTokenHash(idToken: string, accessToken: string): string;
}

export async function createTokenSigner(options: {
  readonly issuer: string;
  readonly manners: FlavourManners;
  readonly lifetimes: Lifetimes;
  readonly behaviour: IdentityBehaviour;
}): Promise<TokenSigner> {
  const { issuer, manners, lifetimes, behaviour } = options;
  let keys: SigningKey[] = [await newSigningKey()];

  const signed = (typ: string, payload: Record<string, unknown>) => {
    const [key] = keys as [SigningKey];
    return signJwt(key, typ, payload);
  };

  return {
    keys: () => keys,
    async rotateKeys(keepOld) {
      const key = await newSigningKey();
      keys = keepOld ? [key, ...keys] : [key];
      return key.kid;
    },
    accessToken({ accountId, clientId, scope }) {
      const person = demoPeople.find((candidate) => candidate.id === accountId);
      const iat = Math.floor(Date.now() / 1000);
      const scopes = (scope ?? '').split(' ').filter(Boolean);
      return signed('at+jwt', {
        iss: issuer,
        aud: manners.audience,
        iat,
        nbf: iat,
        exp: iat + lifetimes.accessTokenSeconds,
        jti: randomUUID(),
        sub: person?.id ?? clientId,
        azp: clientId,
        ...(manners.scopeClaim === 'scp' ? { scp: scopes } : { scope: scopes.join(' ') }),
        ...(person ? userInfoClaims(person, behaviour) : {}),
      });
    },
    withAccessTokenHash(idToken, accessToken) {
      const half = createHash('sha256').update(accessToken).digest().subarray(0, 16);
      return signed('JWT', { ...decodeJwt(idToken), at_hash: half.toString('base64url') });
    },
  };
}

async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

/** What the company's directory tells about a person. */
export function userInfoClaims(person: DemoPerson, { emailVerified }: IdentityBehaviour) {
  const [given = '', family = ''] = person.displayName.split(' ');
  return {
    sub: person.id,
    email: person.userName,
    email_verified: emailVerified,
    name: person.displayName,
    given_name: given,
    family_name: family,
    preferred_username: person.userName,
    groups: [...person.groups],
    department: person.department,
    ...(person.region ? { region: person.region } : {}),
  };
}

/** What of it stands in ID tokens: all, or little, and the rest at UserInfo (OpenID Connect Core section 5.4). */
export function identityClaims(
  person: DemoPerson,
  { thinClaims, directory }: FlavourManners,
  behaviour: IdentityBehaviour,
): { sub: string } {
  const all = userInfoClaims(person, behaviour);
  const kept = behaviour.thinIdTokens
    ? Object.fromEntries(Object.entries(all).filter(([name]) => name === 'sub' || thinClaims.includes(name)))
    : all;
  return { ...kept, sub: person.id, ...directory?.(person) };
}
