/** What a sign-in is asked to do: which server, which client, which scopes, and what the grant is to keep. */
import { fingerprintOf } from '../grants/grant-purpose.ts';
import { type ScopeRules, scopeRules } from '../grants/granted-scopes.ts';
import type { AuthorizationServerAddress, IdentityEndpoint, OAuthClient } from '../tokens/authorization-server.ts';
import type { ServerLocator } from '../tokens/host-metadata.ts';
import type { AccountWish } from './account-prompt.ts';
import type { AnswerRules } from './code-exchange.ts';

export interface SignInRequest extends IdentityEndpoint {
  readonly connectionId: string;
  readonly server: AuthorizationServerAddress;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  /** The API that the tokens are for, where the server is told. */
  readonly audience?: string | null;
  /** Registered loopback redirect URIs, tried in order. */
  readonly redirectUris: readonly string[];
  /** What the provider adds to the authorization request. */
  readonly extraParameters: Readonly<Record<string, string>>;
  /** Whether the server is to ask which account to use; left out: that is between the server and the browser. */
  readonly account?: AccountWish | null;
  /** What is particular about the server's answers; left out, what the standards say. */
  readonly rules?: AnswerRules;
  /** Names of the claims that the grant is to keep. */
  readonly claimNames?: readonly string[];
  /** Where the token is exchanged for the data platform's (RFC 8693). */
  readonly exchange?: ExchangeTarget | null;
  /** Who is handed the access token besides the data platform; the grant is bound to it. */
  readonly recipient?: string;
}

export interface ExchangeTarget {
  readonly server: AuthorizationServerAddress;
  /** Null where the server knows the exchange by the token alone. */
  readonly clientId: string | null;
  readonly scopes: readonly string[];
  readonly scopeRules: ScopeRules;
}

/** For a server of which nothing particular is known. */
export const standardRules: AnswerRules = {
  scopes: scopeRules({ refreshScope: 'offline_access', place: 'server' }),
  userNameClaims: ['email', 'preferred_username'],
  userNameField: null,
};

/**
 * The request, at the servers that its hosts name: from here on, nothing else is asked for and bound to. After an exchange it
 * is the exchanging server that knows the person.
 *
 * @throws AppError the codes of `ServerLocator.locate`
 */
export async function locateServers<Request extends LocatableRequest>(
  locator: ServerLocator,
  request: Request,
  signal?: AbortSignal,
): Promise<Request> {
  const { exchange = null } = request;
  const own = await locator.locate(request.server, signal);
  if (!exchange) return { ...request, ...own };
  const exchanging = await locator.locate(exchange.server, signal);
  return {
    ...request,
    ...exchanging,
    server: own?.server ?? request.server,
    exchange: { ...exchange, server: exchanging?.server ?? exchange.server },
  };
}

type LocatableRequest = IdentityEndpoint & Pick<SignInRequest, 'server' | 'exchange'>;

/** What the grant of this request is for, as one comparable value. */
export function fingerprintOfRequest(request: SignInRequest): string {
  const { server, client, scopes, audience = null, exchange = null, recipient } = request;
  return fingerprintOf({
    flow: exchange ? 'token_exchange' : 'authorization_code',
    issuer: server.issuer,
    clientId: client.clientId,
    scopes,
    audience,
    exchange: exchange && { ...exchange, issuer: exchange.server.issuer },
    ...(recipient === undefined ? {} : { recipient }),
  });
}
