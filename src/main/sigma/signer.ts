/** What turns a profile, a person and their grants into an embed URL with its expiry; there may be several kinds. */
import type { TokenUse } from '../../shared/profile/connection-rules.ts';
import type { EmbedParameters } from '../../shared/profile/embed-parameters.ts';
import type { ControlValue } from '../../shared/profile/workbook-options.ts';
import type { EmbedClaims, EmbedUser } from './claims.ts';

/** What one connection brings to a signed session. */
export interface SignedGrant {
  /** With `none`, for a sign-in that only says who the person is, the token stays here. The session ends with it too. */
  readonly use: TokenUse;
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
  /** See the claims of these names. */
  readonly tenant: string | null;
  readonly evalConnectionId: string | null;
  /** Seconds. */
  readonly sessionSeconds: number;
  /** One for each connection. */
  readonly grants: readonly SignedGrant[];
  readonly parameters?: EmbedParameters;
  /** Values of controls that the workbook opens with. */
  readonly controls?: readonly ControlValue[];
  /** Those that the person chose: as many as the URL has room for. */
  readonly placeControls?: readonly ControlValue[];
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
