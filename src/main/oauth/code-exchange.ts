/** From the parameters of a callback to a grant. */
import * as oauth from 'oauth4webapi';
import { AppError } from '../../shared/errors.ts';
import type { Log } from '../audit/log.ts';
import type { Fetch } from '../net/fetch.ts';
import { authorizationError } from './authorization-error.ts';
import type { OAuthClient } from './authorization-server.ts';
import type { Grant } from './grant.ts';
import { grantedScopes } from './granted-scopes.ts';
import type { ServerMetadata } from './metadata.ts';
import type { TokenClient } from './token-client.ts';
import { whoAmI } from './who-am-i.ts';

export interface CodeExchange {
  readonly connectionId: string;
  readonly server: ServerMetadata;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  readonly identityUrl: string | null;
  /** As the browser brought them; only `state` has been looked at. */
  readonly callbackParameters: URLSearchParams;
  readonly state: string;
  readonly nonce: string | null;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly signal: AbortSignal;
}

/**
 * Checks the authorization response, trades its code, compares the scopes and asks who it is. Raises
 * authorization_*, scopes_missing, the codes of `TokenClient.exchangeCode` and of `whoAmI`, or the signal's reason.
 */
export async function exchangeForGrant(
  deps: { readonly fetch: Fetch; readonly tokenClient: TokenClient; readonly log: Log },
  exchange: CodeExchange,
): Promise<Grant> {
  const { server, client, signal } = exchange;
  const tokens = await deps.tokenClient.exchangeCode({
    server,
    client,
    callbackParameters: checkedResponse(exchange),
    redirectUri: exchange.redirectUri,
    codeVerifier: exchange.codeVerifier,
    nonce: exchange.nonce,
    signal,
  });
  const scopes = grantedScopes(exchange.scopes, tokens.scope);
  const { identityUrl } = exchange;
  const { accessToken, claims } = tokens;
  const person = await whoAmI(deps, { identityUrl, accessToken, claims, signal });
  return {
    formatVersion: 1,
    connectionId: exchange.connectionId,
    accessToken,
    refreshToken: tokens.refreshToken,
    scopes,
    requestedScopes: [...exchange.scopes],
    signedInAt: tokens.obtainedAt,
    obtainedAt: tokens.obtainedAt,
    expiresAt: tokens.expiresAt,
    lifetimeAssumed: tokens.lifetimeAssumed,
    person,
    clientId: client.clientId,
    server: {
      issuer: server.issuer,
      tokenEndpoint: server.token_endpoint,
      revocationEndpoint: server.revocation_endpoint ?? null,
    },
  };
}

/** RFC 6749 section 4.1.2 and RFC 9207, by the library; we only give its refusals their names. */
function checkedResponse({ server, client, callbackParameters, state }: CodeExchange): URLSearchParams {
  let checked: URLSearchParams;
  try {
    checked = oauth.validateAuthResponse(server, { client_id: client.clientId }, callbackParameters, state);
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      throw authorizationError(error.error, error.error_description ?? null);
    }
    const issuers = callbackParameters.getAll('iss');
    const required = server.authorization_response_iss_parameter_supported === true;
    if (issuers.length === 1 ? issuers[0] !== server.issuer : issuers.length === 0 && required) {
      const said = issuers.length === 0 ? 'did not say who sent it' : 'names another issuer';
      throw new AppError('authorization_issuer_mismatch', `The answer ${said}; expected ${server.issuer}.`);
    }
    throw new AppError('authorization_response_invalid', 'The answer holds a parameter twice or of the wrong kind.');
  }
  // Parameters must not come twice (RFC 6749 section 3.1); which of two codes is ours, nobody could say.
  const codes = checked.getAll('code');
  if (codes.length !== 1 || codes[0] === '') {
    throw new AppError('authorization_response_invalid', 'The answer does not hold exactly one code.');
  }
  return checked;
}
