/** The tokens that an identity provider signs itself, and the keys it signs them with. */
import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';
import { decodeJwt, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { IdentityBehaviour, Lifetimes } from '../control/calls.ts';
import { type DemoPerson, demoPeople } from '../people.ts';
import type { FlavourManners } from './flavours.ts';

type SigningKey = JWK & { kid: string };

/** What `oidc-provider` knows of an access token when it asks for its value. */
export interface TokenSubject {
  readonly accountId?: string;
  readonly clientId?: string;
  readonly scope?: string;
}

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

  function signJwt(typ: string, payload: Record<string, unknown>): string {
    const [key] = keys as [SigningKey];
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${encode({ alg: 'RS256', typ, kid: key.kid })}.${encode(payload)}`;
    const signature = sign('sha256', Buffer.from(text), createPrivateKey({ key: key as never, format: 'jwk' }));
    return `${text}.${signature.toString('base64url')}`;
  }

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
      return signJwt('at+jwt', {
        iss: issuer,
        aud: manners.audience,
        iat,
        nbf: iat,
        exp: iat + lifetimes.accessTokenSeconds,
        jti: randomUUID(),
        sub: person?.id ?? clientId,
        azp: clientId,
        ...(manners.scopeClaim === 'scp' ? { scp: scopes } : { scope: scopes.join(' ') }),
        ...(person ? claimsOf(person, behaviour.emailVerified) : {}),
      });
    },
    withAccessTokenHash(idToken, accessToken) {
      const half = createHash('sha256').update(accessToken).digest().subarray(0, 16);
      return signJwt('JWT', { ...decodeJwt(idToken), at_hash: half.toString('base64url') });
    },
  };
}

async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

/** What the company's directory tells about a person. */
export function claimsOf(person: DemoPerson, emailVerified: boolean) {
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
