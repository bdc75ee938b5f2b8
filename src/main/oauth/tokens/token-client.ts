/** The token endpoint: codes, machine credentials and other servers' tokens for tokens, newer ones, and revocation. */
import * as oauth from 'oauth4webapi';
import { AppError } from '../../../shared/errors.ts';
import type { Fetch } from '../../net/fetch.ts';
import { type Grant, renewedGrant, type TokenSet } from '../grants/grant.ts';
import type { OAuthClient } from './authorization-server.ts';
import { clientAuthentication } from './client-authentication.ts';
import { createIdTokenVerifier, issuerOfIdToken } from './id-token.ts';
import { serverOf } from './server-record.ts';
import { type TokenUse, tokenError } from './token-error.ts';
import { CLOCK_TOLERANCE_S, readTokenResponse, requireAuthorizedParty, type TokenFields } from './token-response.ts';

/** Claims of an ID token that passed the checks of OpenID Connect Core section 3.1.3.7. */
export type IdentityClaims = oauth.IDToken;

/** What a token endpoint answered, with whatever it proved about the person. */
export interface TokenAnswer extends TokenSet {
  /** Null without a verified ID token. */
  readonly claims: IdentityClaims | null;
  readonly idToken: string | null;
  /** The whole answer, for fields that only some providers send. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What is to be exchanged (RFC 8693 section 2.1). */
export interface SubjectToken {
  readonly token: string;
  readonly type: string;
}

export interface TokenClient {
  /**
   * Trades an authorization code (RFC 6749 section 4.1.3). Raises code_rejected, client_rejected,
   * token_request_rejected, redirect_uri_mismatch, authorization_invalid_scope, token_response_invalid,
   * id_token_invalid, metadata_invalid, private_key_invalid, server_busy, offline, tls_untrusted, response_too_large;
   * or the signal's reason.
   */
  exchangeCode(request: {
    readonly server: oauth.AuthorizationServer;
    readonly client: OAuthClient;
    /** As answered by `oauth4webapi.validateAuthResponse`. */
    readonly callbackParameters: URLSearchParams;
    readonly redirectUri: string;
    readonly codeVerifier: string;
    readonly nonce: string | null;
    /** Where the keys for an ID token are; without them, none is taken into account. */
    readonly jwksUri: string | null;
    readonly signal?: AbortSignal;
  }): Promise<TokenAnswer>;
  /** A machine's own token (RFC 6749 section 4.4). Raises the codes of `exchangeCode`. */
  requestClientCredentials(request: {
    readonly server: oauth.AuthorizationServer;
    readonly client: OAuthClient;
    readonly scopes: readonly string[];
    /** The API that the token is for, where the server is told. */
    readonly audience: string | null;
    readonly signal?: AbortSignal;
  }): Promise<TokenAnswer>;
  /** Another server's token for one of this server's (RFC 8693). Raises exchange_rejected and the codes above. */
  exchangeToken(request: {
    readonly server: oauth.AuthorizationServer;
    /** Null where the server knows the exchange by the token alone. */
    readonly clientId: string | null;
    readonly subject: SubjectToken;
    readonly scopes: readonly string[];
    readonly signal?: AbortSignal;
  }): Promise<TokenAnswer>;
  /**
   * Renews a grant the way it came about: by its refresh token (RFC 6749 section 6), by that and a new exchange, or by
   * asking again. Raises grant_dead, renewal_unavailable and the codes above.
   */
  refreshGrant(
    grant: Grant,
    client: OAuthClient,
    options?: {
      readonly signal?: AbortSignal;
      /**
       * Told of the grant as it stands between refresh and exchange: its refresh token is already the new one. What
       * follows may fail, and the old one is dead.
       */
      readonly onRotated?: (grant: Grant) => Promise<void>;
    },
  ): Promise<Grant>;
  /**
   * Revokes both tokens of a grant where their servers advertise revocation (RFC 7009); without, does nothing. Raises
   * the codes of `exchangeCode` after both were tried.
   */
  revokeGrant(grant: Grant, client: OAuthClient, signal?: AbortSignal): Promise<void>;
}

const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** The identity provider's proof to exchange: its ID token where there is one, else its access token. */
export function subjectOf(answer: Pick<TokenAnswer, 'idToken' | 'accessToken'>): SubjectToken {
  const token = answer.idToken ?? answer.accessToken;
  // Databricks takes JWTs under this one name, whatever they are for; an opaque token can only be an access token.
  const isJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
  return { token, type: `urn:ietf:params:oauth:token-type:${isJwt ? 'jwt' : 'access_token'}` };
}

export function createTokenClient(deps: {
  readonly fetch: Fetch;
  readonly allowLoopbackHttp: boolean;
  /** Milliseconds since the epoch. */
  now(): number;
}): TokenClient {
  const verifier = createIdTokenVerifier(deps);
  const requestOptions = (signal?: AbortSignal) => ({
    [oauth.customFetch]: deps.fetch,
    // Which http addresses are acceptable is decided once, in `requireSecureUrl`, for every request.
    [oauth.allowInsecureRequests]: deps.allowLoopbackHttp,
    ...(signal ? { signal } : {}),
  });
  const clientOf = (clientId: string): oauth.Client => ({
    client_id: clientId,
    [oauth.clockTolerance]: CLOCK_TOLERANCE_S,
  });
  const authenticationFor = (server: oauth.AuthorizationServer, { authentication }: OAuthClient) =>
    clientAuthentication(authentication, server.token_endpoint_auth_methods_supported ?? null);

  /** @param sent what went to the server and must not come back in its words */
  async function accepted(response: Response, use: TokenUse, sent: readonly string[]): Promise<string> {
    const { status, headers } = response;
    const body = await response.text();
    if (status !== 200) throw tokenError({ status, headers, body }, use, deps.now(), sent);
    const type = headers.get('content-type');
    if (use !== 'revocation' && type !== null && !/[/+]json\b/i.test(type)) {
      throw new AppError('token_response_invalid', 'The answer does not call itself JSON.');
    }
    return body;
  }

  /**
   * A lifetime counts from `obtainedAt`, before the request: where in the exchange the server started its clock nobody
   * says, and an answer may take half a minute.
   */
  async function answerOf(
    read: TokenFields,
    obtainedAt: number,
    clientId: string,
    jwksUri: string | null,
    signal?: AbortSignal,
  ): Promise<TokenAnswer> {
    const { accessToken, idToken } = read;
    if (read.claims) requireAuthorizedParty(read.claims, clientId, deps.now() / 1_000);
    if (idToken !== null && jwksUri !== null) {
      await verifier.verify({ idToken, accessToken, jwksUri, ...(signal ? { signal } : {}) });
    }
    const { refreshToken, scope, claims, fields, lifetimeAssumed } = read;
    const expiresAt = obtainedAt + read.lifetimeSeconds * 1_000;
    return { accessToken, refreshToken, scope, idToken, claims, fields, lifetimeAssumed, obtainedAt, expiresAt };
  }

  const exchangeToken: TokenClient['exchangeToken'] = async ({ server, clientId, subject, scopes, signal }) => {
    const sentAt = deps.now();
    const response = await oauth.genericTokenEndpointRequest(
      server,
      clientOf(clientId ?? 'unnamed'),
      // What proves anything here is the subject token; without an ID not even a name is sent.
      clientId === null ? () => undefined : oauth.None(),
      EXCHANGE_GRANT,
      { subject_token: subject.token, subject_token_type: subject.type, scope: scopes.join(' ') },
      requestOptions(signal),
    );
    const body = await accepted(response, 'exchange', [subject.token]);
    const read = await readTokenResponse(body, false, (answer) =>
      oauth.processGenericTokenEndpointResponse(server, clientOf(clientId ?? 'unnamed'), answer),
    );
    return answerOf(read, sentAt, clientId ?? '', null);
  };

  const requestClientCredentials: TokenClient['requestClientCredentials'] = async ({
    server,
    client,
    scopes,
    audience,
    signal,
  }) => {
    const sentAt = deps.now();
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      clientOf(client.clientId),
      await authenticationFor(server, client),
      { scope: scopes.join(' '), ...(audience === null ? {} : { audience }) },
      requestOptions(signal),
    );
    const body = await accepted(response, 'machine', secretsOf(client));
    const read = await readTokenResponse(body, false, (answer) =>
      oauth.processClientCredentialsResponse(server, clientOf(client.clientId), answer),
    );
    return answerOf(read, sentAt, client.clientId, null);
  };

  /** One use of the refresh token; an ID token is taken along only where something is done with it. */
  async function refresh(grant: Grant, client: OAuthClient, signal?: AbortSignal): Promise<TokenAnswer> {
    if (grant.refreshToken === null) {
      throw new AppError('renewal_unavailable', 'The authorization server gave no refresh token for this sign-in.');
    }
    const server = serverOf(grant);
    const sentAt = deps.now();
    const response = await oauth.refreshTokenGrantRequest(
      server,
      clientOf(client.clientId),
      await authenticationFor(server, client),
      grant.refreshToken,
      requestOptions(signal),
    );
    const body = await accepted(response, 'refresh', [grant.refreshToken, ...secretsOf(client)]);
    const { jwksUri } = grant.server;
    const read = await readTokenResponse(body, grant.exchange !== null && jwksUri !== null, (answer, idToken) =>
      oauth.processRefreshTokenResponse(withIssuerOf(server, idToken), clientOf(client.clientId), answer),
    );
    const { claims } = read;
    // OpenID Connect Core section 12.2
    if (claims && grant.subject !== null && claims.sub !== grant.subject) {
      throw new AppError('id_token_invalid', 'It names another person than the one who signed in (sub).');
    }
    return answerOf(read, sentAt, client.clientId, jwksUri, signal);
  }

  async function revoke(
    server: oauth.AuthorizationServer,
    client: OAuthClient,
    token: string,
    hint: 'refresh_token' | 'access_token',
    signal?: AbortSignal,
  ): Promise<void> {
    const response = await oauth.revocationRequest(
      server,
      clientOf(client.clientId),
      await authenticationFor(server, client),
      token,
      { ...requestOptions(signal), additionalParameters: { token_type_hint: hint } },
    );
    await accepted(response, 'revocation', [token, ...secretsOf(client)]);
  }

  return {
    exchangeToken,
    requestClientCredentials,
    exchangeCode: async (request) => {
      const { server, client, nonce, jwksUri, signal } = request;
      const sentAt = deps.now();
      const sent = [request.callbackParameters.get('code') ?? '', request.codeVerifier, ...secretsOf(client)];
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        clientOf(client.clientId),
        await authenticationFor(server, client),
        request.callbackParameters,
        request.redirectUri,
        request.codeVerifier,
        requestOptions(signal),
      );
      const body = await accepted(response, 'code', sent);
      const read = await readTokenResponse(body, nonce !== null && jwksUri !== null, (answer, idToken) =>
        oauth.processAuthorizationCodeResponse(
          withIssuerOf(server, idToken),
          clientOf(client.clientId),
          answer,
          // A server may leave `openid` ungranted and send no ID token; one that it sends must carry our nonce.
          idToken !== null && nonce !== null ? { expectedNonce: nonce, requireIdToken: true } : {},
        ),
      );
      return answerOf(read, sentAt, client.clientId, jwksUri, signal);
    },
    refreshGrant: async (grant, client, { signal, onRotated } = {}) => {
      const signals = signal ? { signal } : {};
      if (grant.flow === 'client_credentials') {
        const { requestedScopes: scopes, audience } = grant;
        const server = serverOf(grant);
        return renewedGrant(grant, await requestClientCredentials({ server, client, scopes, audience, ...signals }));
      }
      const renewed = await refresh(grant, client, signal);
      if (grant.exchange === null) return renewedGrant(grant, renewed);
      const rotated = { ...grant, refreshToken: renewed.refreshToken ?? grant.refreshToken };
      if (renewed.refreshToken !== null) await onRotated?.(rotated);
      const { tokenEndpoint, issuer, clientId, scopes } = grant.exchange;
      const server = { issuer, token_endpoint: tokenEndpoint };
      const subject = subjectOf(renewed);
      const exchanged = await exchangeToken({ server, clientId, subject, scopes, ...signals });
      // A refresh token that came with the exchange is not needed: the identity provider's is the one to rely on.
      return renewedGrant(rotated, { ...exchanged, refreshToken: null });
    },
    revokeGrant: async (grant, client, signal) => {
      const revocations: Promise<void>[] = [];
      const { exchange } = grant;
      if (grant.server.revocationEndpoint !== null) {
        const server = serverOf(grant);
        if (grant.refreshToken !== null) {
          revocations.push(revoke(server, client, grant.refreshToken, 'refresh_token', signal));
        }
        if (exchange === null) revocations.push(revoke(server, client, grant.accessToken, 'access_token', signal));
      }
      if (exchange?.revocationEndpoint && exchange.clientId !== null) {
        const { issuer, clientId, revocationEndpoint: revocation_endpoint } = exchange;
        const ours: OAuthClient = { clientId, authentication: { method: 'none' } };
        revocations.push(revoke({ issuer, revocation_endpoint }, ours, grant.accessToken, 'access_token', signal));
      }
      const outcomes = await Promise.allSettled(revocations);
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure) throw failure.reason;
    },
  };
}

/** What of a client must never be shown. */
function secretsOf({ authentication }: OAuthClient): string[] {
  return 'clientSecret' in authentication && authentication.clientSecret !== null ? [authentication.clientSecret] : [];
}

const withIssuerOf = (server: oauth.AuthorizationServer, idToken: string | null): oauth.AuthorizationServer =>
  idToken === null ? server : { ...server, issuer: issuerOfIdToken(server.issuer, idToken) };
