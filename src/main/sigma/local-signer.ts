/** The signer that signs on this computer, with the embed secret from the vault (HS256, RFC 7515). */
import { SignJWT } from 'jose';
import { buildClaims } from './claims.ts';
import { buildEmbedUrl, requireTakenLength, withControls } from './embed-url.ts';
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
      const connectionTokens = await encryptedTokens(request.grants, encryptor);
      const firstEnd = Math.min(...request.grants.map((grant) => grant.expiresAt));
      const claims = buildClaims({
        embedClientId: request.embedClientId,
        user: request.user,
        sessionSeconds: request.sessionSeconds,
        earliestGrantExpiry: request.grants.length ? firstEnd : null,
        connectionTokens,
        now: now(),
        jti: randomUuid(),
      });
      const header = { alg: 'HS256', kid: request.embedClientId, typ: 'JWT' } as const;
      const jwt = await new SignJWT({ ...claims }).setProtectedHeader(header).sign(Buffer.from(secret, 'utf8'));
      const tokens = Object.keys(connectionTokens).length;
      const bare = requireTakenLength(buildEmbedUrl(request.workbookUrl, jwt, request.parameters), tokens);
      encryptor.prepare(tokens);
      return {
        url: withControls(bare, request.controls ?? {}),
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

/** The token of each connection that Sigma knows, encrypted. */
async function encryptedTokens(
  grants: readonly SignedGrant[],
  encryptor: TokenEncryptor,
): Promise<Record<string, string>> {
  const encrypted = grants.flatMap(({ sigmaConnectionId, accessToken }) =>
    sigmaConnectionId === null
      ? []
      : [encryptor.encrypt(accessToken).then((token) => [sigmaConnectionId, token] as const)],
  );
  return Object.fromEntries(await Promise.all(encrypted));
}
