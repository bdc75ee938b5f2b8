/** A grant for a machine (RFC 6749 section 4.4): no browser and no person, only the application's own proof. */
import type { Log } from '../audit/log.ts';
import type { Fetch } from '../net/fetch.ts';
import type { AuthorizationServerAddress, OAuthClient } from './authorization-server.ts';
import { fingerprintOf } from './connection-fingerprint.ts';
import type { Grant } from './grant.ts';
import { grantedScopes, type ScopeRules } from './granted-scopes.ts';
import type { MetadataSource } from './metadata.ts';
import { serverRecord } from './server-record.ts';
import type { TokenClient } from './token-client.ts';
import { whoAmI } from './who-am-i.ts';

export interface MachineGrantRequest {
  readonly connectionId: string;
  readonly server: AuthorizationServerAddress;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  /** The API that the tokens are for, where the server is told. */
  readonly audience: string | null;
  readonly scopeRules: ScopeRules;
  /** SCIM Me, which also knows service accounts, or null. */
  readonly identityUrl: string | null;
}

/** Raises scopes_missing, the codes of `MetadataSource.find` and of `TokenClient.askForMachine`. */
export async function obtainMachineGrant(
  deps: {
    readonly fetch: Fetch;
    readonly metadata: MetadataSource;
    readonly tokenClient: TokenClient;
    readonly log: Log;
  },
  request: MachineGrantRequest,
  signal?: AbortSignal,
): Promise<Grant> {
  const { connectionId, client, scopes, audience, identityUrl } = request;
  const signals = signal ? { signal } : {};
  const server = await deps.metadata.find(request.server, signal);
  const answer = await deps.tokenClient.askForMachine({ server, client, scopes, audience, ...signals });
  const { accessToken } = answer;
  // Only the interface shows it; a machine that cannot be named works all the same.
  const identity = await whoAmI(deps, { identityUrl, accessToken, claims: null, ...signals }).catch(() => null);
  const { issuer } = request.server;
  const { clientId } = client;
  return {
    formatVersion: 2,
    connectionId,
    flow: 'client_credentials',
    fingerprint: fingerprintOf({ flow: 'client_credentials', issuer, clientId, scopes, audience, exchange: null }),
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
    server: serverRecord(server, null),
    exchange: null,
  };
}
