/** Access tokens that are JWTs. `oidc-provider` goes on keeping them as opaque ones: the id of a token is its value. */
import { createHash, createPrivateKey, sign } from 'node:crypto';
import type { JWK } from 'jose';
import type { AdapterFactory, Provider } from 'oidc-provider';
import type { GrantStore } from './grant-store.ts';

/** What `oidc-provider` knows of an access token when it asks for its value. */
export interface TokenSubject {
  readonly accountId?: string;
  readonly clientId?: string;
  readonly scope?: string;
}

const REFERENCE = 'ref~';

/** A JWT signed with RS256. */
export function signJwt(key: JWK, typ: string, payload: Record<string, unknown>): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode({ alg: 'RS256', typ, kid: key.kid })}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(text), createPrivateKey({ key: key as never, format: 'jwk' }));
  return `${text}.${signature.toString('base64url')}`;
}

/** Gives access tokens of people and of machines the value that `accessToken` makes. */
export function makeJwts(provider: Provider, accessToken: (subject: TokenSubject) => string): void {
  for (const Model of [provider.AccessToken, provider.ClientCredentials]) {
    const original = (Model.prototype as unknown as { generateTokenId(): string }).generateTokenId;
    Object.defineProperty(Model.prototype, 'generateTokenId', {
      value(this: TokenSubject) {
        // The original also notes how the token is kept: as an opaque one.
        original.call(this);
        return accessToken(this);
      },
    });
  }
}

/** A name by which a token can be revoked although it is a JWT, which `oidc-provider` never does. */
export function revocationName(token: string): string {
  return token.includes('.') ? referenceTo(token) : token;
}

/** Revocation names are looked up beside the real ids. */
export function adapterWithReferences(store: GrantStore): AdapterFactory {
  return (model) => {
    const plain = store.adapter(model);
    const references = new Map<string, string>();
    return Object.assign(Object.create(plain) as typeof plain, {
      async upsert(id: string, payload: Parameters<typeof plain.upsert>[1], expiresIn: number) {
        references.set(referenceTo(id), id);
        return plain.upsert(id, payload, expiresIn);
      },
      find: async (id: string) => plain.find(id.startsWith(REFERENCE) ? (references.get(id) ?? id) : id),
    });
  };
}

function referenceTo(token: string): string {
  return `${REFERENCE}${createHash('sha256').update(token).digest('base64url')}`;
}
