/** A keychain that goes away under a sign-in whose server rotates refresh tokens: the only one that still works waits to be stored. */
import { expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';
import { ID, keeping, offline } from '../../../support/keeping-grants.ts';
import { settled } from '../../../support/virtual-clock.ts';

/** A keeper whose renewed grant the keychain did not take. */
async function renewedUnderLock() {
  const store = { isLocked: false, saves: [] as (string | null)[] };
  const kept = keeping({
    random: () => 0.5,
    async save(grant) {
      if (store.isLocked) throw new AppError('vault_locked', { reason: 'notEncrypted' });
      store.saves.push(grant.refreshToken);
    },
  });
  await kept.keeper.adopt(grantAt(kept.clock.now()));
  store.isLocked = true;
  kept.clock.sleep(1);
  const renewed = await kept.keeper.renew(ID);
  return { ...kept, store, renewed };
}

test('the person works on with the new token, and is told that it is not stored', async () => {
  const { keeper, renewed, store } = await renewedUnderLock();
  expect((await keeper.fresh(ID)).accessToken).toBe(renewed.accessToken);
  expect(keeper.view(ID)).toMatchObject({
    status: 'signed-in',
    problem: { code: 'vault_locked', values: { reason: 'notEncrypted' } },
  });
  expect(store.saves).not.toContain(renewed.refreshToken);
});

test('it is stored as soon as the keychain is back, and not only with the next try', async () => {
  const { keeper, clock, renewed, store } = await renewedUnderLock();
  // By now some minutes lie between two tries.
  await clock.advance(20 * 60_000);
  store.isLocked = false;
  keeper.wake('unlock');
  await settled();
  expect(store.saves.at(-1)).toBe(renewed.refreshToken);
  expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: null });
});

test('it is stored by itself where nobody says that the keychain is back', async () => {
  const { keeper, clock, renewed, store } = await renewedUnderLock();
  await clock.advance(20 * 60_000);
  store.isLocked = false;
  await clock.advance(7 * 60_000);
  expect(store.saves).toContain(renewed.refreshToken);
  expect(keeper.view(ID).problem).toBeNull();
});

test('renewals go on under the lock, and the newest of them is what is stored', async () => {
  const { keeper, clock, store } = await renewedUnderLock();
  await clock.advance(2 * HOUR);
  const { refreshToken } = keeper.held()[0] ?? {};
  store.isLocked = false;
  keeper.wake('resume');
  await settled();
  expect(store.saves.at(-1)).toBe(refreshToken);
  expect(store.saves).toHaveLength(2);
});

test('that it is stored says nothing about a renewal that fails by then', async () => {
  const { keeper, clock, server, store } = await renewedUnderLock();
  server.refresh = () => Promise.reject(offline());
  await clock.advance(HOUR);
  expect(keeper.view(ID).problem?.code).toBe('offline');
  store.isLocked = false;
  keeper.wake('unlock');
  await settled();
  expect(store.saves).toHaveLength(2);
  expect(keeper.view(ID).problem?.code).toBe('offline');
});
