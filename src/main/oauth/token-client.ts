/** The token endpoint: codes for tokens, refresh tokens for newer ones, and their revocation. */
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Fetch } from '../net/fetch.ts';
import type { OAuthClient } from './authorization-server.ts';
import { type Grant, renewedGrant, type TokenSet } from './grant.ts';
import { type TokenUse, tokenError } from './token-error.ts';

/** Claims of an ID token that passed the checks of OpenID Connect Core section 3.1.3.7. */
export type IdentityClaims = oauth.IDToken;

export interface TokenClient {
  /**
   * Trades an authorization code (RFC 6749 section 4.1.3). Raises code_rejected, client_rejected,
   * token_request_rejected, authorization_invalid_scope, token_response_invalid, id_token_invalid, server_busy,
   * offline, tls_untrusted, response_too_large; or the signal's reason.
   */
  exchangeCode(request: {
    readonly server: oauth.AuthorizationServer;
    readonly client: OAuthClient;
    /** As answered by `oauth4webapi.validateAuthResponse`. */
    readonly callbackParameters: URLSearchParams;
    readonly redirectUri: string;
    readonly codeVerifier: string;
    readonly nonce: string | null;
    readonly signal?: AbortSignal;
  }): Promise<TokenSet & { readonly claims: IdentityClaims | null }>;
  /** Renews a grant (RFC 6749 section 6). Raises grant_dead, renewal_unavailable and the codes of `exchangeCode`. */
  refreshGrant(grant: Grant, client: OAuthClient, signal?: AbortSignal): Promise<Grant>;
  /**
   * Revokes a grant where the server advertises revocation (RFC 7009), the refresh token first since servers then
   * drop its access tokens too; without one, does nothing. Raises the codes of `exchangeCode`.
   */
  revokeGrant(grant: Grant, client: OAuthClient, signal?: AbortSignal): Promise<void>;
}

const ASSUMED_LIFETIME_S = 60 * 60;
/** A token that claims to live for weeks is renewed daily all the same. */
const MAX_LIFETIME_S = 24 * 60 * 60;
const CLOCK_TOLERANCE_S = 60;

export function createTokenClient(deps: {
  readonly fetch: Fetch;
  readonly allowLoopbackHttp: boolean;
  /** Milliseconds since the epoch. */
  now(): number;
}): TokenClient {
  const requestOptions = (signal?: AbortSignal) => ({
    [oauth.customFetch]: deps.fetch,
    // Which http addresses are acceptable is decided once, in `requireSecureUrl`, for every request.
    [oauth.allowInsecureRequests]: deps.allowLoopbackHttp,
    ...(signal ? { signal } : {}),
  });
  const clientOf = ({ clientId }: OAuthClient): oauth.Client => ({
    client_id: clientId,
    [oauth.clockTolerance]: CLOCK_TOLERANCE_S,
  });

  async function accepted(response: Response, use: TokenUse): Promise<string> {
    const body = await response.text();
    if (response.status !== 200)
      throw tokenError({ status: response.status, headers: response.headers, body }, use, deps.now());
    return body;
  }

  /**
   * Reads a 200 answer; `check` is oauth4webapi's part of it. A lifetime counts from `sentAt`, before the request:
   * where in the exchange the server started its clock nobody says, and an answer may take half a minute.
   */
  async function tokens(
    body: string,
    sentAt: number,
    keepIdToken: boolean,
    check: (response: Response, hasIdToken: boolean) => Promise<oauth.TokenEndpointResponse>,
  ): Promise<TokenSet & { claims: IdentityClaims | null }> {
    const json = parseTokenBody(body);
    const lifetime = lifetimeSeconds(json.expires_in);
    // An ID token that nobody asked for has no nonce and proves nothing.
    const { id_token: idToken, expires_in: _, ...rest } = json;
    const hasIdToken = keepIdToken && typeof idToken === 'string';
    const clean = { ...rest, expires_in: lifetime ?? ASSUMED_LIFETIME_S, ...(hasIdToken ? { id_token: idToken } : {}) };
    let answer: oauth.TokenEndpointResponse;
    try {
      answer = await check(Response.json(clean), hasIdToken);
    } catch (error) {
      throw unusable(error);
    }
    if (answer.token_type !== 'bearer') throw invalid('It is not a bearer token.');
    return {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? null,
      scope: answer.scope ?? null,
      obtainedAt: sentAt,
      expiresAt: sentAt + (lifetime ?? ASSUMED_LIFETIME_S) * 1_000,
      lifetimeAssumed: lifetime === null,
      claims: oauth.getValidatedIdTokenClaims(answer) ?? null,
    };
  }

  return {
    exchangeCode: async ({ server, client, callbackParameters, redirectUri, codeVerifier, nonce, signal }) => {
      const sentAt = deps.now();
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        clientOf(client),
        authenticationOf(client),
        callbackParameters,
        redirectUri,
        codeVerifier,
        requestOptions(signal),
      );
      const body = await accepted(response, 'code');
      return tokens(body, sentAt, nonce !== null, (answer, hasIdToken) =>
        oauth.processAuthorizationCodeResponse(
          server,
          clientOf(client),
          answer,
          // A server may leave `openid` ungranted and send no ID token; one that it sends must carry our nonce.
          hasIdToken && nonce !== null ? { expectedNonce: nonce, requireIdToken: true } : {},
        ),
      );
    },
    refreshGrant: async (grant, client, signal) => {
      if (grant.refreshToken === null) {
        throw new AppError('renewal_unavailable', 'The authorization server gave no refresh token for this sign-in.');
      }
      const server = serverOf(grant);
      const sentAt = deps.now();
      const response = await oauth.refreshTokenGrantRequest(
        server,
        clientOf(client),
        authenticationOf(client),
        grant.refreshToken,
        requestOptions(signal),
      );
      const body = await accepted(response, 'refresh');
      const renewed = await tokens(body, sentAt, false, (answer) =>
        oauth.processRefreshTokenResponse(server, clientOf(client), answer),
      );
      return renewedGrant(grant, renewed);
    },
    revokeGrant: async (grant, client, signal) => {
      if (grant.server.revocationEndpoint === null) return;
      const kept = grant.refreshToken !== null;
      const response = await oauth.revocationRequest(
        serverOf(grant),
        clientOf(client),
        authenticationOf(client),
        grant.refreshToken ?? grant.accessToken,
        {
          ...requestOptions(signal),
          additionalParameters: { token_type_hint: kept ? 'refresh_token' : 'access_token' },
        },
      );
      await accepted(response, 'revocation');
    },
  };
}

function serverOf(grant: Grant): oauth.AuthorizationServer {
  const { issuer, tokenEndpoint, revocationEndpoint } = grant.server;
  return {
    issuer,
    token_endpoint: tokenEndpoint,
    ...(revocationEndpoint === null ? {} : { revocation_endpoint: revocationEndpoint }),
  };
}

function authenticationOf({ authentication }: OAuthClient): oauth.ClientAuth {
  return authentication.method === 'none' ? oauth.None() : oauth.ClientSecretPost(authentication.clientSecret);
}

const invalid = (why: string): AppError => new AppError('token_response_invalid', why);

function parseTokenBody(body: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw invalid('The answer is not JSON.');
  }
  const object = z.record(z.string(), z.unknown()).safeParse(json);
  if (!object.success) throw invalid('The answer is not a JSON object.');
  return object.data;
}

/**
 * `expires_in` in whole seconds, at most a day; null when it was left out. Databricks has been seen to send it as a
 * string.
 *
 * @throws AppError token_response_invalid for anything else, zero and negative numbers included
 */
export function lifetimeSeconds(expiresIn: unknown): number | null {
  if (expiresIn === undefined || expiresIn === null) return null;
  const isNumeral = typeof expiresIn === 'string' && /^\d{1,15}(\.\d{1,9})?$/.test(expiresIn.trim());
  const seconds = typeof expiresIn === 'number' || isNumeral ? Math.floor(Number(expiresIn)) : Number.NaN;
  if (!(seconds > 0)) throw invalid('Its lifetime is not a positive number of seconds.');
  return Math.min(seconds, MAX_LIFETIME_S);
}

const idTokenFailures: ReadonlySet<string> = new Set([oauth.JWT_CLAIM_COMPARISON, oauth.JWT_TIMESTAMP_CHECK]);

/** The library's messages name fields, never values; its causes hold the whole answer and stay out. */
function unusable(error: unknown): AppError {
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
    const isIdToken = idTokenFailures.has(error.code ?? '') || /JWT|ID Token|nonce/i.test(error.message);
    return new AppError(isIdToken ? 'id_token_invalid' : 'token_response_invalid', `${error.message}.`);
  }
  return invalid('The answer lacks a part or holds one of the wrong kind.');
}
