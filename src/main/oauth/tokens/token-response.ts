/** Reads what a token endpoint answered with 200 (RFC 6749 section 5.1). */
import * as oauth from 'oauth4webapi';
import { AppError, type RemedyName } from '../../../shared/errors.ts';
import type { TokenSet } from '../grants/grant.ts';
import type { SecretMethod } from './client-authentication.ts';
import { requireAcceptedAlgorithm } from './id-token.ts';
import { parseJsonObject, readMember } from './json-object.ts';
import { withoutNullClaims } from './jwt-claims.ts';

/** How far clocks may differ. */
export const CLOCK_TOLERANCE_S = 60;
const ASSUMED_LIFETIME_S = 60 * 60;
/** Ten years: what is longer never ends, as far as anybody here will see. */
const LONGEST_S = 10 * 366 * 24 * 60 * 60;
/** A token that claims to live for weeks is renewed daily all the same. */
const MAX_LIFETIME_S = 24 * 60 * 60;

/** Claims of an ID token that passed the checks of OpenID Connect Core section 3.1.3.7. */
export type IdentityClaims = oauth.IDToken;

/** What a token endpoint answered, with whatever it proved about the person. */
export interface TokenAnswer extends TokenSet {
  readonly idToken: string | null;
  /** Null without an ID token. */
  readonly claims: IdentityClaims | null;
  /** The whole answer, for fields that only some providers send. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Where the secret of the client was when the server took it, if it was ours to choose. */
  readonly secretMethod?: SecretMethod;
}

/** Of printable ASCII (RFC 6749 appendix A.12 and A.17): no header takes anything else. */
const isToken = (value: string): boolean => /^[\x20-\x7e]+$/.test(value);

/** The tokens that can be read in an answer, be the rest of it as wrong as it may; null for what cannot. */
export interface ReadableTokens {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
}

/**
 * The tokens in the body of an answer, unchecked. With them, a refresh token that replaced the one before it can be
 * kept, and tokens of an answer that is refused can be given back.
 */
export function readableTokens(body: string): ReadableTokens {
  const read = (name: string): string | null => {
    const value = readMember(body, name);
    return typeof value === 'string' && isToken(value) ? value : null;
  };
  return { accessToken: read('access_token'), refreshToken: read('refresh_token') };
}

/**
 * Reads an answer. Its ID token, if any, has then passed the check of its claims; its signature is the caller's to
 * verify.
 *
 * @param options.obtainedAt when the request was sent; the lifetime counts from there, since the server may have begun
 * to count at any moment of an exchange that can take half a minute
 * @param check oauth4webapi's part of it; it is told of the ID token, where one is kept
 * @throws AppError `token_response_invalid`, `id_token_invalid`
 */
export async function readTokenResponse(
  body: string,
  options: {
    readonly keepIdToken: boolean;
    readonly obtainedAt: number;
    readonly algorithmRemedy?: RemedyName | undefined;
  },
  check: (response: Response, idToken: string | null) => Promise<oauth.TokenEndpointResponse>,
): Promise<TokenAnswer> {
  const fields = parseJsonObject(body);
  if (fields === null) throw new AppError('token_response_invalid', { reason: 'noObject' });
  if (fields.error !== undefined) throw new AppError('token_response_invalid', { reason: 'alsoError' });
  const lifetime = lifetimeSeconds(fields.expires_in);
  const lifetimeS = lifetime ?? ASSUMED_LIFETIME_S;
  const { id_token: sent, expires_in: _, ...rest } = fields;
  // An ID token that was not asked for has no nonce and proves nothing.
  const idToken = options.keepIdToken ? idTokenOf(sent) : null;
  // Before the library looks, which knows no word for it that would help.
  if (idToken !== null) requireAcceptedAlgorithm(idToken, options.algorithmRemedy);
  const clean = {
    ...rest,
    expires_in: lifetimeS,
    ...(idToken === null ? {} : { id_token: withoutNullClaims(idToken) }),
  };
  let answer: oauth.TokenEndpointResponse;
  try {
    answer = await check(Response.json(clean), idToken);
  } catch (error) {
    throw unusable(error, options.algorithmRemedy);
  }
  // Where it is used next, it would look as if the network had failed.
  if (!isToken(answer.access_token)) throw new AppError('token_response_invalid', { reason: 'incomplete' });
  if (answer.token_type !== 'bearer') throw new AppError('token_response_invalid', { reason: 'notBearer' });
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? null,
    scope: answer.scope ?? null,
    obtainedAt: options.obtainedAt,
    expiresAt: options.obtainedAt + lifetimeS * 1_000,
    lifetimeAssumed: lifetime === null,
    ...refreshEndOf(fields, options.obtainedAt),
    idToken,
    claims: oauth.getValidatedIdTokenClaims(answer) ?? null,
    fields,
  };
}

/**
 * When the refresh token ends. No standard has a name for it; Snowflake, Google and Microsoft use the first one, Keycloak the
 * second. What is no length of time says nothing, and refuses nothing.
 */
function refreshEndOf(fields: Readonly<Record<string, unknown>>, obtainedAt: number): Pick<TokenSet, 'refreshEndsAt'> {
  const seconds = Number(fields.refresh_token_expires_in ?? fields.refresh_expires_in ?? Number.NaN);
  const isLength = Number.isSafeInteger(seconds) && seconds > 0 && seconds <= LONGEST_S;
  return isLength ? { refreshEndsAt: obtainedAt + seconds * 1_000 } : {};
}

function idTokenOf(sent: unknown): string | null {
  if (sent === undefined) return null;
  if (typeof sent !== 'string' || sent === '') throw new AppError('id_token_invalid', { reason: 'noText' });
  return sent;
}

/**
 * What oauth4webapi leaves open of OpenID Connect Core section 3.1.3.7: an `azp` is our client ID, also when we are
 * the only audience, and a token from the future is from a wrong clock.
 *
 * @param nowS seconds since the epoch
 * @throws AppError `id_token_invalid`
 */
export function requireAuthorizedParty(claims: oauth.IDToken, clientId: string, nowS: number): void {
  if (claims.azp !== undefined && claims.azp !== clientId) {
    throw new AppError('id_token_invalid', { reason: 'otherApplication' });
  }
  if (claims.iat > nowS + CLOCK_TOLERANCE_S) {
    throw new AppError('id_token_invalid', { reason: 'fromFuture', remedy: 'idTokenTime' });
  }
}

/**
 * `expires_in` in whole seconds, at most a day; null when it was left out. Databricks has been seen to send it as a
 * string.
 *
 * @throws AppError `token_response_invalid` for anything else, zero and negative numbers included
 */
export function lifetimeSeconds(expiresIn: unknown): number | null {
  if (expiresIn === undefined || expiresIn === null) return null;
  const isNumeral = typeof expiresIn === 'string' && /^\d{1,15}(\.\d{1,9})?$/.test(expiresIn.trim());
  const seconds = typeof expiresIn === 'number' || isNumeral ? Math.floor(Number(expiresIn)) : Number.NaN;
  if (!(seconds > 0)) throw new AppError('token_response_invalid', { reason: 'lifetime' });
  return Math.min(seconds, MAX_LIFETIME_S);
}

const idTokenFailures: ReadonlySet<string> = new Set([oauth.JWT_CLAIM_COMPARISON, oauth.JWT_TIMESTAMP_CHECK]);

/** The library's messages name fields, never values; its causes hold the whole answer and stay out. */
function unusable(error: unknown, algorithmRemedy: RemedyName = 'idTokenAlgorithm'): AppError {
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
    const isIdToken =
      idTokenFailures.has(error.code ?? '') || /JWT|JWS|JWE|ID Token|id_token|nonce/i.test(error.message);
    const said = `${error.message}.`;
    if (!isIdToken) return new AppError('token_response_invalid', { reason: 'said', said });
    // An algorithm that the server does not announce, and a time that is over or still to come; the rest has one remedy.
    const ofAlgorithm = error.message.includes('"alg"') ? { remedy: algorithmRemedy } : {};
    const ofTime = error.code === oauth.JWT_TIMESTAMP_CHECK ? { remedy: 'idTokenTime' as const } : {};
    return new AppError('id_token_invalid', { reason: 'said', said, ...ofAlgorithm, ...ofTime });
  }
  return new AppError('token_response_invalid', { reason: 'incomplete' });
}
