/** Turns a profile, a person and their grants into an embed URL with its expiry. */
import { SignJWT } from 'jose';
import { buildClaims, type ClaimedUser, type EmbedClaims } from './claims.ts';
import { buildEmbedUrl, type EmbedParameters } from './embed-url.ts';
import { createTokenEncryptor, type TokenEncryptor } from './token-encryption.ts';

export type SignRequest = {
  profileId: string;
  embedClientId: string;
  workbookUrl: string;
  user: ClaimedUser;
  /** Seconds. */
  sessionSeconds: number;
  /**
   * One for each connection; `expiresAt` in milliseconds since the epoch. A grant without a Sigma connection says who
   * the person is and no more: its token stays here, and the session ends with it all the same.
   */
  grants: readonly { sigmaConnectionId: string | null; accessToken: string; expiresAt: number }[];
  parameters?: EmbedParameters;
};

export type SignedSession = {
  /** Good for one load. Never shown, never logged. */
  url: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** Whether it is a grant, and not the wanted length, that ends the session. */
  endsWithGrant: boolean;
  header: { alg: 'HS256'; kid: string; typ: 'JWT' };
  claims: EmbedClaims;
};

/** An organisation may keep the embed secret in a signing service; then another implementation stands here. */
export type Signer = {
  sign(request: SignRequest): Promise<SignedSession>;
  /** Does ahead of need what can be done before the next token arrives. */
  prepare(profileId: string, connections: number): Promise<void>;
  /** Drops what was derived from a profile's secret, after the secret changed or went. */
  forget(profileId: string): void;
};

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
