/** The claims of a signed embed URL, by Sigma's rules for version 1.1 (JWT claims reference of Sigma's embed docs). */
import { AppError } from '../../shared/errors.ts';
import { MAX_SESSION_SECONDS } from '../../shared/profile/profile.ts';

/** An embed user comes with an account type, since without one Sigma gives the highest; an internal user without. */
export type EmbedUser =
  | {
      kind: 'embed';
      email: string;
      accountType: string;
      teams: readonly string[];
      firstName?: string;
      lastName?: string;
      userAttributes?: Readonly<Record<string, string>>;
    }
  | { kind: 'internal'; email: string };

export type ClaimsInput = {
  embedClientId: string;
  user: EmbedUser;
  /** Wanted length of the signed session, in seconds. */
  sessionSeconds: number;
  /** When the first of the grants in the session expires, in milliseconds since the epoch; null without grants. */
  earliestGrantExpiry: number | null;
  /** Sigma connection id → encrypted access token. */
  connectionTokens: Readonly<Record<string, string>>;
  evalConnectionId?: string;
  /** Milliseconds since the epoch. */
  now: number;
  jti: string;
};

export type EmbedClaims = {
  sub: string;
  iss: string;
  aud: 'sigmacomputing';
  /** A string: with a number, or under the name `version`, Sigma refuses connection tokens. */
  ver: '1.1';
  jti: string;
  iat: number;
  exp: number;
  account_type?: string;
  teams?: readonly string[];
  first_name?: string;
  last_name?: string;
  user_attributes?: Readonly<Record<string, string>>;
  eval_connection_id?: string;
  connection_oauth_tokens?: Readonly<Record<string, string>>;
};

/**
 * Builds the claims. The session never outlives the first grant to expire.
 *
 * @throws AppError `session_too_long`, `identity_unknown` (no usable address), `grant_dead` (a grant is over already)
 */
export function buildClaims(input: ClaimsInput): EmbedClaims {
  const { user } = input;
  if (input.sessionSeconds > MAX_SESSION_SECONDS) {
    throw new AppError('session_too_long', `The session length is ${input.sessionSeconds} seconds.`);
  }
  if (user.email === '' || /\s/.test(user.email)) {
    throw new AppError('identity_unknown', 'The address of the person is empty or holds white space.');
  }

  const iat = Math.floor(input.now / 1_000);
  const grantEnd = input.earliestGrantExpiry === null ? Number.POSITIVE_INFINITY : input.earliestGrantExpiry / 1_000;
  const exp = Math.floor(Math.min(iat + input.sessionSeconds, grantEnd));
  if (exp <= iat) throw new AppError('grant_dead', 'The sign-in expired before the workbook could be opened.');

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
      ...(user.firstName !== undefined && { first_name: user.firstName }),
      ...(user.lastName !== undefined && { last_name: user.lastName }),
      ...(user.userAttributes !== undefined && { user_attributes: user.userAttributes }),
    }),
    ...(input.evalConnectionId !== undefined && { eval_connection_id: input.evalConnectionId }),
    ...(Object.keys(input.connectionTokens).length > 0 && { connection_oauth_tokens: input.connectionTokens }),
  };
}
