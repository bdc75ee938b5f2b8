/** One request to a token or revocation endpoint: authenticate the client, send, read the answer, check it. */
import * as oauth from 'oauth4webapi';
import { AppError, codeOf, withRemedy } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import type { Fetch } from '../../net/fetch.ts';
import { readText } from '../../net/read-text.ts';
import { toldInstant } from '../../net/server-time.ts';
import type { OAuthClient, ServerRules, TokenUse } from './authorization-server.ts';
import { clientAuthentication } from './client-authentication.ts';
import { createIdTokenVerifier } from './id-token.ts';
import { readMember } from './json-object.ts';
import { serverWords, shownWords } from './server-words.ts';
import { tokenError } from './token-error.ts';
import {
  CLOCK_TOLERANCE_S,
  type ReadableTokens,
  readableTokens,
  readTokenResponse,
  requireAuthorizedParty,
  type TokenAnswer,
} from './token-response.ts';

export interface TokenRequestsOptions extends Clock {
  readonly fetch: Fetch;
  readonly allowLoopbackHttp: boolean;
}

/** What every request of oauth4webapi is given. */
interface SendOptions {
  readonly [oauth.customFetch]: Fetch;
  readonly [oauth.allowInsecureRequests]: boolean;
  readonly signal?: AbortSignal;
}

interface EndpointRequest {
  readonly server: oauth.AuthorizationServer;
  /** Null where the server knows the request by its token alone: then not even a client ID is sent. */
  readonly client: OAuthClient | null;
  readonly rules?: ServerRules;
  /** Secrets of the request besides those of the client; they must not come back in the server's words. */
  readonly sent: readonly string[];
  /** oauth4webapi's request. */
  send(client: oauth.Client, authentication: oauth.ClientAuth, options: SendOptions): Promise<Response>;
  /**
   * Told of the tokens of an answer as soon as they can be read, and waited for. From then on the server counts on them,
   * whether the answer passes its checks or not.
   */
  readonly onTokens?: (tokens: ReadableTokens) => Promise<void> | void;
  readonly signal?: AbortSignal | undefined;
}

export interface TokenRequest extends EndpointRequest {
  /** oauth4webapi's check of the answer. */
  check(
    server: oauth.AuthorizationServer,
    client: oauth.Client,
    answer: Response,
    idToken: string | null,
  ): Promise<oauth.TokenEndpointResponse>;
  /** Where the keys for an ID token are. Null: an ID token is not taken into account. */
  readonly jwksUri: string | null;
  /** The person that an ID token must name; null when there is none to hold it to. */
  readonly subject: string | null;
}

export interface TokenRequests {
  /**
   * Asks for tokens, and checks everything about the answer.
   *
   * @throws AppError the codes of `tokenError`, `token_response_invalid`, `id_token_invalid`, `metadata_invalid` (no
   * keys), `private_key_invalid`, `offline`, `tls_untrusted`, `response_too_large`; or the signal's reason
   */
  requestToken(use: Exclude<TokenUse, 'revocation'>, request: TokenRequest): Promise<TokenAnswer>;
  /** Revokes a token (RFC 7009). Rejects with the codes of `requestToken`. */
  requestRevocation(request: EndpointRequest): Promise<void>;
}

export function createTokenRequests(options: TokenRequestsOptions): TokenRequests {
  const { now, uptime } = options;
  const verifier = createIdTokenVerifier(options);
  /** How far the clock of each server is from the time to go by, in milliseconds, by its last answer. */
  const aheadByIssuer = new Map<string, number>();

  const sendOptions = (signal: AbortSignal | undefined): SendOptions => ({
    [oauth.customFetch]: options.fetch,
    // Which http addresses are acceptable is decided once, in `requireSecureUrl`, for every request.
    [oauth.allowInsecureRequests]: options.allowLoopbackHttp,
    ...(signal ? { signal } : {}),
  });

  /** @returns with the answer, what the time was by its server, in milliseconds since the epoch */
  async function send(
    use: TokenUse,
    request: EndpointRequest,
  ): Promise<{ client: oauth.Client; body: string; serverTime: number }> {
    const { server, client, sent, rules } = request;
    // By its server's time: that is who judges what a client signs to prove itself.
    const named = libraryClient(client, now() + (aheadByIssuer.get(server.issuer) ?? 0));
    const authentication = client === null ? () => undefined : await authenticationOf(client, server);
    const askedAt = uptime();
    const response = await request.send(named, authentication, sendOptions(request.signal));
    const { status, headers } = response;
    const serverTime = toldInstant(headers, uptime() - askedAt) ?? now();
    aheadByIssuer.set(server.issuer, serverTime - now());
    const body = response.ok ? await response.text() : await readText(response);
    if (response.ok) await request.onTokens?.(readableTokens(body));
    const secrets = [...sent, ...(client === null ? [] : secretsOf(client))];
    const isTaken = status === 200 && !isRefusal(body);
    if (!isTaken) throw tokenError({ status, headers, body }, use, serverTime, secrets, rules);
    return { client: named, body: requireJson(use, headers.get('content-type'), body, secrets), serverTime };
  }

  async function requestChecked(use: TokenUse, request: TokenRequest): Promise<TokenAnswer> {
    const { server, jwksUri, subject, signal, rules = {} } = request;
    const askedAt = uptime();
    const { client: asking, body, serverTime } = await send(use, request);
    // The answer may have been the first to tell the time.
    const obtainedAt = Math.round(now() - (uptime() - askedAt));
    // What it holds is judged by the time of its server, also when that is not the time to go by.
    const client = atPresent(asking, serverTime);
    const reading = { keepIdToken: jwksUri !== null, obtainedAt, algorithmRemedy: rules.algorithmRemedy };
    const answer = await readTokenResponse(body, reading, (response, idToken) => {
      const issuer = idToken === null ? null : (rules.issuerOfIdToken?.(server.issuer, idToken) ?? null);
      return request.check(issuer === null ? server : { ...server, issuer }, client, response, idToken);
    });
    const { idToken, accessToken, claims } = answer;
    // OpenID Connect Core section 12.2
    if (claims && subject !== null && claims.sub !== subject) {
      throw new AppError('id_token_invalid', { reason: 'otherPerson' });
    }
    if (claims) requireAuthorizedParty(claims, client.client_id, serverTime / 1_000);
    if (idToken !== null && jwksUri !== null) {
      await verifier.verify({ idToken, accessToken, jwksUri, ...(signal ? { signal } : {}) });
    }
    return answer;
  }

  async function requestToken(use: TokenUse, request: TokenRequest): Promise<TokenAnswer> {
    try {
      return await requestChecked(use, request);
    } catch (error) {
      throw error instanceof AppError ? withRemedy(error, request.rules?.remedies?.[codeOf(error)]) : error;
    }
  }

  return { requestToken, requestRevocation: async (request) => void (await send('revocation', request)) };
}

const libraryClient = (client: OAuthClient | null, now: number): oauth.Client =>
  atPresent({ client_id: client?.clientId ?? 'unnamed', [oauth.clockTolerance]: CLOCK_TOLERANCE_S }, now);

/** The library looks at the clock on the wall, and is told how far that is off. */
const atPresent = (client: oauth.Client, now: number): oauth.Client => ({
  ...client,
  [oauth.clockSkew]: Math.round((now - Date.now()) / 1_000),
});

const authenticationOf = ({ authentication }: OAuthClient, server: oauth.AuthorizationServer) =>
  clientAuthentication(authentication, server.token_endpoint_auth_methods_supported ?? null);

/** What of a client must never be shown. */
function secretsOf({ authentication }: OAuthClient): string[] {
  return 'clientSecret' in authentication && authentication.clientSecret !== null ? [authentication.clientSecret] : [];
}

/** Some servers answer 200 to what they refuse. An answer that also brings a token is none of them. */
function isRefusal(body: string): boolean {
  const error = readMember(body, 'error');
  return typeof error === 'string' && error !== '' && (readMember(body, 'access_token') ?? null) === null;
}

/** The body, unless it is a token answer that calls itself something else than JSON. */
function requireJson(use: TokenUse, type: string | null, body: string, secrets: readonly string[]): string {
  if (use !== 'revocation' && type !== null && !/[/+]json\b/i.test(type)) {
    const said = shownWords(serverWords({ headers: new Headers({ 'content-type': type }), body }), secrets);
    throw new AppError('token_response_invalid', { reason: 'notJson', said });
  }
  return body;
}
