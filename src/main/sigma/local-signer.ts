/** The signer that signs on this computer, with the embed secret from the vault (HS256, RFC 7515). */
import { SignJWT } from 'jose';
import { buildClaims, type ClaimsInput } from './claims.ts';
import { embedUrl, requireTakenLength, withControls } from './embed-url.ts';
import type { SignedGrant, Signer } from './signer.ts';
import { createTokenEncryptor, type TokenEncryptor } from './token-encryption.ts';

export interface LocalSignerOptions {
  /** Reads the embed secret of a profile from the vault. @throws AppError `secret_missing` */
  embedSecret(profileId: string): Promise<string>;
  /** Milliseconds since the epoch. */
  now(): number;
  randomUuid(): string;
  /** The encryptor for an embed secret; Sigma's own scheme when left out. */
  createEncryptor?(embedSecret: string): TokenEncryptor;
}

export function createLocalSigner(options: LocalSignerOptions): Signer {
  const { embedSecret, now, randomUuid, createEncryptor = createTokenEncryptor } = options;
  const encryptors = new Map<string, { readonly secret: string; readonly encryptor: TokenEncryptor }>();

  async function secretAndEncryptor(profileId: string) {
    const secret = await embedSecret(profileId);
    const known = encryptors.get(profileId);
    if (known?.secret === secret) return known;
    const created = { secret, encryptor: createEncryptor(secret) };
    encryptors.set(profileId, created);
    return created;
  }

  return {
    async sign(request) {
      const { secret, encryptor } = await secretAndEncryptor(request.profileId);
      const { connectionTokens, organisationToken } = await encryptedTokens(request.grants, encryptor);
      const firstEnd = Math.min(...request.grants.map((grant) => grant.expiresAt));
      const claims = buildClaims({
        embedClientId: request.embedClientId,
        user: request.user,
        tenant: request.tenant,
        evalConnectionId: request.evalConnectionId,
        sessionSeconds: request.sessionSeconds,
        earliestGrantExpiry: request.grants.length ? firstEnd : null,
        connectionTokens,
        organisationToken,
        now: now(),
        jti: randomUuid(),
      });
      const header = { alg: 'HS256', kid: request.embedClientId, typ: 'JWT' } as const;
      const jwt = await new SignJWT({ ...claims }).setProtectedHeader(header).sign(Buffer.from(secret, 'utf8'));
      const tokens = Object.keys(connectionTokens).length + (organisationToken === null ? 0 : 1);
      const opening = requireTakenLength(embedUrl({ ...request, jwt }), tokens);
      encryptor.prepare(tokens);
      return {
        url: withControls(opening, request.placeControls ?? []),
        expiresAt: claims.exp * 1_000,
        endsWithGrant: claims.exp === Math.floor(firstEnd / 1_000),
        header,
        claims,
      };
    },
    async prepare(profileId, connections) {
      const { encryptor } = await secretAndEncryptor(profileId);
      encryptor.prepare(connections);
    },
    forget: (profileId) => void encryptors.delete(profileId),
  };
}

/** The tokens that Sigma gets, encrypted: of each connection that it knows, and the one for all of them. */
async function encryptedTokens(
  grants: readonly SignedGrant[],
  encryptor: TokenEncryptor,
): Promise<Pick<ClaimsInput, 'connectionTokens' | 'organisationToken'>> {
  const handedOn = grants.filter(({ use }) => use.kind !== 'none');
  const sealed = await Promise.all(
    handedOn.map(async ({ use, accessToken }) => ({ use, token: await encryptor.encrypt(accessToken) })),
  );
  const ofConnections = sealed.flatMap(({ use, token }) =>
    use.kind === 'connection' ? [[use.sigmaConnectionId, token] as const] : [],
  );
  return {
    connectionTokens: Object.fromEntries(ofConnections),
    organisationToken: sealed.find(({ use }) => use.kind === 'organisation')?.token ?? null,
  };
}
