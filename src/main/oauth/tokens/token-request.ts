/** One request to a token or revocation endpoint: authenticate the client, send, read the answer, check it. */
import * as oauth from 'oauth4webapi';
import { AppError, codeOf, withRemedy } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import type { Fetch } from '../../net/fetch.ts';
import { readText } from '../../net/read-text.ts';
import { toldInstant } from '../../net/server-time.ts';
import type { OAuthClient, ServerRules, TokenUse } from './authorization-server.ts';
import { basicCredentials, type Chosen, clientAuthentication, type SecretMethod } from './client-authentication.ts';
import { createIdTokenVerifier } from './id-token.ts';
import { readMember } from './json-object.ts';
import { saysTokenIsOver } from './refused-refresh.ts';
import { type Answered, createSecretMethods, sendAuthenticated } from './secret-methods.ts';
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
  /** Where the server took the secret of this client before, as far as a grant remembers. */
  readonly proven?: SecretMethod | undefined;
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
  const methods = createSecretMethods();
  /** How far the clock of each server is from the time to go by, in milliseconds, by its last answer. */
  const aheadByIssuer = new Map<string, number>();

  const sendOptions = (signal: AbortSignal | undefined): SendOptions => ({
    [oauth.customFetch]: options.fetch,
    // Which http addresses are acceptable is decided once, in `requireSecureUrl`, for every request.
    [oauth.allowInsecureRequests]: options.allowLoopbackHttp,
    ...(signal ? { signal } : {}),
  });

  /** Sends once. @param way how the client proves itself; null where there is no client */
  async function ask(use: TokenUse, request: EndpointRequest, way: Chosen | null): Promise<Asked> {
    const { server, client, rules } = request;
    // By its server's time: that is who judges what a client signs to prove itself.
    const named = libraryClient(client, now() + (aheadByIssuer.get(server.issuer) ?? 0));
    const authentication = way === null ? () => undefined : await clientAuthentication(way);
    const askedAt = uptime();
    const response = await request.send(named, authentication, sendOptions(request.signal));
    const { status, headers } = response;
    const serverTime = toldInstant(headers, uptime() - askedAt) ?? now();
    aheadByIssuer.set(server.issuer, serverTime - now());
    const body = response.ok ? await response.text() : await readText(response);
    if (response.ok) await request.onTokens?.(readableTokens(body));
    const isTaken = use === 'revocation' ? isRevoked(status, body) : status === 200 && !isRefusal(body);
    const error = isTaken ? null : tokenError({ status, headers, body }, use, serverTime, secretsIn(request), rules);
    return { client: named, status, type: headers.get('content-type'), body, error, serverTime };
  }

  async function send(use: TokenUse, request: EndpointRequest): Promise<Taken> {
    const { server, client, proven = null } = request;
    if (client === null) {
      const answer = await ask(use, request, null);
      if (answer.error) throw answer.error;
      return { ...answer, secretMethod: null };
    }
    const { issuer, token_endpoint_auth_methods_supported: supported = null } = server;
    const sending = { methods, use, issuer, client, supported, proven };
    const { answer, secretMethod } = await sendAuthenticated(sending, (way) => ask(use, request, way));
    return { ...answer, secretMethod };
  }

  async function requestChecked(use: TokenUse, request: TokenRequest): Promise<TokenAnswer> {
    const { server, jwksUri, subject, signal, rules = {} } = request;
    const askedAt = uptime();
    const { client: asking, type, body: sent, serverTime, secretMethod } = await send(use, request);
    const body = requireJson(type, sent, secretsIn(request));
    // The answer may have been the first to tell the time.
    const obtainedAt = Math.round(now() - (uptime() - askedAt));
    // What it holds is judged by the time of its server, also when that is not the time to go by.
    const client = atPresent(asking, serverTime);
    const reading = { keepIdToken: jwksUri !== null, obtainedAt, algorithmRemedy: rules.algorithmRemedy };
    const answer = await readTokenResponse(body, reading, (response, idToken) => {
      const issuer = idToken === null ? null : (rules.issuerOfIdToken?.(server.issuer, idToken) ?? null);
      return request.check(issuer === null ? server : { ...server, issuer }, client, response, idToken);
    });
    // A 200 alone proves nothing: a page that asks for a login to the network is one too.
    if (secretMethod !== null) methods.prove(server.issuer, client.client_id, secretMethod);
    const { idToken, accessToken, claims } = answer;
    // OpenID Connect Core section 12.2
    if (claims && subject !== null && claims.sub !== subject) {
      throw new AppError('id_token_invalid', { reason: 'otherPerson' });
    }
    if (claims) requireAuthorizedParty(claims, client.client_id, serverTime / 1_000);
    if (idToken !== null && jwksUri !== null) {
      await verifier.verify({ idToken, accessToken, jwksUri, ...(signal ? { signal } : {}) });
    }
    return { ...answer, ...(secretMethod && { secretMethod }) };
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

interface Asked extends Answered {
  readonly client: oauth.Client;
  /** The content type. */
  readonly type: string | null;
  /** What the time was by the server, in milliseconds since the epoch. */
  readonly serverTime: number;
}

/** An answer that was taken: of 200, or whatever a revocation is done with. */
type Taken = Asked & { readonly secretMethod: SecretMethod | null };

const libraryClient = (client: OAuthClient | null, now: number): oauth.Client =>
  atPresent({ client_id: client?.clientId ?? 'unnamed', [oauth.clockTolerance]: CLOCK_TOLERANCE_S }, now);

/** The library looks at the clock on the wall, and is told how far that is off. */
const atPresent = (client: oauth.Client, now: number): oauth.Client => ({
  ...client,
  [oauth.clockSkew]: Math.round((now - Date.now()) / 1_000),
});

/** What of a request must never be shown. */
const secretsIn = ({ sent, client }: EndpointRequest): string[] => [
  ...sent,
  ...(client === null ? [] : secretsOf(client)),
];

/** What of a client must never be shown, also as it stands in the header. */
function secretsOf({ clientId, authentication }: OAuthClient): string[] {
  const secret = 'clientSecret' in authentication ? authentication.clientSecret : null;
  return secret === null ? [] : [secret, basicCredentials(clientId, secret)];
}

/** Some servers answer 200 to what they refuse. An answer that also brings a token is none of them. */
function isRefusal(body: string): boolean {
  const error = readMember(body, 'error');
  return typeof error === 'string' && error !== '' && (readMember(body, 'access_token') ?? null) === null;
}

/**
 * Whether a revocation has what it wanted. Of the answer nothing is needed, so that any success is one, also without a body;
 * and a token that is over already is no error (RFC 7009 section 2.2), although Google and others make one of it.
 */
function isRevoked(status: number, body: string): boolean {
  if ((status === 200 || status === 400) && saysTokenIsOver(body)) return true;
  return status >= 200 && status < 300 && !isRefusal(body);
}

/** The body of a token answer, unless it calls itself something else than JSON. */
function requireJson(type: string | null, body: string, secrets: readonly string[]): string {
  if (type !== null && !/[/+]json\b/i.test(type)) {
    const said = shownWords(serverWords({ headers: new Headers({ 'content-type': type }), body }), secrets);
    throw new AppError('token_response_invalid', { reason: 'notJson', said });
  }
  return body;
}
