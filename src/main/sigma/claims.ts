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
      readonly firstName?: string;
      readonly lastName?: string;
    }
  | { readonly kind: 'internal'; readonly email: string };

export interface ClaimsInput {
  readonly embedClientId: string;
  readonly user: EmbedUser;
  /** The organisation for which the embed client signs, where it is not its own; null otherwise. */
  readonly tenant: string | null;
  /** The connection over which every query runs; null for those that the workbook names. */
  readonly evalConnectionId: string | null;
  /** Wanted length of the signed session, in seconds. */
  readonly sessionSeconds: number;
  /** When the first of the grants in the session expires, in milliseconds since the epoch; null without grants. */
  readonly earliestGrantExpiry: number | null;
  /** Sigma connection id → encrypted access token. */
  readonly connectionTokens: Readonly<Record<string, string>>;
  /** The encrypted access token for all connections of the organisation that take it; null for none. */
  readonly organisationToken: string | null;
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
  readonly first_name?: string;
  readonly last_name?: string;
  readonly tenant?: string;
  readonly eval_connection_id?: string;
  readonly oauth_token?: string;
  readonly connection_oauth_tokens?: Readonly<Record<string, string>>;
}

/**
 * Builds the claims. The session never outlives the first grant to expire.
 *
 * @throws AppError `session_too_long`, `identity_unknown` (no usable address), `grant_dead` (a grant is over already)
 */
export function buildClaims(input: ClaimsInput): EmbedClaims {
  const { user, tenant, evalConnectionId, organisationToken } = input;
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
    ...(user.kind === 'embed' && claimsOfEmbedUser(user)),
    ...(tenant !== null && { tenant }),
    ...(evalConnectionId !== null && { eval_connection_id: evalConnectionId }),
    ...(organisationToken !== null && { oauth_token: organisationToken }),
    ...(Object.keys(input.connectionTokens).length > 0 && { connection_oauth_tokens: input.connectionTokens }),
  };
}

/** What must be absent for internal users. What is not known is left out: an empty name would replace one in Sigma. */
function claimsOfEmbedUser(user: Extract<EmbedUser, { kind: 'embed' }>) {
  const { accountType, teams, userAttributes, firstName, lastName } = user;
  return {
    account_type: accountType,
    teams,
    ...(userAttributes !== undefined && { user_attributes: userAttributes }),
    ...(firstName !== undefined && { first_name: firstName }),
    ...(lastName !== undefined && { last_name: lastName }),
  } satisfies Partial<EmbedClaims>;
}
