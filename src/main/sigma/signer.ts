/** What turns a profile, a person and their grants into an embed URL with its expiry; there may be several kinds. */
import type { EmbedClaims, EmbedUser } from './claims.ts';
import type { EmbedParameters } from './embed-url.ts';

export type SignRequest = {
  profileId: string;
  embedClientId: string;
  workbookUrl: string;
  user: EmbedUser;
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
