/** Obtains the grant of a service account by client credentials (RFC 6749 section 4.4): no browser and no person. */
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Grant } from '../grants/grant.ts';
import { fingerprintOf } from '../grants/grant-purpose.ts';
import { grantedScopes, type ScopeRules } from '../grants/granted-scopes.ts';
import type { AuthorizationServerAddress, IdentityEndpoint, OAuthClient } from '../tokens/authorization-server.ts';
import type { MetadataSource } from '../tokens/server-metadata.ts';
import { serverRecord } from '../tokens/server-record.ts';
import type { TokenClient } from '../tokens/token-client.ts';
import { findIdentity } from './identity.ts';
import { locateServers } from './sign-in-request.ts';

/** SCIM Me also knows service accounts. */
export interface ClientCredentialsRequest extends IdentityEndpoint {
  readonly connectionId: string;
  readonly server: AuthorizationServerAddress;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  /** The API that the tokens are for, where the server is told. */
  readonly audience: string | null;
  readonly scopeRules: ScopeRules;
  /** Who is handed the access token besides the data platform; the grant is bound to it. */
  readonly recipient?: string;
}

/** @throws AppError `scopes_missing`, the codes of `MetadataSource.locate` and `find`, and of `TokenClient.requestClientCredentials` */
export async function obtainServiceAccountGrant(
  options: {
    readonly fetch: Fetch;
    readonly metadata: MetadataSource;
    readonly tokenClient: TokenClient;
    readonly log: Log;
  },
  asked: ClientCredentialsRequest,
  signal?: AbortSignal,
): Promise<Grant> {
  const request = await locateServers(options.metadata, asked, signal);
  const { connectionId, client, scopes, audience, identityUrl, identityHeaders, recipient } = request;
  const signals = signal ? { signal } : {};
  const identityEndpoint = { identityUrl, ...(identityHeaders && { identityHeaders }) };
  const server = await options.metadata.find(request.server, signal);
  const answer = await options.tokenClient.requestClientCredentials({
    server,
    rules: request.server,
    client,
    scopes,
    audience,
    ...signals,
  });
  const { accessToken } = answer;
  // Only the interface shows it; a service account that cannot be named works all the same.
  const identity = await findIdentity(options, { ...identityEndpoint, accessToken, claims: null, ...signals }).catch(
    () => null,
  );
  const { issuer } = request.server;
  const { clientId } = client;
  return {
    formatVersion: 2,
    connectionId,
    flow: 'client_credentials',
    fingerprint: fingerprintOf({
      flow: 'client_credentials',
      issuer,
      clientId,
      scopes,
      audience,
      exchange: null,
      ...(recipient === undefined ? {} : { recipient }),
    }),
    accessToken,
    // One that comes all the same is not needed (RFC 6749 section 4.4.3).
    refreshToken: null,
    scopes: grantedScopes(scopes, answer.scope, request.scopeRules),
    requestedScopes: [...scopes],
    audience,
    signedInAt: answer.obtainedAt,
    obtainedAt: answer.obtainedAt,
    expiresAt: answer.expiresAt,
    lifetimeAssumed: answer.lifetimeAssumed,
    person: identity?.person ?? null,
    subject: null,
    claims: {},
    clientId,
    server: serverRecord(server, null, answer.secretMethod),
    exchange: null,
  };
}
