/** The token endpoint: a code, client credentials or another server's token for tokens, renewal, and revocation. */
import * as oauth from 'oauth4webapi';
import { AppError } from '../../../shared/errors.ts';
import { type Grant, renewedGrant } from '../grants/grant.ts';
import type { ConnectionServerRules, OAuthClient, ServerRules } from './authorization-server.ts';
import { serverOf } from './server-record.ts';
import { createTokenRequests, type TokenRequests, type TokenRequestsOptions } from './token-request.ts';
import type { TokenAnswer } from './token-response.ts';

/** What is to be exchanged (RFC 8693 section 2.1). */
export interface SubjectToken {
  readonly token: string;
  readonly type: string;
}

export interface CodeRequest {
  readonly server: oauth.AuthorizationServer;
  readonly rules?: ServerRules;
  readonly client: OAuthClient;
  /** As answered by `oauth4webapi.validateAuthResponse`. */
  readonly callbackParameters: URLSearchParams;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly nonce: string | null;
  /** Where the keys for an ID token are; without them, none is taken into account. */
  readonly jwksUri: string | null;
  readonly signal?: AbortSignal;
}

export interface ClientCredentialsTokenRequest {
  readonly server: oauth.AuthorizationServer;
  readonly rules?: ServerRules;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  /** The API that the token is for, where the server is told. */
  readonly audience: string | null;
  readonly signal?: AbortSignal;
}

export interface ExchangeRequest {
  readonly server: oauth.AuthorizationServer;
  readonly rules?: ServerRules;
  /** Null where the server knows the exchange by the token alone. */
  readonly clientId: string | null;
  readonly subject: SubjectToken;
  readonly scopes: readonly string[];
  readonly signal?: AbortSignal;
}

export interface RefreshOptions {
  readonly signal?: AbortSignal;
  /** What is particular about the servers of the grant's connection. Left out: nothing. */
  readonly rules?: ConnectionServerRules;
  /**
   * Told of the grant as it stands between refresh and exchange: its refresh token is already the new one. What follows
   * may fail, and the old one is dead.
   */
  readonly onRotated?: (grant: Grant) => Promise<void>;
}

export interface TokenClient {
  /**
   * Trades an authorization code (RFC 6749 section 4.1.3).
   *
   * @throws AppError `code_rejected`, `client_rejected`, `token_request_rejected`, `redirect_uri_mismatch`,
   * `authorization_invalid_scope`, `token_response_invalid`, `id_token_invalid`, `metadata_invalid`,
   * `private_key_invalid`, `server_busy`, `offline`, `tls_untrusted`, `response_too_large`; or the signal's reason
   */
  exchangeCode(request: CodeRequest): Promise<TokenAnswer>;
  /** A service account's own token (RFC 6749 section 4.4). @throws AppError the codes of `exchangeCode` */
  requestClientCredentials(request: ClientCredentialsTokenRequest): Promise<TokenAnswer>;
  /**
   * Another server's token for one of this server's (RFC 8693).
   *
   * @throws AppError `exchange_rejected` and the codes of `exchangeCode`
   */
  exchangeToken(request: ExchangeRequest): Promise<TokenAnswer>;
  /**
   * Renews a grant the way it came about: by its refresh token (RFC 6749 section 6), by that and a new exchange, or by
   * asking again.
   *
   * @throws AppError `grant_dead`, `renewal_unavailable` and the codes of `exchangeToken`
   */
  refreshGrant(grant: Grant, client: OAuthClient, options?: RefreshOptions): Promise<Grant>;
  /**
   * Revokes both tokens of a grant where their servers advertise revocation (RFC 7009); without, does nothing.
   *
   * @throws AppError the codes of `exchangeCode`, after both were tried
   */
  revokeGrant(grant: Grant, client: OAuthClient, signal?: AbortSignal): Promise<void>;
}

export function createTokenClient(options: TokenRequestsOptions): TokenClient {
  const requests = createTokenRequests(options);
  return {
    exchangeCode: (request) => exchangeCode(requests, request),
    requestClientCredentials: (request) => requestClientCredentials(requests, request),
    exchangeToken: (request) => exchangeToken(requests, request),
    refreshGrant: (grant, client, refreshOptions = {}) => refreshGrant(requests, grant, client, refreshOptions),
    revokeGrant: (grant, client, signal) => revokeGrant(requests, grant, client, signal),
  };
}

/** The identity provider's proof to exchange: its ID token where there is one, else its access token. */
export function subjectOf(answer: Pick<TokenAnswer, 'idToken' | 'accessToken'>): SubjectToken {
  const token = answer.idToken ?? answer.accessToken;
  // Databricks takes JWTs under this one name, whatever they are for; an opaque token can only be an access token.
  const isJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
  return { token, type: `urn:ietf:params:oauth:token-type:${isJwt ? 'jwt' : 'access_token'}` };
}

function exchangeCode({ requestToken }: TokenRequests, request: CodeRequest): Promise<TokenAnswer> {
  const { callbackParameters, redirectUri, codeVerifier, nonce } = request;
  return requestToken('code', {
    ...request,
    // Without a nonce, an ID token proves nothing about this sign-in.
    jwksUri: nonce === null ? null : request.jwksUri,
    subject: null,
    sent: [callbackParameters.get('code') ?? '', codeVerifier],
    send: (client, authentication, options) =>
      oauth.authorizationCodeGrantRequest(
        request.server,
        client,
        authentication,
        callbackParameters,
        redirectUri,
        codeVerifier,
        options,
      ),
    check: (server, client, answer, idToken) =>
      oauth.processAuthorizationCodeResponse(
        server,
        client,
        answer,
        // A server may leave `openid` ungranted and send no ID token; one that it sends must carry our nonce.
        idToken !== null && nonce !== null ? { expectedNonce: nonce, requireIdToken: true } : {},
      ),
  });
}

function requestClientCredentials(
  { requestToken }: TokenRequests,
  request: ClientCredentialsTokenRequest,
): Promise<TokenAnswer> {
  const { scopes, audience } = request;
  const parameters = { scope: scopes.join(' '), ...(audience === null ? {} : { audience }) };
  return requestToken('client_credentials', {
    ...request,
    jwksUri: null,
    subject: null,
    sent: [],
    send: (client, authentication, options) =>
      oauth.clientCredentialsGrantRequest(request.server, client, authentication, parameters, options),
    check: (server, client, answer) => oauth.processClientCredentialsResponse(server, client, answer),
  });
}

const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';

function exchangeToken({ requestToken }: TokenRequests, request: ExchangeRequest): Promise<TokenAnswer> {
  const { clientId, subject, scopes } = request;
  const parameters = { subject_token: subject.token, subject_token_type: subject.type, scope: scopes.join(' ') };
  return requestToken('exchange', {
    ...request,
    // The subject token is the proof here, so the client needs none of its own.
    client: clientId === null ? null : { clientId, authentication: { method: 'none' } },
    jwksUri: null,
    subject: null,
    sent: [subject.token],
    send: (client, authentication, options) =>
      oauth.genericTokenEndpointRequest(request.server, client, authentication, EXCHANGE_GRANT, parameters, options),
    check: (server, client, answer) => oauth.processGenericTokenEndpointResponse(server, client, answer),
  });
}

/** One use of the refresh token; an ID token is taken along only where it is to be exchanged. */
function refreshTokens(
  { requestToken }: TokenRequests,
  grant: Grant,
  refreshToken: string,
  client: OAuthClient,
  { signal, rules }: RefreshOptions,
): Promise<TokenAnswer> {
  const stored = serverOf(grant);
  return requestToken('refresh', {
    server: stored,
    client,
    ...(rules ? { rules: rules.server } : {}),
    jwksUri: grant.exchange === null ? null : grant.server.jwksUri,
    subject: grant.subject,
    sent: [refreshToken],
    send: (named, authentication, options) =>
      oauth.refreshTokenGrantRequest(stored, named, authentication, refreshToken, options),
    check: (server, named, answer) => oauth.processRefreshTokenResponse(server, named, answer),
    signal,
  });
}

async function refreshGrant(
  requests: TokenRequests,
  grant: Grant,
  client: OAuthClient,
  options: RefreshOptions,
): Promise<Grant> {
  const { rules } = options;
  const signals = options.signal ? { signal: options.signal } : {};
  if (grant.flow === 'client_credentials') {
    const { requestedScopes: scopes, audience } = grant;
    const own = rules ? { rules: rules.server } : {};
    const request = { server: serverOf(grant), client, scopes, audience, ...own, ...signals };
    return renewedGrant(grant, await requestClientCredentials(requests, request));
  }
  if (grant.refreshToken === null) throw new AppError('renewal_unavailable', { reason: 'noRefreshToken' });
  const renewed = await refreshTokens(requests, grant, grant.refreshToken, client, options);
  if (grant.exchange === null) return renewedGrant(grant, renewed);
  const rotated = { ...grant, refreshToken: renewed.refreshToken ?? grant.refreshToken };
  if (renewed.refreshToken !== null) await options.onRotated?.(rotated);
  const { tokenEndpoint, issuer, clientId, scopes } = grant.exchange;
  const exchanged = await exchangeToken(requests, {
    server: { issuer, token_endpoint: tokenEndpoint },
    clientId,
    subject: subjectOf(renewed),
    scopes,
    ...(rules?.exchange ? { rules: rules.exchange } : {}),
    ...signals,
  });
  // A refresh token that came with the exchange is not needed: the identity provider's is the one to rely on.
  return renewedGrant(rotated, { ...exchanged, refreshToken: null });
}

async function revokeGrant(
  { requestRevocation }: TokenRequests,
  grant: Grant,
  client: OAuthClient,
  signal?: AbortSignal,
): Promise<void> {
  const revoke = (
    server: oauth.AuthorizationServer,
    owner: OAuthClient,
    token: string,
    hint: 'refresh_token' | 'access_token',
  ): Promise<void> =>
    requestRevocation({
      server,
      client: owner,
      sent: [token],
      send: (named, authentication, options) =>
        oauth.revocationRequest(server, named, authentication, token, {
          ...options,
          additionalParameters: { token_type_hint: hint },
        }),
      signal,
    });

  const revocations: Promise<void>[] = [];
  const { exchange, refreshToken, accessToken } = grant;
  if (grant.server.revocationEndpoint !== null) {
    const server = serverOf(grant);
    if (refreshToken !== null) revocations.push(revoke(server, client, refreshToken, 'refresh_token'));
    if (exchange === null) revocations.push(revoke(server, client, accessToken, 'access_token'));
  }
  if (exchange?.revocationEndpoint && exchange.clientId !== null) {
    const { issuer, clientId, revocationEndpoint: revocation_endpoint } = exchange;
    const exchanging: OAuthClient = { clientId, authentication: { method: 'none' } };
    revocations.push(revoke({ issuer, revocation_endpoint }, exchanging, accessToken, 'access_token'));
  }
  const outcomes = await Promise.allSettled(revocations);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}
