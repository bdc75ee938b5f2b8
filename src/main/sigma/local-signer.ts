/** Signs on this computer, with the embed secret from the vault. */
import { SignJWT } from 'jose';
import { buildClaims } from './claims.ts';
import { buildEmbedUrl } from './embed-url.ts';
import type { Signer } from './signer.ts';
import { createTokenEncryptor, type TokenEncryptor } from './token-encryption.ts';

export type LocalSignerOptions = {
  /** Reads the embed secret of a profile from the vault. @throws AppError `secret_missing` */
  embedSecret(profileId: string): Promise<string>;
  /** Milliseconds since the epoch. */
  now(): number;
  randomUuid(): string;
};

/** Signs on this computer, with the embed secret from the vault (HS256, RFC 7515). */
export function createLocalSigner({ embedSecret, now, randomUuid }: LocalSignerOptions): Signer {
  const encryptors = new Map<string, { secret: string; encryptor: TokenEncryptor }>();

  async function secretAndEncryptor(profileId: string) {
    const secret = await embedSecret(profileId);
    const known = encryptors.get(profileId);
    if (known?.secret === secret) return known;
    const created = { secret, encryptor: createTokenEncryptor(secret) };
    encryptors.set(profileId, created);
    return created;
  }

  return {
    async sign(request) {
      const { secret, encryptor } = await secretAndEncryptor(request.profileId);
      const encrypted = await Promise.all(
        request.grants.flatMap(({ sigmaConnectionId, accessToken }) =>
          sigmaConnectionId === null
            ? []
            : [encryptor.encrypt(accessToken).then((token) => [sigmaConnectionId, token])],
        ),
      );
      const firstEnd = Math.min(...request.grants.map((grant) => grant.expiresAt));
      const claims = buildClaims({
        embedClientId: request.embedClientId,
        user: request.user,
        sessionSeconds: request.sessionSeconds,
        earliestGrantExpiry: request.grants.length ? firstEnd : null,
        connectionTokens: Object.fromEntries(encrypted),
        now: now(),
        jti: randomUuid(),
      });
      const header = { alg: 'HS256', kid: request.embedClientId, typ: 'JWT' } as const;
      const jwt = await new SignJWT({ ...claims }).setProtectedHeader(header).sign(Buffer.from(secret, 'utf8'));
      encryptor.prepare(encrypted.length);
      return {
        url: buildEmbedUrl(request.workbookUrl, jwt, request.parameters),
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
    forget(profileId) {
      encryptors.delete(profileId);
    },
  };
}
