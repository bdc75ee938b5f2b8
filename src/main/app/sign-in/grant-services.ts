/** What obtains, keeps, renews and gives back grants, put together for the connections of this computer. */
import type { GrantView } from '../../../shared/state.ts';
import { systemTimers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import { createFetch } from '../../net/fetch.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import { createGrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { OAuthClient } from '../../oauth/tokens/authorization-server.ts';
import { createRevocations } from '../../oauth/tokens/revocations.ts';
import { createMetadataSource } from '../../oauth/tokens/server-metadata.ts';
import { createTokenClient } from '../../oauth/tokens/token-client.ts';
import type { Connections } from '../profiles/connections.ts';
import type { Secrets } from '../profiles/profile-secrets.ts';

export type GrantServicesOptions = {
  connections: Connections;
  secrets: Secrets;
  allowLoopbackHttp: boolean;
  resolveProxy(url: string): Promise<string>;
  now(): number;
  random(): number;
  log: Log;
  onChange(connectionId: string, view: GrantView): void;
  /** A grant has a newer token than before. */
  onRenewed(connectionId: string): void;
};

export type GrantServices = ReturnType<typeof createGrantServices>;

export function createGrantServices(options: GrantServicesOptions) {
  const { connections, secrets, allowLoopbackHttp, now, random, log } = options;
  const fetch = createFetch({ resolveProxy: options.resolveProxy, allowLoopbackHttp });
  const metadata = createMetadataSource({ fetch, allowLoopbackHttp, now, log });
  const tokenClient = createTokenClient({ fetch, allowLoopbackHttp, now });
  const revocations = createRevocations({ log });
  /** The client that each grant came with, to revoke it after its connection has changed or gone. */
  const clientsOfGrants = new WeakMap<Grant, OAuthClient>();

  async function refresh(grant: Grant, keepRotated: (rotated: Grant) => Promise<void>): Promise<Grant> {
    const client = await connections.clientOfGrant(grant);
    clientsOfGrants.set(grant, client);
    const onRotated = (rotated: Grant) => {
      clientsOfGrants.set(rotated, client);
      return keepRotated(rotated);
    };
    const next = await tokenClient.refreshGrant(grant, client, { onRotated });
    clientsOfGrants.set(next, client);
    return next;
  }

  function revoke(grant: Grant, given?: OAuthClient): void {
    // Asked in this very turn: whoever forgets a grant takes its secret away next.
    const present = given ? Promise.resolve(given) : connections.clientOfGrant(grant);
    const client = present.catch((error: unknown) => {
      const earlier = clientsOfGrants.get(grant);
      if (!earlier) throw error;
      return earlier;
    });
    revocations.start(grant, async (signal) => tokenClient.revokeGrant(grant, await client, signal));
  }

  const renewedAt = new Map<string, number>();
  const keeper = createGrantKeeper({
    ...systemTimers,
    load: secrets.loadGrant,
    save: secrets.saveGrant,
    remove: secrets.removeGrant,
    refresh,
    revoke: (grant) => revoke(grant),
    fits(grant) {
      if (!connections.exists(grant.connectionId)) return false;
      const { connection, profile } = connections.find(grant.connectionId);
      return connections.fits(grant, connection, profile);
    },
    now,
    random,
    log,
    onChange(connectionId, view) {
      options.onChange(connectionId, view);
      if (view.lastRenewedAt === null || renewedAt.get(connectionId) === view.lastRenewedAt) return;
      renewedAt.set(connectionId, view.lastRenewedAt);
      if (connections.exists(connectionId)) options.onRenewed(connectionId);
    },
  });

  return {
    fetch,
    metadata,
    tokenClient,
    keeper,
    /** Keeps a new grant, and remembers to whom it was given. */
    adopt(grant: Grant, client: OAuthClient): Promise<void> {
      clientsOfGrants.set(grant, client);
      return keeper.adopt(grant);
    },
    /** Begins to give a grant's tokens back; nobody waits for it. */
    revoke,
    /** Saves what is under way and gives revocations their three seconds. */
    async dispose(): Promise<void> {
      await keeper.dispose();
      await revocations.settled();
      await fetch.close();
    },
  };
}
