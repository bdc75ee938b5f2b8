/** Renewals that are refused in words that do not say whether the grant is dead. */
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';
import { ID, keeping, MINUTE, offline, refreshes } from '../../../support/keeping-grants.ts';
import { settled } from '../../../support/virtual-clock.ts';

const refused = () => new AppError('renewal_refused', { reason: 'answered', status: 403, said: '' });

/** A keeper whose grant is refused from its first renewal on, 54 and a half minutes after the sign-in. */
async function refusing(failure: () => AppError = refused, changes: Parameters<typeof keeping>[0] = {}) {
  const kept = keeping({ random: () => 0.5, ...changes });
  await kept.keeper.adopt(grantAt(kept.clock.now()));
  kept.server.refresh = () => Promise.reject(failure());
  return kept;
}

describe('a renewal that is refused without a reason', () => {
  test('asks for a sign-in after the third time, keeps the token, and lends the present one', async () => {
    const { keeper, clock, stored, lines } = await refusing();
    await clock.advance(54.5 * MINUTE + 10_000);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: { code: 'renewal_refused' } });
    await clock.advance(10_000);
    expect(keeper.view(ID)).toMatchObject({
      status: 'ended',
      renewsAt: null,
      person: { userName: 'ada@example.com' },
      problem: { code: 'renewal_refused' },
    });
    expect(lines.filter((line) => line.includes('grant.lapsed'))).toHaveLength(1);
    expect(stored.get(ID)?.refreshToken).toBe('refresh-1000000');
    expect((await keeper.fresh(ID)).accessToken).toBe('access-1000000');
    await clock.advance(HOUR);
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'renewal_refused' });
    expect(lines.filter((line) => line.includes('grant.lapsed'))).toHaveLength(1);
  });

  test('goes on by itself when it is let through', async () => {
    const { keeper, clock, server, renewed, events, views } = await refusing();
    await clock.advance(2 * HOUR);
    expect(keeper.view(ID).status).toBe('ended');
    // Not seen to come and go with every try.
    const before = views.length;
    await clock.advance(HOUR);
    expect(new Set(views.slice(before).map(({ status }) => status))).toEqual(new Set(['ended']));
    server.refresh = renewed;
    await clock.advance(5 * MINUTE);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: null });
    // Every try that failed is told of, and the one that did not.
    const told = events.map(({ kind }) => kind);
    expect(told.at(-1)).toBe('renewed');
    expect(new Set(told.slice(1, -1))).toEqual(new Set(['renewal-failed']));
  });

  test('is tried again at once in another network', async () => {
    const { keeper, clock, server, renewed } = await refusing();
    await clock.advance(2 * HOUR);
    server.refresh = renewed;
    keeper.wake('network-up');
    await settled();
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: null });
  });

  test('ends the grant after some eight hours', async () => {
    const { keeper, clock, stored, events } = await refusing();
    await clock.advance(8 * HOUR);
    expect(stored.size).toBe(1);
    await clock.advance(2 * HOUR);
    expect(stored.size).toBe(0);
    expect(keeper.view(ID)).toMatchObject({ status: 'ended', person: null, problem: { code: 'renewal_refused' } });
    expect(events.at(-1)?.kind).toBe('ended');
    expect(clock.pending()).toEqual([]);
  });

  test('does not end it where a network that was away lies in between', async () => {
    const { keeper, clock, server, stored } = await refusing();
    await clock.advance(6 * HOUR);
    server.refresh = () => Promise.reject(offline());
    await clock.advance(HOUR);
    expect(keeper.view(ID).status).toBe('signed-in');
    server.refresh = () => Promise.reject(refused());
    await clock.advance(6 * HOUR);
    expect(stored.size).toBe(1);
  });

  test('signing in again takes its place', async () => {
    const { keeper, clock, server, renewed, happened } = await refusing();
    await clock.advance(2 * HOUR);
    server.refresh = renewed;
    const before = refreshes(happened);
    await keeper.adopt(grantAt(clock.now()));
    await clock.advance(50 * MINUTE);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: null });
    expect(refreshes(happened)).toBe(before);
  });

  test('of a grant of an earlier run asks for a sign-in at once, and keeps it', async () => {
    const kept = keeping();
    kept.stored.set(ID, grantAt(kept.clock.now()));
    await kept.clock.advance(2 * HOUR);
    kept.server.refresh = () => Promise.reject(refused());
    await kept.keeper.restore([ID]);
    await kept.clock.advance(0);
    expect(kept.keeper.view(ID)).toMatchObject({ status: 'ended', problem: { code: 'renewal_refused' } });
    expect(kept.stored.size).toBe(1);
    await kept.keeper.dispose();
  });
});

describe('an application that is refused at a renewal', () => {
  const rejected = () => new AppError('client_rejected');

  test('asks for a sign-in exactly when the token is over', async () => {
    const { keeper, clock, views } = await refusing(rejected);
    await clock.advance(HOUR - 5_001);
    expect(keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: { code: 'client_rejected' } });
    await clock.advance(1);
    expect(views.at(-1)).toMatchObject({ status: 'ended', problem: { code: 'client_rejected' } });
  });

  test('is never given up: an administrator may mend it after a weekend', async () => {
    const { keeper, clock, server, renewed, stored } = await refusing(rejected);
    await clock.advance(60 * HOUR);
    expect(stored.size).toBe(1);
    server.refresh = renewed;
    await clock.advance(7 * MINUTE);
    expect(keeper.view(ID).status).toBe('signed-in');
  });

  test('is one of a service account too', async () => {
    const kept = keeping();
    await kept.keeper.adopt(grantAt(kept.clock.now(), { flow: 'client_credentials', refreshToken: null }));
    kept.server.refresh = () => Promise.reject(rejected());
    await kept.clock.advance(HOUR);
    expect(kept.keeper.view(ID)).toMatchObject({ status: 'ended', isServiceAccount: true });
    await kept.keeper.dispose();
  });
});

test('a busy server asks nobody to sign in, however long it is busy', async () => {
  const { keeper, clock } = await refusing(
    () => new AppError('server_busy', { reason: 'answered', status: 500, said: '' }),
  );
  await clock.advance(24 * HOUR);
  expect(keeper.view(ID).status).toBe('signed-in');
});
