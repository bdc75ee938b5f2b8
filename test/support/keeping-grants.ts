/** A grant keeper over a store in memory, a server that answers as the test says, and a clock that it turns. */
import { createLog } from '../../src/main/log/log.ts';
import type { Grant } from '../../src/main/oauth/grants/grant.ts';
import type { GrantEvent } from '../../src/main/oauth/grants/grant-events.ts';
import { createGrantKeeper, type GrantKeeperOptions } from '../../src/main/oauth/grants/grant-keeper.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { GrantView } from '../../src/shared/state.ts';
import { grantAt, HOUR } from './grants.ts';
import { createVirtualClock } from './virtual-clock.ts';

export const MINUTE = 60_000;
/** The connection of `grantAt`. */
export const ID = 'connection';

/** A keeper whose store is a map and whose server answers as the test says. */
export function keeping(changes: Partial<GrantKeeperOptions> = {}) {
  const clock = createVirtualClock();
  const stored = new Map<string, Grant>();
  const views: GrantView[] = [];
  const events: GrantEvent[] = [];
  const happened: string[] = [];
  const lines: string[] = [];
  const renewed = async (grant: Grant): Promise<Grant> => ({
    ...grant,
    accessToken: `access-${clock.now()}`,
    refreshToken: `refresh-${clock.now()}`,
    obtainedAt: clock.now(),
    expiresAt: clock.now() + HOUR,
  });
  const server = { refresh: renewed };
  const keeper = createGrantKeeper({
    ...clock,
    random: () => 0,
    load: async (id) => stored.get(id) ?? null,
    save: async (grant) => {
      happened.push(`saved ${grant.refreshToken}`);
      stored.set(grant.connectionId, grant);
    },
    remove: async (id) => {
      happened.push('removed');
      stored.delete(id);
    },
    refresh: (grant) => {
      happened.push(`refreshed with ${grant.refreshToken}`);
      return server.refresh(grant);
    },
    onChange: (_, view) => views.push(view),
    onEvent: (event) => events.push(event),
    log: createLog({ write: (line) => lines.push(line), now: clock.now }),
    ...changes,
  });
  return { clock, stored, views, events, happened, lines, server, renewed, keeper };
}

/** A promise that the test settles. */
export function gate<Value>() {
  let open: (value: Value) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const passed = new Promise<Value>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { open, fail, passed };
}

export const refreshes = (happened: string[]) => happened.filter((event) => event.startsWith('refreshed')).length;

/** What a keeper meets without a network. */
export const offline = (): AppError => new AppError('offline', { reason: 'noConnection', host: 'as.example' });
/** What a server answers that will never accept the grant again. */
export const dead = (): AppError => new AppError('grant_dead', { reason: 'said', said: 'test' });

/** A store that can be full, below a keeper whose renewed grant it did not take. */
export async function renewedUnsaved(changes: Partial<GrantKeeperOptions> = {}) {
  const store = { full: false, saves: [] as (string | null)[] };
  const kept = keeping({
    random: () => 0.5,
    save: async (grant) => {
      if (store.full) throw new AppError('vault_write_failed', { reason: 'grant' });
      store.saves.push(grant.refreshToken);
    },
    ...changes,
  });
  await kept.keeper.adopt(grantAt(kept.clock.now()));
  store.full = true;
  kept.clock.sleep(1);
  await kept.keeper.renew(ID);
  return { ...kept, store };
}
