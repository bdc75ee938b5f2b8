/** What obtains, keeps, renews and revokes grants, put together for the connections of this computer. */
import { codeOf } from '../../../shared/errors.ts';
import type { GrantView } from '../../../shared/state.ts';
import type { Clock } from '../../async/clock.ts';
import { systemTimers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { ClosableFetch } from '../../net/fetch.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import { createGrantKeeper, type GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { OAuthClient } from '../../oauth/tokens/authorization-server.ts';
import { createRevocations } from '../../oauth/tokens/revocations.ts';
import { createMetadataSource, type MetadataSource } from '../../oauth/tokens/server-metadata.ts';
import { createTokenClient, type TokenClient } from '../../oauth/tokens/token-client.ts';
import type { Connections } from '../profiles/connections.ts';
import type { Secrets } from '../profiles/profile-secrets.ts';

export interface GrantServicesOptions extends Clock {
  readonly connections: Connections;
  readonly secrets: Secrets;
  /** Closed by `dispose`, after the last request. */
  readonly fetch: ClosableFetch;
  readonly allowLoopbackHttp: boolean;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  readonly log: Log;
  onChange(connectionId: string, view: GrantView): void;
  onEvent(event: GrantEvent): void;
}

export interface GrantServices {
  readonly metadata: MetadataSource;
  readonly tokenClient: TokenClient;
  readonly keeper: GrantKeeper;
  /** Keeps a new grant, and remembers to which client it was given. @throws AppError as `GrantKeeper.adopt` */
  adopt(grant: Grant, client: OAuthClient): Promise<void>;
  /** Begins to revoke a grant's tokens. Never throws. */
  revoke(grant: Grant, given?: OAuthClient): void;
  /** Saves what is under way and gives revocations their three seconds. */
  dispose(): Promise<void>;
}

export function createGrantServices(options: GrantServicesOptions): GrantServices {
  const { connections, secrets, fetch, allowLoopbackHttp, now, random, log, onChange, onEvent } = options;
  const metadata = createMetadataSource({ fetch, allowLoopbackHttp, now, log });
  const tokenClient = createTokenClient({ fetch, allowLoopbackHttp, now });
  const revocations = createRevocations({ ...systemTimers, log });
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
    revocations.start(grant, async (signal) => tokenClient.revokeGrant(grant, await client, signal));
  }

  async function loadBound(connectionId: string): Promise<Grant | null> {
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

  const keeper = createGrantKeeper({
    ...systemTimers,
    load: loadBound,
    save: secrets.saveGrant,
    remove: secrets.removeGrant,
    refresh,
    revoke: (grant) => revoke(grant),
    isCurrentFor(grant) {
      if (!connections.exists(grant.connectionId)) return false;
      const { connection, profile } = connections.find(grant.connectionId);
      return connections.fits(grant, connection, profile);
    },
    now,
    random,
    log,
    onChange,
    onEvent,
  });

  return {
    metadata,
    tokenClient,
    keeper,
    adopt(grant, client) {
      clientsOfGrants.set(grant, client);
      return keeper.adopt(grant);
    },
    revoke,
    async dispose() {
      await keeper.dispose();
      await revocations.settled();
      await fetch.close();
    },
  };
}
