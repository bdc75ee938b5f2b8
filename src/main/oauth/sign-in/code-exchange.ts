/** Turns the parameters of a callback into a grant. */
import * as oauth from 'oauth4webapi';
import { AppError } from '../../../shared/errors.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Grant } from '../grants/grant.ts';
import { grantedScopes, type ScopeRules } from '../grants/granted-scopes.ts';
import type { IdentityEndpoint, OAuthClient, ServerRules } from '../tokens/authorization-server.ts';
import type { ServerMetadata } from '../tokens/server-metadata.ts';
import { serverRecord } from '../tokens/server-record.ts';
import { type SubjectToken, subjectOf, type TokenClient } from '../tokens/token-client.ts';
import type { TokenAnswer } from '../tokens/token-response.ts';
import type { UserInfo } from '../tokens/user-info.ts';
import { answerWords, authorizationError } from './authorization-error.ts';
import { findPerson, type PersonRules } from './person.ts';

/** What a provider says about the answers of its servers. */
export interface AnswerRules extends PersonRules {
  readonly scopes: ScopeRules;
}

export interface CodeExchange extends IdentityEndpoint {
  readonly connectionId: string;
  readonly server: ServerMetadata;
  readonly serverRules: ServerRules;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  readonly audience: string | null;
  readonly rules: AnswerRules;
  /** Of what the grant is for (see `fingerprintOf`). */
  readonly fingerprint: string;
  /** Names of the claims to keep. */
  readonly claimNames: readonly string[];
  /** Where the keys for ID tokens are; null when none is wanted or none could be verified. */
  readonly jwksUri: string | null;
  /** Where the token is exchanged for the data platform's (RFC 8693), or null. */
  readonly tokenExchange: {
    readonly server: ServerMetadata;
    readonly serverRules: ServerRules;
    readonly clientId: string | null;
    readonly scopes: readonly string[];
    readonly scopeRules: ScopeRules;
  } | null;
  /** As the browser brought them; only `state` has been looked at. */
  readonly callbackParameters: URLSearchParams;
  readonly state: string;
  readonly nonce: string | null;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly signal: AbortSignal;
}

/**
 * Checks the authorization response, trades its code, compares the scopes, exchanges the token where that is the way,
 * and asks who it is. Tokens of a sign-in that fails after they came are given to `revoke`, also when their own answer was
 * what failed.
 *
 * @throws AppError `authorization_…`, `scopes_missing`, the codes of `TokenClient` and of `findPerson`; or the
 * signal's reason
 */
export async function exchangeForGrant(
  options: {
    readonly fetch: Fetch;
    readonly tokenClient: TokenClient;
    readonly userInfo: UserInfo;
    readonly log: Log;
    /** Begins to tell the server that tokens are not wanted after all. Best effort. */
    revoke?(grant: Grant, client: OAuthClient): void;
  },
  exchange: CodeExchange,
): Promise<Grant> {
  const callbackParameters = requireValidResponse(exchange);
  const brought: Grant[] = [];
  try {
    return await bringGrant(options, exchange, callbackParameters, (grant) => void brought.push(grant));
  } catch (error) {
    const latest = brought.at(-1);
    if (latest) options.revoke?.(latest, exchange.client);
    throw error;
  }
}

/** @param bring told of what the sign-in has brought so far, checked or not */
async function bringGrant(
  options: {
    readonly fetch: Fetch;
    readonly tokenClient: TokenClient;
    readonly userInfo: UserInfo;
    readonly log: Log;
  },
  exchange: CodeExchange,
  callbackParameters: URLSearchParams,
  bring: (grant: Grant) => void,
): Promise<Grant> {
  const { signal, rules } = exchange;
  const tokens = await options.tokenClient.exchangeCode({
    server: exchange.server,
    rules: exchange.serverRules,
    client: exchange.client,
    callbackParameters,
    redirectUri: exchange.redirectUri,
    codeVerifier: exchange.codeVerifier,
    nonce: exchange.nonce,
    jwksUri: exchange.jwksUri,
    onTokens: ({ accessToken, refreshToken }) => {
      if (accessToken ?? refreshToken)
        bring(grantOf(exchange, { ...unchecked, accessToken: accessToken ?? '', refreshToken }));
    },
    signal,
  });
  const signedIn = grantOf(exchange, tokens);
  bring(signedIn);
  let grant: Grant = { ...signedIn, scopes: grantedScopes(exchange.scopes, tokens.scope, rules.scopes) };
  if (exchange.tokenExchange) {
    const subject = subjectOf(tokens);
    grant = await withExchangedToken(options.tokenClient, exchange.tokenExchange, grant, subject, signal, bring);
  }
  const found = await findPerson(options, exchange, tokens, grant.accessToken);
  signal.throwIfAborted();
  return { ...grant, ...found };
}

type AnswerOfGrant = Pick<
  TokenAnswer,
  | 'accessToken'
  | 'refreshToken'
  | 'obtainedAt'
  | 'expiresAt'
  | 'lifetimeAssumed'
  | 'refreshEndsAt'
  | 'claims'
  | 'secretMethod'
>;

/** What is said of tokens whose answer has not been checked: enough to revoke them. */
const unchecked: Omit<AnswerOfGrant, 'accessToken' | 'refreshToken'> = {
  obtainedAt: 0,
  expiresAt: 0,
  lifetimeAssumed: true,
  claims: null,
};

/** The grant as the token answer alone describes it. */
function grantOf(exchange: CodeExchange, tokens: AnswerOfGrant): Grant {
  const { server, client, jwksUri } = exchange;
  return {
    formatVersion: 2,
    connectionId: exchange.connectionId,
    flow: exchange.tokenExchange ? 'token_exchange' : 'authorization_code',
    fingerprint: exchange.fingerprint,
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    ...(tokens.refreshEndsAt !== undefined && { refreshEnd: { at: tokens.refreshEndsAt, isFixed: false } }),
    scopes: [],
    requestedScopes: [...exchange.scopes],
    audience: exchange.audience,
    signedInAt: tokens.obtainedAt,
    obtainedAt: tokens.obtainedAt,
    expiresAt: tokens.expiresAt,
    lifetimeAssumed: tokens.lifetimeAssumed,
    person: null,
    subject: tokens.claims?.sub ?? null,
    claims: {},
    clientId: client.clientId,
    server: serverRecord(server, jwksUri, tokens.secretMethod),
    exchange: null,
  };
}

/** The grant with the data platform's token in the place of the identity provider's. */
async function withExchangedToken(
  tokenClient: TokenClient,
  target: NonNullable<CodeExchange['tokenExchange']>,
  grant: Grant,
  subject: SubjectToken,
  signal: AbortSignal,
  bring: (grant: Grant) => void,
): Promise<Grant> {
  const { server, serverRules: rules, clientId, scopes } = target;
  const answer = await tokenClient.exchangeToken({ server, rules, clientId, subject, scopes, signal });
  const exchanged: Grant = {
    ...grant,
    accessToken: answer.accessToken,
    obtainedAt: answer.obtainedAt,
    expiresAt: answer.expiresAt,
    lifetimeAssumed: answer.lifetimeAssumed,
    exchange: {
      issuer: server.issuer,
      tokenEndpoint: server.token_endpoint,
      revocationEndpoint: server.revocation_endpoint ?? null,
      clientId,
      scopes: [...scopes],
    },
  };
  bring(exchanged);
  return { ...exchanged, scopes: grantedScopes(scopes, answer.scope, target.scopeRules) };
}

/**
 * The parameters of an authorization response that passed RFC 6749 section 4.1.2 and RFC 9207.
 *
 * @throws AppError `authorization_…`
 */
function requireValidResponse(exchange: CodeExchange): URLSearchParams {
  const { server, serverRules, client, callbackParameters, state } = exchange;
  const stated = callbackParameters.get('iss');
  const issuer = stated === null ? null : (serverRules.issuerOfResponse?.(server.issuer, stated) ?? null);
  let checked: URLSearchParams;
  try {
    checked = oauth.validateAuthResponse(
      issuer === null ? server : { ...server, issuer },
      { client_id: client.clientId },
      callbackParameters,
      state,
    );
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      throw authorizationError(error.error, error.error_description ?? null, serverRules);
    }
    throw unusableResponse(server, callbackParameters);
  }
  // Parameters must not come twice (RFC 6749 section 3.1); nothing says which of two codes is ours.
  const codes = checked.getAll('code');
  const { error, description } = answerWords(checked);
  if (codes.length === 0 && (error !== '' || description !== '')) {
    throw authorizationError(error, description, serverRules);
  }
  if (codes.length !== 1 || codes[0] === '') {
    throw new AppError('authorization_response_invalid', { reason: 'codeCount' });
  }
  return checked;
}

/** Names what the library refused. */
function unusableResponse(server: ServerMetadata, callbackParameters: URLSearchParams): AppError {
  const { issuer } = server;
  const issuers = callbackParameters.getAll('iss');
  const isRequired = server.authorization_response_iss_parameter_supported === true;
  if (issuers.length === 0 && isRequired) {
    return new AppError('authorization_issuer_mismatch', { reason: 'unnamed', issuer });
  }
  if (issuers.length === 1 && issuers[0] !== issuer) {
    return new AppError('authorization_issuer_mismatch', { reason: 'other', issuer });
  }
  return new AppError('authorization_response_invalid', { reason: 'malformed' });
}
