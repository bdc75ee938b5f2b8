/** The token endpoint: a code, client credentials or another server's token for tokens, renewal, and revocation. */
import * as oauth from 'oauth4webapi';
import { AppError, codeOf, withRemedy } from '../../../shared/errors.ts';
import { type Grant, renewedGrant } from '../grants/grant.ts';
import type { ConnectionServerRules, OAuthClient, ServerRules } from './authorization-server.ts';
import { revokeGrant } from './revoke-grant.ts';
import { serverOf } from './server-record.ts';
import {
  createTokenRequests,
  type TokenRequest,
  type TokenRequests,
  type TokenRequestsOptions,
} from './token-request.ts';
import { CLOCK_TOLERANCE_S, type TokenAnswer } from './token-response.ts';

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
  /** Told of the tokens before they are checked, so that they can be given back when that fails. */
  readonly onTokens?: NonNullable<TokenRequest['onTokens']>;
  readonly signal?: AbortSignal;
}

export interface ClientCredentialsTokenRequest {
  readonly server: oauth.AuthorizationServer;
  readonly rules?: ServerRules;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  /** The API that the token is for, where the server is told. */
  readonly audience: string | null;
  /** Where the server took the secret before, as far as a grant remembers. */
  readonly proven?: TokenRequest['proven'];
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
   * Told of the grant with its new refresh token, and waited for, as soon as that token can be read. Whatever follows may
   * fail (the check of the answer, the keys of an ID token, an exchange), and the old one is dead.
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
   * asking again. Where only the exchange failed, the next try for the same grant, or for the one that `onRotated` was
   * told of, exchanges the same token again as long as that is good, and leaves the refresh token alone.
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
  const context: RenewalContext = { requests, now: options.now, unexchanged: new WeakMap(), doubted: new WeakSet() };
  return {
    exchangeCode: (request) => exchangeCode(requests, request),
    requestClientCredentials: (request) => requestClientCredentials(requests, request),
    exchangeToken: (request) => exchangeToken(requests, request),
    refreshGrant: (grant, client, refreshOptions = {}) => refreshGrant(context, grant, client, refreshOptions),
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

/** What a renewal of the token client remembers between two tries. */
interface RenewalContext {
  readonly requests: TokenRequests;
  now(): number;
  /** By the grant that holds the refresh token that they came with. */
  readonly unexchanged: WeakMap<Grant, Unexchanged>;
  /** Grants whose refresh token came with the ID token of another person. */
  readonly doubted: WeakSet<Grant>;
}

/** A token of the identity provider that is good, and whose exchange failed. */
interface Unexchanged {
  readonly subject: SubjectToken;
  /** Milliseconds since the epoch. */
  readonly goodUntil: number;
}

/**
 * One use of the refresh token; an ID token is taken along only where it is to be exchanged.
 *
 * @returns the answer, and the grant with the refresh token that counts from now on
 */
async function refreshTokens(
  { requests, doubted }: RenewalContext,
  grant: Grant,
  client: OAuthClient,
  { signal, rules, onRotated }: RefreshOptions,
): Promise<{ answer: TokenAnswer; rotated: Grant }> {
  const { refreshToken } = grant;
  if (refreshToken === null) {
    const error = new AppError('renewal_unavailable', { reason: 'noRefreshToken' });
    throw withRemedy(error, rules?.server.remedies?.renewal_unavailable);
  }
  const stored = serverOf(grant);
  let rotated = grant;
  const asked = requests.requestToken('refresh', {
    server: stored,
    client,
    ...(rules ? { rules: rules.server } : {}),
    proven: grant.server.secretMethod,
    jwksUri: grant.exchange === null ? null : grant.server.jwksUri,
    subject: grant.subject,
    sent: [refreshToken],
    send: (named, authentication, options) =>
      oauth.refreshTokenGrantRequest(stored, named, authentication, refreshToken, options),
    check: (server, named, response) => oauth.processRefreshTokenResponse(server, named, response),
    async onTokens({ refreshToken: newer }) {
      if (newer === null || newer === refreshToken) return;
      rotated = { ...grant, refreshToken: newer };
      await onRotated?.(rotated);
    },
    signal,
  });
  try {
    const answer = await asked;
    // Only the right ID token takes the doubt away.
    if (doubted.has(grant) && answer.claims === null) throw new AppError('id_token_invalid', { reason: 'otherPerson' });
    return { answer, rotated };
  } catch (error) {
    const isOther = error instanceof AppError && error.values.reason === 'otherPerson';
    if (isOther || doubted.has(grant)) doubted.add(rotated);
    throw error;
  }
}

async function refreshGrant(
  context: RenewalContext,
  grant: Grant,
  client: OAuthClient,
  options: RefreshOptions,
): Promise<Grant> {
  if (grant.flow === 'client_credentials') {
    const { requestedScopes: scopes, audience } = grant;
    const own = options.rules ? { rules: options.rules.server } : {};
    const signals = options.signal ? { signal: options.signal } : {};
    const { secretMethod: proven } = grant.server;
    const request = { server: serverOf(grant), client, scopes, audience, proven, ...own, ...signals };
    return renewedGrant(grant, await requestClientCredentials(context.requests, request));
  }
  if (grant.exchange !== null) return exchangeAgain(context, grant, grant.exchange, client, options);
  const { answer, rotated } = await refreshTokens(context, grant, client, options);
  return renewedGrant(rotated, answer);
}

/** A new token of the identity provider, exchanged as at the sign-in. */
async function exchangeAgain(
  context: RenewalContext,
  grant: Grant,
  { tokenEndpoint, issuer, clientId, scopes }: NonNullable<Grant['exchange']>,
  client: OAuthClient,
  options: RefreshOptions,
): Promise<Grant> {
  const { requests, now, unexchanged } = context;
  const { rules, signal } = options;
  const left = unexchanged.get(grant);
  const isRepeated = left !== undefined && now() < left.goodUntil;
  let rotated = grant;
  let subject = left?.subject;
  let secretMethod: TokenAnswer['secretMethod'];
  if (subject === undefined || !isRepeated) {
    const refreshed = await refreshTokens(context, grant, client, options);
    rotated = refreshed.rotated;
    subject = subjectOf(refreshed.answer);
    secretMethod = refreshed.answer.secretMethod;
    unexchanged.set(rotated, { subject, goodUntil: subjectGoodUntil(refreshed.answer) });
  }
  let exchanged: TokenAnswer;
  try {
    exchanged = await exchangeToken(requests, {
      server: { issuer, token_endpoint: tokenEndpoint },
      clientId,
      subject,
      scopes,
      ...(rules?.exchange ? { rules: rules.exchange } : {}),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    // Refused twice, the token itself may be what is wrong with it.
    if (isRepeated && codeOf(error) === 'exchange_rejected') unexchanged.delete(rotated);
    throw error;
  }
  unexchanged.delete(rotated);
  // A refresh token that came with the exchange is not needed: the identity provider's is the one to rely on.
  return renewedGrant(rotated, { ...exchanged, refreshToken: null, secretMethod });
}

/** Until when the token that `subjectOf` takes may be sent. Milliseconds since the epoch. */
function subjectGoodUntil({ idToken, claims, expiresAt }: TokenAnswer): number {
  const end = idToken !== null && claims !== null ? claims.exp * 1_000 : expiresAt;
  return end - CLOCK_TOLERANCE_S * 1_000;
}
