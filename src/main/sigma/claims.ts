/** The claims of a signed embed URL, by Sigma's rules for version 1.1 (JWT claims reference of Sigma's embed docs). */
import { AppError } from '../../shared/errors.ts';
import { MAX_SESSION_SECONDS } from '../../shared/profile/profile.ts';

/** An embed user comes with an account type, since without one Sigma gives the highest; an internal user without. */
export type EmbedUser =
  | {
      readonly kind: 'embed';
      readonly email: string;
      readonly accountType: string;
      readonly teams: readonly string[];
      readonly userAttributes?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'internal'; readonly email: string };

export interface ClaimsInput {
  readonly embedClientId: string;
  readonly user: EmbedUser;
  /** Wanted length of the signed session, in seconds. */
  readonly sessionSeconds: number;
  /** When the first of the grants in the session expires, in milliseconds since the epoch; null without grants. */
  readonly earliestGrantExpiry: number | null;
  /** Sigma connection id → encrypted access token. */
  readonly connectionTokens: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly jti: string;
}

export interface EmbedClaims {
  readonly sub: string;
  readonly iss: string;
  readonly aud: 'sigmacomputing';
  /** A string: with a number, or under the name `version`, Sigma refuses connection tokens. */
  readonly ver: '1.1';
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly account_type?: string;
  readonly teams?: readonly string[];
  readonly user_attributes?: Readonly<Record<string, string>>;
  readonly connection_oauth_tokens?: Readonly<Record<string, string>>;
}

/**
 * Builds the claims. The session never outlives the first grant to expire.
 *
 * @throws AppError `session_too_long`, `identity_unknown` (no usable address), `grant_dead` (a grant is over already)
 */
export function buildClaims(input: ClaimsInput): EmbedClaims {
  const { user } = input;
  if (input.sessionSeconds > MAX_SESSION_SECONDS) {
    throw new AppError('session_too_long', { seconds: input.sessionSeconds });
  }
  if (user.email === '' || /\s/.test(user.email)) {
    throw new AppError('identity_unknown', { reason: 'unusableAddress' });
  }

  const iat = Math.floor(input.now / 1_000);
  const grantEnd = input.earliestGrantExpiry === null ? Number.POSITIVE_INFINITY : input.earliestGrantExpiry / 1_000;
  const exp = Math.floor(Math.min(iat + input.sessionSeconds, grantEnd));
  if (exp <= iat) throw new AppError('grant_dead', { reason: 'expired' });

  return {
    sub: user.email,
    iss: input.embedClientId,
    aud: 'sigmacomputing',
    ver: '1.1',
    jti: input.jti,
    iat,
    exp,
    ...(user.kind === 'embed' && {
      account_type: user.accountType,
      teams: user.teams,
      ...(user.userAttributes !== undefined && { user_attributes: user.userAttributes }),
    }),
    ...(Object.keys(input.connectionTokens).length > 0 && { connection_oauth_tokens: input.connectionTokens }),
  };
}
