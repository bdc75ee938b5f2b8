/** What turns a profile, a person and their grants into an embed URL with its expiry; there may be several kinds. */
import type { EmbedClaims, EmbedUser } from './claims.ts';
import type { EmbedParameters } from './embed-url.ts';

/** What one connection brings to a signed session. */
export interface SignedGrant {
  /**
   * Null for a sign-in that says who the person is and no more: its token stays here, and the session ends with it all
   * the same.
   */
  readonly sigmaConnectionId: string | null;
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface SignRequest {
  readonly profileId: string;
  readonly embedClientId: string;
  /** Where the load begins, without query or fragment. */
  readonly workbookUrl: string;
  readonly user: EmbedUser;
  /** Seconds. */
  readonly sessionSeconds: number;
  /** One for each connection. */
  readonly grants: readonly SignedGrant[];
  readonly parameters?: EmbedParameters;
  /** Control id → value, as far as the URL has room for them. */
  readonly controls?: Readonly<Record<string, string>>;
}

export interface SignedSession {
  /** Good for one load. Never shown, never logged. */
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Whether it is a grant, and not the wanted length, that ends the session. */
  readonly endsWithGrant: boolean;
  readonly header: { readonly alg: 'HS256'; readonly kid: string; readonly typ: 'JWT' };
  readonly claims: EmbedClaims;
}

/** An organisation may keep the embed secret in a signing service; then another implementation stands here. */
export interface Signer {
  /** @throws AppError `secret_missing`, `session_too_long`, `identity_unknown`, `grant_dead`, `embed_url_too_long` */
  sign(request: SignRequest): Promise<SignedSession>;
  /** Does ahead of need what can be done before the next token arrives. @throws AppError `secret_missing` */
  prepare(profileId: string, connections: number): Promise<void>;
  /** Drops what was derived from a profile's secret, after the secret changed or went. */
  forget(profileId: string): void;
}
