import { describe, expect, test } from 'vitest';
import { retryAfterCause } from '../../../../src/main/net/retry-after.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { RefreshRules } from '../../../../src/main/oauth/grants/grant-view.ts';
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

describe('a grant that is looked after', () => {
  test('is saved before it shows, and renewed at its margin for as long as the program runs', async () => {
    const { keeper, clock, stored, happened } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    expect(stored.get(ID)?.refreshToken).toBe('refresh-1000000');
    expect(keeper.view(ID)).toEqual({
      connectionId: ID,
      status: 'signed-in',
      person: { userName: 'ada@example.com', displayName: 'Ada' },
      scopes: ['all-apis', 'offline_access'],
      expiresAt: 1_000_000 + HOUR,
      renewsAt: 1_000_000 + HOUR - 5 * MINUTE,
      lastRenewedAt: null,
      renewable: true,
      isServiceAccount: false,
      isAtRest: false,
      isIdentityIncomplete: false,
      problem: null,
    });
    await clock.advance(HOUR - 5 * MINUTE - 1);
    expect(refreshes(happened)).toBe(0);
    await clock.advance(1);
    expect(refreshes(happened)).toBe(1);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', lastRenewedAt: clock.now() });
    await clock.advance(24 * HOUR);
    expect(refreshes(happened)).toBe(1 + 26);
    expect(stored.get(ID)).toEqual(await keeper.fresh(ID));
  });

  test('says that it does not say who the person is', async () => {
    const { keeper, clock } = keeping();
    await keeper.adopt({ ...grantAt(clock.now()), person: null, identityProblems: { claims: {} } });
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', person: null, isIdentityIncomplete: true });
  });

  test('is handed out as it is until it is due, then renewed first', async () => {
    const { keeper, clock, happened } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
    clock.sleep(HOUR - 4 * MINUTE);
    const { accessToken, expiresAt } = await keeper.fresh(ID);
    expect(accessToken).toBe(`access-${clock.now()}`);
    expect(expiresAt).toBe(clock.now() + HOUR);
    expect(refreshes(happened)).toBe(1);
  });

  test('is renewed once, however many ask', async () => {
    const { keeper, clock, server, happened, renewed } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    clock.sleep(HOUR);
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = [keeper.fresh(ID), keeper.renew(ID), keeper.fresh(ID)];
    keeper.wake('resume');
    await settled();
    expect(keeper.view(ID).status).toBe('renewing');
    answer.open(await renewed(grantAt(clock.now())));
    expect(new Set((await Promise.all(asked)).map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(refreshes(happened)).toBe(1);
  });

  test('shows a new access token only after its refresh token is in the store', async () => {
    const saving = gate<void>();
    let saves = 0;
    const { keeper, clock, views } = keeping({
      save: () => {
        saves += 1;
        return saves === 1 ? Promise.resolve() : saving.passed;
      },
    });
    await keeper.adopt(grantAt(clock.now()));
    clock.sleep(HOUR);
    let seen: string | null = null;
    const asked = keeper.fresh(ID).then(({ accessToken }) => {
      seen = accessToken;
    });
    await settled();
    expect(saves).toBe(2);
    expect(seen).toBeNull();
    expect(views.at(-1)).toMatchObject({ status: 'renewing', expiresAt: 1_000_000 + HOUR });
    saving.open();
    await asked;
    expect(seen).toBe(`access-${clock.now()}`);
  });

  test('goes on in memory when the store refuses, and says so', async () => {
    let full = false;
    const { keeper, clock } = keeping({
      save: async () => {
        if (full) throw new AppError('vault_write_failed', { reason: 'grant' });
      },
    });
    await keeper.adopt(grantAt(clock.now()));
    full = true;
    expect((await keeper.renew(ID)).refreshToken).toBe(`refresh-${clock.now()}`);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: { code: 'vault_write_failed' } });
    full = false;
    await keeper.renew(ID);
    expect(keeper.view(ID).problem).toBeNull();
  });

  test('that cannot be saved at sign-in is not taken over', async () => {
    const { keeper, clock } = keeping({ save: () => Promise.reject(new Error('EROFS')) });
    await expect(keeper.adopt(grantAt(clock.now()))).rejects.toMatchObject({ code: 'vault_write_failed' });
    expect(keeper.view(ID).status).toBe('signed-out');
    expect(clock.pending()).toEqual([]);
  });
});

describe('a renewal that fails', () => {
  test('for good ends the grant and leaves nothing of it', async () => {
    const { keeper, clock, server, stored } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(dead());
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'grant_dead' });
    expect(keeper.view(ID)).toMatchObject({
      status: 'ended',
      expiresAt: null,
      renewsAt: null,
      problem: { code: 'grant_dead' },
    });
    expect(stored.size).toBe(0);
    expect(clock.pending()).toEqual([]);
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'grant_dead' });
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'grant_dead' });
  });

  test('for want of a network backs off from five seconds to five minutes', async () => {
    const { keeper, clock, server } = keeping({ random: () => 0.5 });
    await keeper.adopt(grantAt(clock.now()));
    const tries: number[] = [];
    server.refresh = async () => {
      tries.push(clock.now());
      throw offline();
    };
    clock.sleep(HOUR);
    keeper.wake('resume');
    await clock.advance(30 * MINUTE);
    const waits = tries.slice(1).map((at, index) => (at - (tries[index] ?? 0)) / 1_000);
    expect(waits.slice(0, 9)).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: { code: 'offline' } });
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'offline' });
  });

  test('still lends the present token while that is usable, without asking again', async () => {
    const { keeper, clock, server, happened } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(offline());
    await clock.advance(HOUR - 4 * MINUTE);
    const before = refreshes(happened);
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
    expect(refreshes(happened)).toBe(before);
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'offline' });
  });

  test('is tried again at once when the network is back', async () => {
    const { keeper, clock, server, renewed } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(offline());
    await clock.advance(HOUR);
    server.refresh = renewed;
    keeper.wake('network-up');
    await settled();
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: null, lastRenewedAt: clock.now() });
  });

  test('at a busy server waits as long as the server asks, also after waking', async () => {
    const { keeper, clock, server, happened } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () =>
      Promise.reject(
        new AppError('server_busy', { reason: 'answered', status: 503, said: '' }, retryAfterCause(90_000)),
      );
    clock.sleep(HOUR);
    keeper.wake('resume');
    await clock.advance(0);
    expect(refreshes(happened)).toBe(1);
    keeper.wake('network-up');
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'server_busy' });
    await clock.advance(89_999);
    expect(refreshes(happened)).toBe(1);
    await clock.advance(1);
    expect(refreshes(happened)).toBe(2);
  });

  test('in a way that was not foreseen is told without its message', async () => {
    const { keeper, clock, server } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(new Error('refresh-1000000 was wrong'));
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'internal' });
    expect(JSON.stringify(keeper.view(ID))).not.toContain('refresh-1000000');
  });
});

describe('clocks', () => {
  test('after sleep, the grant is renewed on waking and not when the timer would have fired', async () => {
    const { keeper, clock, happened } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    clock.sleep(9 * HOUR);
    keeper.wake('resume');
    await clock.advance(0);
    expect(refreshes(happened)).toBe(1);
  });

  test('waking early changes nothing', async () => {
    const { keeper, clock, happened } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    keeper.wake('unlock');
    await clock.advance(MINUTE);
    expect(refreshes(happened)).toBe(0);
    expect(clock.pending()).toHaveLength(1);
  });

  test('a timer longer than a timer can be is set in pieces', async () => {
    const { keeper, clock, happened } = keeping();
    const month = 40 * 24 * HOUR;
    await keeper.adopt(grantAt(clock.now(), { expiresAt: clock.now() + month }));
    expect(clock.pending()).toEqual([2 ** 31 - 1]);
    await clock.advance(month - 5 * MINUTE - 1);
    expect(refreshes(happened)).toBe(0);
    await clock.advance(1);
    expect(refreshes(happened)).toBe(1);
  });

  test('a server with lifetimes of no length is not hammered', async () => {
    const { keeper, clock, server, happened } = keeping();
    server.refresh = async (grant) => ({ ...grant, obtainedAt: clock.now(), expiresAt: clock.now() + 10 });
    await keeper.adopt(grantAt(clock.now(), { expiresAt: clock.now() + 10 }));
    await clock.advance(10_000);
    expect(refreshes(happened)).toBe(10);
  });
});

describe('a grant without a refresh token', () => {
  test('is used to its end and then has ended', async () => {
    const { keeper, clock, stored } = keeping();
    await keeper.adopt(grantAt(clock.now(), { refreshToken: null }));
    expect(keeper.view(ID)).toMatchObject({ renewable: false, renewsAt: null });
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'renewal_unavailable' });
    await clock.advance(HOUR - MINUTE);
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
    await clock.advance(MINUTE);
    expect(keeper.view(ID)).toMatchObject({ status: 'ended', problem: { code: 'renewal_unavailable' } });
    expect(stored.size).toBe(0);
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'renewal_unavailable' });
  });
});

describe('signing out', () => {
  test('while a renewal is under way does not bring the grant back, and revokes what came late', async () => {
    const revoked: string[] = [];
    const { keeper, clock, server, stored, renewed } = keeping({
      revoke: (grant) => void revoked.push(grant.refreshToken ?? ''),
    });
    await keeper.adopt(grantAt(clock.now()));
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = keeper.renew(ID);
    await keeper.forget(ID);
    answer.open(await renewed(grantAt(clock.now() + 1)));
    await expect(asked).rejects.toMatchObject({ code: 'grant_missing' });
    expect(stored.size).toBe(0);
    expect(keeper.view(ID).status).toBe('signed-out');
    expect(revoked).toEqual([`refresh-${clock.now()}`]);
    expect(clock.pending()).toEqual([]);
  });

  test('while a renewal is under way that fails revokes what there was', async () => {
    const revoked: string[] = [];
    const { keeper, clock, server } = keeping({ revoke: (grant) => void revoked.push(grant.refreshToken ?? '') });
    await keeper.adopt(grantAt(clock.now()));
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = keeper.renew(ID);
    await keeper.forget(ID);
    answer.fail(offline());
    await expect(asked).rejects.toMatchObject({ code: 'offline' });
    expect(revoked).toEqual(['refresh-1000000']);
  });

  test('while a renewed grant is being saved removes it after the save', async () => {
    const saving = gate<void>();
    let saves = 0;
    const order: string[] = [];
    const { keeper, clock } = keeping({
      save: async () => {
        saves += 1;
        if (saves > 1) await saving.passed;
        order.push('saved');
      },
      remove: async () => void order.push('removed'),
    });
    await keeper.adopt(grantAt(clock.now()));
    const asked = keeper.renew(ID);
    await settled();
    const forgotten = keeper.forget(ID);
    saving.open();
    await forgotten;
    await expect(asked).rejects.toMatchObject({ code: 'grant_missing' });
    expect(order).toEqual(['saved', 'saved', 'removed']);
  });

  test('begins the revocation and does not wait for it', async () => {
    const revoked: string[] = [];
    const { keeper, clock, stored } = keeping({ revoke: (grant) => void revoked.push(grant.accessToken) });
    await keeper.adopt(grantAt(clock.now()));
    await keeper.forget(ID);
    expect(stored.size).toBe(0);
    expect(revoked).toEqual(['access-1000000']);
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'grant_missing' });
  });

  test('of a connection without a sign-in is fine', async () => {
    await keeping().keeper.forget('unknown');
  });
});

describe('starting again', () => {
  test('takes up what is stored, renewing at once what is due', async () => {
    const { keeper, clock, stored, happened } = keeping();
    stored.set(ID, grantAt(clock.now() - 2 * HOUR));
    stored.set('other', grantAt(clock.now() - MINUTE, { connectionId: 'other' }));
    await keeper.restore([ID, 'other', 'never']);
    expect(keeper.view('never').status).toBe('signed-out');
    await clock.advance(0);
    expect(happened[0]).toBe(`refreshed with refresh-${1_000_000 - 2 * HOUR}`);
    expect(refreshes(happened)).toBe(1);
    expect(keeper.view('other')).toMatchObject({ status: 'signed-in', expiresAt: clock.now() + 59 * MINUTE });
  });

  test('shows what could not be read', async () => {
    const { keeper } = keeping({
      load: () => Promise.reject(new AppError('vault_entry_damaged', { reason: 'said', said: 'test' })),
    });
    await keeper.restore([ID]);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-out', problem: { code: 'vault_entry_damaged' } });
  });

  test('and a sign-in at the same time leave the sign-in', async () => {
    const loading = gate<Grant | null>();
    const { keeper, clock, stored } = keeping({ load: () => loading.passed });
    const restored = keeper.restore([ID]);
    const adopted = keeper.adopt(grantAt(clock.now()));
    loading.open(grantAt(5));
    await Promise.all([restored, adopted]);
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
    expect(stored.get(ID)?.accessToken).toBe('access-1000000');
    expect(clock.pending()).toHaveLength(1);
    await keeper.restore([ID]);
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
  });

  test('and signing out at the same time leave nothing', async () => {
    const loading = gate<Grant | null>();
    const { keeper, clock } = keeping({ load: () => loading.passed });
    const restored = keeper.restore([ID]);
    const forgotten = keeper.forget(ID);
    loading.open(grantAt(clock.now()));
    await Promise.all([restored, forgotten]);
    expect(keeper.view(ID).status).toBe('signed-out');
    expect(clock.pending()).toEqual([]);
  });
});

describe('a new sign-in', () => {
  test('whose save is overtaken by a renewal of the old one wins in memory and in the store', async () => {
    const saving = gate<void>();
    const stored: string[] = [];
    const { keeper, clock, server } = keeping({
      save: async (grant) => {
        if (stored.length === 1) await saving.passed;
        stored.push(grant.accessToken);
      },
    });
    await keeper.adopt(grantAt(clock.now()));
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = keeper.renew(ID);
    const adopted = keeper.adopt(grantAt(clock.now() + 7));
    answer.open(grantAt(clock.now() + 3));
    await settled();
    saving.open();
    await adopted;
    await expect(asked).rejects.toMatchObject({ code: 'grant_missing' });
    expect(stored).toEqual(['access-1000000', 'access-1000007']);
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000007');
  });

  test('that is signed out while it is being saved is gone from memory too', async () => {
    const saving = gate<void>();
    const { keeper, clock, happened } = keeping({ save: () => saving.passed });
    const adopted = keeper.adopt(grantAt(clock.now()));
    const forgotten = keeper.forget(ID);
    saving.open();
    await Promise.all([adopted, forgotten]);
    expect(keeper.view(ID).status).toBe('signed-out');
    expect(happened.at(-1)).toBe('removed');
    expect(clock.pending()).toEqual([]);
  });
});

test('a new sign-in wins over a renewal of the old one', async () => {
  const revoked: string[] = [];
  const { keeper, clock, server, stored } = keeping({ revoke: () => void revoked.push('x') });
  await keeper.adopt(grantAt(clock.now()));
  const answer = gate<Grant>();
  server.refresh = () => answer.passed;
  const asked = keeper.renew(ID);
  await keeper.adopt(grantAt(clock.now() + 7));
  answer.open(grantAt(clock.now() + 3));
  await expect(asked).rejects.toMatchObject({ code: 'grant_missing' });
  expect(stored.get(ID)?.accessToken).toBe('access-1000007');
  expect(revoked).toEqual([]);
});

test('closing stops all timers and waits for the save of a renewal under way', async () => {
  const { keeper, clock, server, stored, renewed } = keeping();
  await keeper.adopt(grantAt(clock.now()));
  const answer = gate<Grant>();
  server.refresh = () => answer.passed;
  const asked = keeper.renew(ID);
  const disposed = keeper.dispose();
  clock.sleep(1);
  answer.open(await renewed(grantAt(clock.now())));
  await Promise.all([asked, disposed]);
  expect(stored.get(ID)?.refreshToken).toBe('refresh-1000001');
  expect(clock.pending()).toEqual([]);
});

test('nothing that is logged or shown holds a token', async () => {
  const { keeper, clock, lines, views } = keeping();
  await keeper.adopt(grantAt(clock.now()));
  await clock.advance(HOUR);
  await keeper.forget(ID);
  const text = `${lines.join()}${JSON.stringify(views)}`;
  expect(text).not.toMatch(/(?:access|refresh)-\d/);
});

describe('a rotated token that the store did not take', () => {
  test('is saved as soon as it can be, with longer and longer waits between', async () => {
    const { keeper, clock, store } = await renewedUnsaved();
    await clock.advance(5_000);
    expect(keeper.view(ID).problem?.code).toBe('vault_write_failed');
    store.full = false;
    await clock.advance(9_999);
    expect(store.saves).toEqual(['refresh-1000000']);
    await clock.advance(1);
    expect(store.saves).toEqual(['refresh-1000000', 'refresh-1000001']);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: null });
    expect(clock.pending()).toHaveLength(1);
  });

  test('is saved at the latest when the program closes', async () => {
    const { keeper, clock, store } = await renewedUnsaved();
    store.full = false;
    await keeper.dispose();
    expect(store.saves.at(-1)).toBe('refresh-1000001');
    expect(clock.pending()).toEqual([]);
  });

  test('is not saved after signing out', async () => {
    const { keeper, clock, store } = await renewedUnsaved();
    await keeper.forget(ID);
    store.full = false;
    await clock.advance(HOUR);
    await keeper.dispose();
    expect(store.saves).toEqual(['refresh-1000000']);
  });
});

describe('a grant that does not fit its connection', () => {
  test('is refused and revoked when it is new; the earlier one stays', async () => {
    const revoked: string[] = [];
    const { keeper, clock, stored } = keeping({
      isCurrentFor: (grant) => grant.clientId === 'client',
      revoke: (grant) => void revoked.push(grant.accessToken),
    });
    await keeper.adopt(grantAt(clock.now()));
    await expect(keeper.adopt(grantAt(7, { clientId: 'other' }))).rejects.toMatchObject({ code: 'profile_missing' });
    expect(stored.get(ID)?.accessToken).toBe('access-1000000');
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
    expect(revoked).toEqual(['access-7']);
  });

  test('is forgotten when it was stored', async () => {
    const { keeper, clock, stored } = keeping({ isCurrentFor: () => false });
    stored.set(ID, grantAt(clock.now()));
    await keeper.restore([ID]);
    expect(keeper.view(ID).status).toBe('signed-out');
    expect(stored.size).toBe(0);
  });
});

describe('a renewal of two steps', () => {
  test('keeps the new refresh token when the second step fails, and goes on from there', async () => {
    const { keeper, clock, stored, server, renewed } = keeping({
      refresh: async (grant, keepRotated) => {
        await keepRotated({ ...grant, refreshToken: 'rotated' });
        return server.refresh(grant);
      },
    });
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(new AppError('server_busy', { reason: 'answered', status: 503, said: '' }));
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'server_busy' });
    expect(stored.get(ID)).toMatchObject({ refreshToken: 'rotated', accessToken: 'access-1000000' });
    // The token at hand is still good.
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
    const used: (string | null)[] = [];
    server.refresh = (grant) => {
      used.push(grant.refreshToken);
      return renewed(grant);
    };
    keeper.tryAgain(ID);
    await keeper.renew(ID);
    expect(used).toEqual(['rotated']);
  });

  test('hands out the present token while its second step fails for a passing reason', async () => {
    const { keeper, clock } = keeping({
      refresh: async (grant, keepRotated) => {
        await keepRotated({ ...grant, refreshToken: 'rotated' });
        throw offline();
      },
    });
    await keeper.adopt(grantAt(clock.now()));
    clock.sleep(HOUR - 4 * MINUTE);
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
  });
});

describe('a service account', () => {
  test('is renewed without a refresh token', async () => {
    const { keeper, clock } = keeping();
    await keeper.adopt(grantAt(clock.now(), { flow: 'client_credentials', refreshToken: null, person: null }));
    expect(keeper.view(ID)).toMatchObject({ isServiceAccount: true, renewable: true, problem: null });
    await clock.advance(HOUR);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', lastRenewedAt: expect.any(Number) });
  });
});

const ofSnowflake: RefreshRules = { refreshScope: 'refresh_token', remedy: 'snowflakeRefresh' };
const ofGoogle: RefreshRules = { refreshScope: null, remedy: 'googleRefresh' };

test.each<[string[], RefreshRules | undefined, object]>([
  [['all-apis', 'offline_access'], undefined, { reason: 'notGiven', scope: 'offline_access' }],
  [['all-apis'], undefined, { reason: 'notAskedFor' }],
  [
    ['session:role-any', 'refresh_token'],
    ofSnowflake,
    { reason: 'notGiven', scope: 'refresh_token', remedy: 'snowflakeRefresh' },
  ],
  [['session:role-any', 'offline_access'], ofSnowflake, { reason: 'notAskedFor', remedy: 'snowflakeRefresh' }],
  // There is no scope for it, so that none was left out.
  [['openid'], ofGoogle, { reason: 'noRefreshToken', remedy: 'googleRefresh' }],
])('a grant for %j without a refresh token says so from the beginning', async (requestedScopes, rules, values) => {
  const { keeper, clock } = keeping(rules && { refreshRules: () => rules });
  await keeper.adopt(grantAt(clock.now(), { refreshToken: null, requestedScopes }));
  const { renewable, problem, expiresAt } = keeper.view(ID);
  expect({ renewable, expiresAt }).toEqual({ renewable: false, expiresAt: clock.now() + HOUR });
  expect(problem).toEqual({ code: 'renewal_unavailable', values });
});

test('a keychain that was locked at the start is asked again after it was unlocked', async () => {
  let isLocked = true;
  const { keeper, clock } = keeping({
    load: async () => {
      if (isLocked) throw new AppError('vault_locked', { reason: 'said', said: 'test' });
      return grantAt(clock.now());
    },
  });
  await keeper.restore([ID]);
  expect(keeper.view(ID)).toMatchObject({ status: 'signed-out', problem: { code: 'vault_locked' } });
  isLocked = false;
  keeper.wake('unlock');
  await settled();
  expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: null });
});

test('a grant that could not be read counts as stored until it was read', async () => {
  const reading = gate<Grant>();
  let isLocked = true;
  const { keeper, clock } = keeping({
    load: () => {
      if (isLocked) throw new AppError('vault_locked', { reason: 'said', said: 'test' });
      return reading.passed;
    },
  });
  await keeper.restore([ID]);
  isLocked = false;
  keeper.wake('unlock');
  keeper.wake('resume');
  await settled();
  expect([keeper.held(), keeper.unread()]).toEqual([[], [ID]]);
  expect(keeper.view(ID).problem?.code).toBe('vault_locked');
  reading.open(grantAt(clock.now()));
  await settled();
  expect([keeper.held().length, keeper.unread()]).toEqual([1, []]);
});
