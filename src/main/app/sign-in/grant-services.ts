/** What obtains, keeps, renews and revokes grants, put together for the connections of this computer. */
import { type AppError, codeOf } from '../../../shared/errors.ts';
import type { GrantView } from '../../../shared/state.ts';
import type { Clock } from '../../async/clock.ts';
import { systemTimers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { ClosableFetch } from '../../net/fetch.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import { createGrantKeeper, type GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { RefreshRules } from '../../oauth/grants/grant-view.ts';
import { scopesProblem } from '../../oauth/grants/granted-scopes.ts';
import { mayBeOneGrant } from '../../oauth/grants/same-grant.ts';
import type { OAuthClient } from '../../oauth/tokens/authorization-server.ts';
import { createRevocations } from '../../oauth/tokens/revocations.ts';
import { createMetadataSource, type MetadataSource } from '../../oauth/tokens/server-metadata.ts';
import { createTokenClient, type TokenClient } from '../../oauth/tokens/token-client.ts';
import { providerOf } from '../../providers/registry.ts';
import type { Connections } from '../profiles/connections.ts';
import type { Secrets } from '../profiles/profile-secrets.ts';

export interface GrantServicesOptions extends Clock {
  readonly connections: Connections;
  readonly secrets: Secrets;
  /** Closed by `dispose`, after the last request. */
  readonly fetch: ClosableFetch;
  readonly allowLoopbackHttp: boolean;
  /** Whether a server has told the time since the program started. Left out: it has. */
  isTimeKnown?(): boolean;
  /** The connection to which a person is signing in, from when the browser opens; null when to none. Left out: to none. */
  signingIn?(): string | null;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  readonly log: Log;
  /** A server did not accept that tokens are no longer wanted. */
  onRevocationRefused(error: AppError): void;
  onChange(connectionId: string, view: GrantView): void;
  onEvent(event: GrantEvent): void;
}

export interface GrantServices {
  readonly metadata: MetadataSource;
  readonly tokenClient: TokenClient;
  readonly keeper: GrantKeeper;
  /**
   * Keeps a new grant, and remembers to which client it was given. The one before is revoked where it is known to be
   * another person's. @throws AppError as `GrantKeeper.adopt`
   */
  adopt(grant: Grant, client: OAuthClient): Promise<void>;
  /**
   * Begins to revoke the tokens of a grant that is not kept, unless that could end one that is. Never throws.
   *
   * @param given the client that the grant was given to; left out, that of its connection
   */
  revoke(grant: Grant, given?: OAuthClient): void;
  /** Resolves when the revocations under way have ended, after three seconds at the latest. */
  revocationsEnded(): Promise<void>;
  /** Saves what is under way and gives revocations their three seconds. */
  dispose(): Promise<void>;
}

export function createGrantServices(options: GrantServicesOptions): GrantServices {
  const { connections, secrets, fetch, allowLoopbackHttp, now, uptime, random, log, onChange, onEvent } = options;
  const metadata = createMetadataSource({ fetch, allowLoopbackHttp, now, uptime, log });
  const tokenClient = createTokenClient({ fetch, allowLoopbackHttp, now, uptime });
  const revocations = createRevocations({ ...systemTimers, log, onRefused: options.onRevocationRefused });
  /** The client that each grant came with, to revoke it after its connection has changed or gone. */
  const clientsOfGrants = new WeakMap<Grant, OAuthClient>();

  async function refresh(grant: Grant, keepRotated: (rotated: Grant) => Promise<void>): Promise<Grant> {
    const rules = connections.serverRulesOf(grant.connectionId);
    const client = await connections.clientOfGrant(grant);
    clientsOfGrants.set(grant, client);
    const onRotated = (rotated: Grant) => {
      clientsOfGrants.set(rotated, client);
      return keepRotated(rotated);
    };
    const next = await tokenClient.refreshGrant(grant, client, { rules, onRotated });
    clientsOfGrants.set(next, client);
    return next;
  }

  function revoke(grant: Grant, given?: OAuthClient): void {
    // Asked in this very turn: signing out takes the secret of the connection away next.
    const present = given ? Promise.resolve(given) : connections.clientOfGrant(grant);
    const client = present.catch((error: unknown) => {
      const earlier = clientsOfGrants.get(grant);
      if (!earlier) throw error;
      return earlier;
    });
    revocations.start(grant, async (signal) => {
      // Looked at after this turn, in which a sign-out lets go of all the connections of a profile.
      const owner = await client;
      if (mayEndAnother(options, keeper, grant)) return false;
      await tokenClient.revokeGrant(grant, owner, signal);
      return true;
    });
  }

  const keeper = createGrantKeeper({
    ...systemTimers,
    load: (connectionId) => loadBound(options, connectionId),
    save: secrets.saveGrant,
    remove: secrets.removeGrant,
    refresh,
    scopesProblem: (grant) => missingScopes(connections, grant),
    refreshRules: (connectionId) => refreshRules(connections, connectionId),
    revoke: (grant) => revoke(grant),
    isCurrentFor(grant) {
      if (!connections.exists(grant.connectionId)) return false;
      const { connection, profile } = connections.find(grant.connectionId);
      return connections.fits(grant, connection, profile);
    },
    now,
    uptime,
    ...(options.isTimeKnown && { isTimeKnown: options.isTimeKnown }),
    random,
    log,
    onChange,
    onEvent,
  });

  return {
    metadata,
    tokenClient,
    keeper,
    async adopt(grant, client) {
      const { connectionId } = grant;
      const earlier = keeper.held().find((kept) => kept.connectionId === connectionId);
      clientsOfGrants.set(grant, client);
      await keeper.adopt(grant);
      // Another person has taken over: the tokens of the one before are wanted no more.
      if (earlier && !mayBeOneGrant(earlier, grant)) revoke(earlier);
    },
    revoke,
    revocationsEnded: revocations.settled,
    async dispose() {
      await keeper.dispose();
      await revocations.settled();
      await fetch.close();
    },
  };
}

/** Whether to revoke a grant could end one that is kept, in use or in a vault that cannot be read now, or about to be. */
function mayEndAnother(
  { connections, signingIn }: Pick<GrantServicesOptions, 'connections' | 'signingIn'>,
  keeper: Pick<GrantKeeper, 'held' | 'unread'>,
  grant: Grant,
): boolean {
  // Of what is not in use, nothing is known but its application, whatever Sigma the tokens go to.
  const isOfSameClient = (id: string) =>
    connections.exists(id) && connections.find(id).connection.clientId === grant.clientId;
  const inBrowser = signingIn?.() ?? null;
  return (
    keeper.held().some((kept) => mayBeOneGrant(kept, grant)) ||
    keeper.unread().some((id) => id === grant.connectionId || isOfSameClient(id)) ||
    // What failed of this very sign-in is what is to be revoked.
    (inBrowser !== null && inBrowser !== grant.connectionId && isOfSameClient(inBrowser))
  );
}

/** The stored grant, bound to the Sigma that its connection is for; see `Connections.boundToSigma`. */
async function loadBound(options: GrantServicesOptions, connectionId: string): Promise<Grant | null> {
  const { secrets, connections, log } = options;
  const stored = await secrets.loadGrant(connectionId);
  if (!stored || !connections.exists(connectionId)) return stored;
  const bound = connections.boundToSigma(stored);
  if (bound !== stored) {
    await secrets.saveGrant(bound).catch((error: unknown) => {
      // It is bound in memory, and the next renewal or the next start saves it.
      log.warn('grant.save-failed', { connectionId, code: codeOf(error) });
    });
  }
  return bound;
}

/** At the server that people sign in at, which is the one that gives refresh tokens. */
function refreshRules(connections: Connections, connectionId: string): RefreshRules {
  // A grant may outlive its connection for a moment.
  if (!connections.exists(connectionId)) return { refreshScope: 'offline_access' };
  const { server } = connections.find(connectionId).connection;
  const { scopes, authorizationServer } = providerOf(server);
  return { refreshScope: scopes.refreshScope, remedy: authorizationServer(server).remedies?.renewal_unavailable };
}

/** A server may grant less with each renewal (RFC 6749 section 6). The token is used for what it is good for. */
export function missingScopes(connections: Pick<Connections, 'find'>, grant: Grant): AppError | null {
  const { connection } = connections.find(grant.connectionId);
  const server = (grant.exchange && connection.exchange?.server) ?? connection.server;
  return scopesProblem(grant.exchange?.scopes ?? grant.requestedScopes, grant.scopes, providerOf(server).scopes);
}
