/** What those get who ask for a token while the server does not give one, and what that costs the server. */
import { describe, expect, test } from 'vitest';
import { retryAfterCause } from '../../../../src/main/net/retry-after.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';
import { gate, ID, keeping, MINUTE, offline, refreshes } from '../../../support/keeping-grants.ts';
import { settled } from '../../../support/virtual-clock.ts';

const busy = (waitMs: number | null = null): AppError =>
  new AppError('server_busy', { reason: 'answered', status: 503, said: '' }, retryAfterCause(waitMs));

/** A keeper whose grant has a token that is over, and whose renewals fail in this way. */
async function over(failure: AppError) {
  const kept = keeping();
  await kept.keeper.adopt(grantAt(kept.clock.now()));
  kept.clock.sleep(HOUR);
  kept.server.refresh = () => Promise.reject(failure);
  return kept;
}

describe('many who ask for a token that cannot be renewed', () => {
  test.each(['at once', 'one after the other'])('%s make one request', async (how) => {
    const { keeper, happened } = await over(busy());
    const ask = () => keeper.fresh(ID).catch((error: AppError) => error.code);
    const answers: unknown[] = [];
    if (how === 'at once') answers.push(...(await Promise.all(Array.from({ length: 50 }, ask))));
    else for (let times = 0; times < 50; times += 1) answers.push(await ask());
    expect(new Set(answers)).toEqual(new Set(['server_busy']));
    expect(answers).toHaveLength(50);
    expect(refreshes(happened)).toBe(1);
  });

  test('may ask again when the back-off is over', async () => {
    const { keeper, clock, server, renewed } = await over(busy());
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'server_busy' });
    server.refresh = renewed;
    clock.sleep(3_750);
    expect((await keeper.fresh(ID)).obtainedAt).toBe(clock.now());
  });
});

describe('a server that asks to be left alone for an hour', () => {
  test('is left alone by those who force a renewal, by people, and by everything that wakes the program', async () => {
    const { keeper, clock, happened } = await over(busy(HOUR));
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'server_busy' });
    for (let times = 0; times < 59; times += 1) {
      keeper.tryAgain(ID);
      for (const reason of ['resume', 'unlock', 'network-up', 'clock-corrected'] as const) keeper.wake(reason);
      await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'server_busy' });
      await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'server_busy' });
      await clock.advance(MINUTE);
    }
    expect(refreshes(happened)).toBe(1);
    await clock.advance(MINUTE);
    expect(refreshes(happened)).toBe(2);
  });

  test('is left alone when it did so while it could not be reached', async () => {
    // A proxy that is not there to pass the request on may ask for time as well.
    const wait = new AppError('offline', { reason: 'noConnection', host: 'as.example' }, retryAfterCause(HOUR));
    const { keeper, happened } = await over(wait);
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'offline' });
    keeper.wake('network-up');
    await settled();
    expect(refreshes(happened)).toBe(1);
  });
});

describe('a person who tries again', () => {
  test('does not wait for our own back-off, which then goes on from where it was', async () => {
    const { keeper, clock, happened } = await over(busy());
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'server_busy' });
    keeper.tryAgain(ID);
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'server_busy' });
    expect(refreshes(happened)).toBe(2);
    await clock.advance(7_499);
    expect(refreshes(happened)).toBe(2);
    await clock.advance(1);
    expect(refreshes(happened)).toBe(3);
  });

  test('before a server may be asked again has it asked as soon as it may, and is told when that is', async () => {
    const { keeper, clock, happened, views } = await over(busy(2_000));
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'server_busy' });
    keeper.tryAgain(ID);
    expect(views.at(-1)?.renewsAt).toBe(clock.now() + 2_000);
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'server_busy' });
    await clock.advance(1_999);
    expect(refreshes(happened)).toBe(1);
    await clock.advance(1);
    expect(refreshes(happened)).toBe(2);
  });

  test('for a connection that nothing is wrong with changes nothing', async () => {
    const { keeper, clock, happened } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    keeper.tryAgain(ID);
    keeper.tryAgain('unknown');
    await clock.advance(MINUTE);
    expect(refreshes(happened)).toBe(0);
  });
});

describe('the last minute of a token', () => {
  /** A grant whose token has so many milliseconds left. */
  async function left(ms: number) {
    const kept = keeping();
    await kept.keeper.adopt(grantAt(kept.clock.now()));
    kept.clock.sleep(HOUR - ms);
    return kept;
  }

  test('is not handed out: who asks waits for the renewal', async () => {
    const { keeper, clock } = await left(59_000);
    expect((await keeper.fresh(ID)).expiresAt).toBe(clock.now() + HOUR);
  });

  test('is not handed out when the renewal fails: the reason is told', async () => {
    const { keeper, server } = await left(59_000);
    server.refresh = () => Promise.reject(offline());
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'offline' });
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'offline' });
  });

  test('is not handed out when it has begun during the renewal that fails', async () => {
    const { keeper, clock, server } = await left(80_000);
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = keeper.fresh(ID);
    await clock.advance(25_000);
    answer.fail(offline());
    await expect(asked).rejects.toMatchObject({ code: 'offline' });
  });

  test('is preceded by one in which the token is lent', async () => {
    const { keeper, clock, server } = await left(61_000);
    server.refresh = () => Promise.reject(offline());
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
    expect(clock.now()).toBe(1_000_000 + HOUR - 61_000);
  });

  test('is all there is where nothing can be renewed', async () => {
    const { keeper, clock } = keeping();
    await keeper.adopt(grantAt(clock.now(), { refreshToken: null }));
    clock.sleep(HOUR - 10_000);
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
  });
});

describe('a renewal that grants fewer scopes', () => {
  const missing = new AppError('scopes_missing', { missing: 'all-apis', place: 'server' });

  test('is told, and its token is used for what it is good for', async () => {
    const { keeper, clock, server, renewed, stored } = keeping({
      scopesProblem: ({ scopes }) => (scopes.includes('all-apis') ? null : missing),
    });
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = async (grant) => ({ ...(await renewed(grant)), scopes: ['offline_access'] });
    expect((await keeper.renew(ID)).scopes).toEqual(['offline_access']);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: { code: 'scopes_missing' } });
    expect(stored.get(ID)?.scopes).toEqual(['offline_access']);
    server.refresh = async (grant) => ({ ...(await renewed(grant)), scopes: ['all-apis'] });
    await keeper.renew(ID);
    expect(keeper.view(ID).problem).toBeNull();
  });
});

describe('closing', () => {
  test('begins no renewal any more, while what is under way goes on', async () => {
    const { keeper, clock, server, stored, happened } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    await keeper.adopt(grantAt(clock.now(), { connectionId: 'other' }));
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = keeper.renew(ID);
    const closed = keeper.dispose();
    await expect(keeper.renew('other')).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    expect((await keeper.fresh('other')).accessToken).toBe('access-1000000');
    keeper.wake('resume');
    await clock.advance(2 * HOUR);
    expect(refreshes(happened)).toBe(1);
    answer.open(grantAt(clock.now(), { refreshToken: 'refresh at the end' }));
    await Promise.all([asked, closed]);
    expect(stored.get(ID)?.refreshToken).toBe('refresh at the end');
  });

  test('keeps a rotated refresh token, and waits for nothing that it could be exchanged for', async () => {
    const rotating = gate<void>();
    let exchanges = 0;
    const { keeper, clock, stored } = keeping({
      refresh: async (grant, keepRotated) => {
        await rotating.passed;
        await keepRotated({ ...grant, refreshToken: 'rotated' });
        exchanges += 1;
        return new Promise(() => undefined);
      },
    });
    await keeper.adopt(grantAt(clock.now(), { flow: 'token_exchange' }));
    const asked = keeper.renew(ID);
    const closed = keeper.dispose();
    rotating.open();
    await expect(asked).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    await closed;
    expect(stored.get(ID)?.refreshToken).toBe('rotated');
    expect(exchanges).toBe(0);
  });
});

test('a rotated refresh token that the store did not take before its exchange failed is saved when the program closes', async () => {
  const store = { full: false, saves: [] as (string | null)[] };
  const { keeper, clock } = keeping({
    save: async (grant) => {
      if (store.full) throw new AppError('vault_write_failed', { reason: 'grant' });
      store.saves.push(grant.refreshToken);
    },
    refresh: async (grant, keepRotated) => {
      await keepRotated({ ...grant, refreshToken: 'rotated' });
      throw offline();
    },
  });
  await keeper.adopt(grantAt(clock.now(), { flow: 'token_exchange' }));
  store.full = true;
  await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'offline' });
  store.full = false;
  await keeper.dispose();
  expect(store.saves).toEqual(['refresh-1000000', 'rotated']);
});
