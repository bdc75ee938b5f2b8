/** What happens at the same time, and what happens after a recovery: fakes with gates, and a clock that runs on. */
import { describe, expect, test } from 'vitest';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';
import {
  dead,
  gate,
  ID,
  keeping,
  MINUTE,
  offline,
  refreshes,
  renewedUnsaved,
} from '../../../support/keeping-grants.ts';
import { settled } from '../../../support/virtual-clock.ts';

const allSettled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await settled();
};

describe('after a recovery', () => {
  test('the next renewal is at its margin, and not at once', async () => {
    const { keeper, clock, server, renewed, happened } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(offline());
    await clock.advance(HOUR - 5 * MINUTE);
    expect(keeper.view(ID).problem?.code).toBe('offline');
    server.refresh = renewed;
    await clock.advance(MINUTE);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: null });
    const before = refreshes(happened);
    await clock.advance(HOUR - 6 * MINUTE - 1);
    expect(refreshes(happened)).toBe(before);
    await clock.advance(HOUR);
    expect(refreshes(happened)).toBe(before + 2);
    expect(clock.pending()).toHaveLength(1);
  });

  test('the waits begin at five seconds again', async () => {
    const { keeper, clock, server, renewed, happened } = keeping({ random: () => 0.5 });
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(offline());
    await clock.advance(2 * HOUR);
    server.refresh = renewed;
    keeper.tryAgain(ID);
    await keeper.renew(ID);
    server.refresh = () => Promise.reject(offline());
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'offline' });
    const before = refreshes(happened);
    await clock.advance(4_999);
    expect(refreshes(happened)).toBe(before);
    await clock.advance(1);
    expect(refreshes(happened)).toBe(before + 1);
  });

  test('a Retry-After of an earlier failure holds no longer', async () => {
    const { keeper, clock, server, renewed } = keeping();
    const busy = new AppError('server_busy', { reason: 'said', said: '503' }, { cause: { retryAfterMs: 2 * HOUR } });
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(busy);
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'server_busy' });
    server.refresh = renewed;
    await clock.advance(2 * HOUR);
    expect(keeper.view(ID).problem).toBeNull();
    server.refresh = () => Promise.reject(offline());
    await clock.advance(HOUR);
    server.refresh = renewed;
    keeper.wake('network-up');
    expect((await keeper.fresh(ID)).obtainedAt).toBe(clock.now());
  });
});

test('a new network that does not help is waited for from the beginning', async () => {
  const { keeper, clock, server, happened } = keeping({ random: () => 0.5 });
  await keeper.adopt(grantAt(clock.now()));
  server.refresh = () => Promise.reject(offline());
  await clock.advance(2 * HOUR);
  keeper.wake('network-up');
  await settled();
  const before = refreshes(happened);
  await clock.advance(4_999);
  expect(refreshes(happened)).toBe(before);
  await clock.advance(1);
  expect(refreshes(happened)).toBe(before + 1);
});

test.each([
  [0, 3_750],
  [1, 6_250],
])('with %d drawn, a failed renewal is tried again after %i ms', async (random, wait) => {
  const { keeper, clock, server, happened } = keeping({ random: () => random });
  await keeper.adopt(grantAt(clock.now()));
  server.refresh = () => Promise.reject(offline());
  await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'offline' });
  await clock.advance(wait - 1);
  expect(refreshes(happened)).toBe(1);
  await clock.advance(1);
  expect(refreshes(happened)).toBe(2);
});

describe('a caller who asks for a token', () => {
  /** A grant that is due, and whose token is good for four more minutes. */
  async function due() {
    const kept = keeping();
    await kept.keeper.adopt(grantAt(kept.clock.now()));
    kept.clock.sleep(HOUR - 4 * MINUTE);
    return kept;
  }

  test('while the server ends the grant gets none, however long it would have lasted', async () => {
    const { keeper, server } = await due();
    server.refresh = () => Promise.reject(dead());
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'grant_dead' });
  });

  test('while the person signs out gets none', async () => {
    const { keeper, server } = await due();
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = keeper.fresh(ID);
    await keeper.forget(ID);
    answer.fail(offline());
    await expect(asked).rejects.toMatchObject({ code: 'offline' });
  });

  test('while another person signs in gets none of the one before', async () => {
    const { keeper, clock, server } = await due();
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = keeper.fresh(ID);
    await keeper.adopt(grantAt(clock.now()));
    answer.fail(offline());
    await expect(asked).rejects.toMatchObject({ code: 'offline' });
  });

  test('while a second try is under way waits for it', async () => {
    const { keeper, clock, server, renewed } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(offline());
    await clock.advance(HOUR - 5 * MINUTE);
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    await clock.advance(10_000);
    expect(keeper.view(ID).status).toBe('renewing');
    const asked = keeper.fresh(ID);
    answer.open(await renewed(grantAt(clock.now())));
    expect((await asked).accessToken).toBe(`access-${clock.now()}`);
  });

  test('when the present one is over has it renewed at once when a person tries again', async () => {
    const { keeper, clock, server, renewed } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(offline());
    await clock.advance(2 * HOUR);
    server.refresh = renewed;
    clock.sleep(1);
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'offline' });
    keeper.tryAgain(ID);
    expect((await keeper.fresh(ID)).accessToken).toBe(`access-${clock.now()}`);
  });

  test('when the present one is over and cannot be renewed finds the grant ended', async () => {
    const { keeper, clock, stored } = keeping();
    await keeper.adopt(grantAt(clock.now(), { refreshToken: null }));
    clock.sleep(2 * HOUR);
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'renewal_unavailable' });
    expect(keeper.view(ID).status).toBe('ended');
    expect(stored.size).toBe(0);
  });
});

describe('a rotated token that the store did not take', () => {
  test('is not written over a newer one that it did take', async () => {
    const { keeper, clock, store } = await renewedUnsaved();
    store.full = false;
    clock.sleep(1);
    await keeper.renew(ID);
    expect(clock.pending()).toHaveLength(1);
    await clock.advance(MINUTE);
    await keeper.dispose();
    expect(store.saves).toEqual(['refresh-1000000', 'refresh-1000002']);
    expect(clock.pending()).toEqual([]);
  });

  test('is waited for from five seconds on after a later one was saved', async () => {
    const { keeper, clock, store } = await renewedUnsaved();
    await clock.advance(10 * MINUTE);
    store.full = false;
    await clock.advance(10 * MINUTE);
    store.full = true;
    await keeper.renew(ID);
    store.full = false;
    const before = store.saves.length;
    await clock.advance(4_999);
    expect(store.saves).toHaveLength(before);
    await clock.advance(1);
    expect(store.saves).toHaveLength(before + 1);
  });

  test('is not written back when the grant has ended since', async () => {
    const { keeper, clock, server, store } = await renewedUnsaved();
    server.refresh = () => Promise.reject(dead());
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'grant_dead' });
    store.full = false;
    await clock.advance(HOUR);
    await keeper.dispose();
    expect(store.saves).toEqual(['refresh-1000000']);
  });

  test('is not written over a new sign-in', async () => {
    const { keeper, clock, store } = await renewedUnsaved();
    store.full = false;
    await keeper.adopt(grantAt(clock.now() + 7));
    await clock.advance(10 * MINUTE);
    await keeper.dispose();
    expect(store.saves).toEqual(['refresh-1000000', 'refresh-1000008']);
  });
});

describe('a grant that the server ended', () => {
  test('is removed before a new sign-in is saved, however slow the store', async () => {
    const removing = gate<void>();
    const order: string[] = [];
    const { keeper, clock, server } = keeping({
      save: async (grant) => void order.push(`saved ${grant.accessToken}`),
      remove: async () => {
        await removing.passed;
        order.push('removed');
      },
    });
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(dead());
    const asked = keeper.renew(ID).catch(() => undefined);
    await settled();
    const adopted = keeper.adopt(grantAt(clock.now() + 7));
    await settled();
    removing.open();
    await Promise.all([asked, adopted]);
    expect(order).toEqual(['saved access-1000000', 'removed', 'saved access-1000007']);
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000007');
  });

  test('is not removed any more when a new sign-in was saved before its turn came', async () => {
    const saving = gate<void>();
    let saves = 0;
    const { keeper, clock, server, happened } = keeping({
      save: () => {
        saves += 1;
        return saves === 1 ? Promise.resolve() : saving.passed;
      },
    });
    await keeper.adopt(grantAt(clock.now()));
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = keeper.renew(ID).catch(() => undefined);
    const adopted = keeper.adopt(grantAt(clock.now() + 7));
    answer.fail(dead());
    await settled();
    saving.open();
    await Promise.all([asked, adopted]);
    expect(happened).not.toContain('removed');
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000007');
  });

  test('fails no caller when the store does not let go of it', async () => {
    const { keeper, clock, server, lines } = keeping({ remove: () => Promise.reject(new Error('EROFS')) });
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(dead());
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'grant_dead' });
    expect(lines.join()).toContain('grant.remove-failed');
  });

  test('keeps its reason when the computer wakes', async () => {
    const { keeper, clock, server } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(dead());
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'grant_dead' });
    keeper.wake('unlock');
    await allSettled();
    expect(keeper.view(ID)).toMatchObject({ status: 'ended', problem: { code: 'grant_dead' } });
  });
});

describe('closing, with no other caller who waits', () => {
  /** Closes, and says whether that is done. */
  const closing = (keeper: { dispose(): Promise<void> }) => {
    const state = { isClosed: false, done: Promise.resolve() };
    state.done = keeper.dispose().then(() => {
      state.isClosed = true;
    });
    return state;
  };

  test('waits for the answer of the server, and saves it', async () => {
    const { keeper, clock, server, stored, renewed } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    keeper.renew(ID).catch(() => undefined);
    const state = closing(keeper);
    await allSettled();
    expect(state.isClosed).toBe(false);
    clock.sleep(1);
    answer.open(await renewed(grantAt(clock.now())));
    await state.done;
    expect(stored.get(ID)?.refreshToken).toBe('refresh-1000001');
  });

  test('waits for a slow save', async () => {
    const saving = gate<void>();
    let saves = 0;
    const { keeper, clock } = keeping({
      save: async () => {
        saves += 1;
        if (saves > 1) await saving.passed;
      },
    });
    await keeper.adopt(grantAt(clock.now()));
    keeper.renew(ID).catch(() => undefined);
    const state = closing(keeper);
    await allSettled();
    expect(state.isClosed).toBe(false);
    saving.open();
    await state.done;
  });

  test('saves what the renewal under way could not save', async () => {
    const store = { failures: 1, saves: [] as (string | null)[] };
    const { keeper, clock, server, renewed } = keeping({
      save: async (grant) => {
        if (store.saves.length > 0 && store.failures > 0) {
          store.failures -= 1;
          throw new Error('EIO');
        }
        store.saves.push(grant.refreshToken);
      },
    });
    await keeper.adopt(grantAt(clock.now()));
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    keeper.renew(ID).catch(() => undefined);
    const state = closing(keeper);
    await settled();
    clock.sleep(1);
    answer.open(await renewed(grantAt(clock.now())));
    await state.done;
    expect(store.saves).toEqual(['refresh-1000000', 'refresh-1000001']);
    expect(clock.pending()).toEqual([]);
  });

  test('waits for a removal under way', async () => {
    const removing = gate<void>();
    const { keeper, clock } = keeping({ remove: () => removing.passed });
    await keeper.adopt(grantAt(clock.now()));
    const forgotten = keeper.forget(ID);
    const state = closing(keeper);
    await allSettled();
    expect(state.isClosed).toBe(false);
    removing.open();
    await Promise.all([forgotten, state.done]);
  });
});

test('a locked keychain is told as such', async () => {
  const locked = () => Promise.reject(new AppError('vault_locked', { reason: 'said', said: 'test' }));
  const { keeper, clock } = keeping({ save: locked, remove: locked });
  await expect(keeper.adopt(grantAt(clock.now()))).rejects.toMatchObject({ code: 'vault_locked' });
  await expect(keeper.forget(ID)).rejects.toMatchObject({ code: 'vault_locked' });
});

test('a stored grant that is for something else is revoked, not only forgotten', async () => {
  const revoked: string[] = [];
  const { keeper, clock, stored } = keeping({
    isCurrentFor: () => false,
    revoke: (grant) => void revoked.push(grant.accessToken),
  });
  stored.set(ID, grantAt(clock.now()));
  await keeper.restore([ID]);
  expect(revoked).toEqual(['access-1000000']);
});

test('a stored grant that is for something else is revoked when it is known which others are kept', async () => {
  const reading = gate<void>();
  const heldThen: string[][] = [];
  const { keeper, clock, stored } = keeping({
    isCurrentFor: ({ connectionId }) => connectionId === ID,
    load: async (id) => {
      if (id === ID) await reading.passed;
      return stored.get(id) ?? null;
    },
    revoke: () => void heldThen.push(keeper.held().map(({ connectionId }) => connectionId)),
  });
  stored.set(ID, grantAt(clock.now()));
  stored.set('other', grantAt(clock.now(), { connectionId: 'other' }));
  const restored = keeper.restore(['other', ID]);
  await settled();
  expect(heldThen).toEqual([]);
  reading.open();
  await restored;
  expect(heldThen).toEqual([[ID]]);
});
