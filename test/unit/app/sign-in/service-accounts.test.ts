import { describe, expect, test } from 'vitest';
import { createServiceAccounts } from '../../../../src/main/app/sign-in/service-accounts.ts';
import { retryAfterCause } from '../../../../src/main/net/retry-after.ts';
import type { ClientCredentialsRequest } from '../../../../src/main/oauth/sign-in/client-credentials.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Connection } from '../../../../src/shared/profile/connection.ts';
import { grantAt } from '../../../support/grants.ts';
import { held as heldBack } from '../../../support/held.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

function serviceAccounts(answers: (AppError | null)[]) {
  const clock = createVirtualClock();
  const outcomes: (string | null)[] = [];
  const holders = new Set<string>();
  const signals: AbortSignal[] = [];
  let tries = 0;
  /** Every try waits for it while it is set. */
  const world = { gate: null as Promise<void> | null, status: 'signed-out', errors: [] as unknown[] };
  const all = [
    { id: 'wall', flow: 'client_credentials' },
    { id: 'person', flow: 'authorization_code' },
  ] as Connection[];
  const grants = createServiceAccounts({
    ...clock,
    connections: {
      all: () => all,
      clientCredentialsRequest: async (connectionId) => ({ connectionId }) as ClientCredentialsRequest,
    },
    keeper: {
      adopt: async ({ connectionId }) => void holders.add(connectionId),
      view: (id) => ({ status: holders.has(id) ? 'signed-in' : world.status }),
    },
    obtain: async ({ connectionId }, signal) => {
      tries += 1;
      signals.push(signal);
      await world.gate;
      const error = answers.shift() ?? null;
      if (error) throw error;
      return grantAt(clock.now(), { connectionId });
    },
    random: () => 0.5,
    onOutcome(_connectionId, error) {
      outcomes.push(error?.code ?? null);
      world.errors.push(error?.values);
    },
    log: { info: () => undefined, warn: () => undefined },
  });
  return { grants, clock, outcomes, held: holders, tries: () => tries, world, signals };
}

const offline = () => new AppError('offline', { reason: 'noConnection', host: 'as.example' });

describe('a service account', () => {
  test('signs in by itself, and no person does', async () => {
    const { grants, held, outcomes } = serviceAccounts([]);
    grants.ensureAll();
    await settled();
    expect([...held]).toEqual(['wall']);
    expect(outcomes).toEqual([null]);
    grants.ensureAll();
    await settled();
    expect(outcomes).toEqual([null]);
  });

  test.each([
    ['ended', 1],
    ['renewing', 0],
    ['signed-in', 0],
  ])('whose grant is %s is signed in %i times', async (status, times) => {
    const { grants, world, tries } = serviceAccounts([]);
    world.status = status;
    grants.ensureAll();
    await settled();
    expect(tries()).toBe(times);
  });

  test('keeps trying while the reason may pass: 5 s, 10 s, 20 s', async () => {
    const { grants, clock, held, tries } = serviceAccounts([offline(), offline(), offline()]);
    grants.ensureAll();
    await settled();
    for (const [wait, before] of [
      [5_000, 1],
      [10_000, 2],
      [20_000, 3],
    ] as const) {
      expect(tries()).toBe(before);
      expect(clock.pending()).toEqual([wait]);
      await clock.advance(wait);
    }
    expect(held.has('wall')).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  test.each([
    ['the page of a filter', new AppError('token_request_rejected', { reason: 'answered', status: 403, said: '' })],
    ['the page of a Wi-Fi', new AppError('token_response_invalid', { reason: 'notJson', said: '' })],
  ])('keeps trying after %s', async (_, error) => {
    const { grants, clock, held } = serviceAccounts([error]);
    grants.ensureAll();
    await settled();
    await clock.advance(5_000);
    expect(held.has('wall')).toBe(true);
  });

  test('waits as long as a busy server asks', async () => {
    const { grants, clock } = serviceAccounts([
      new AppError('server_busy', { reason: 'answered', status: 503, said: '' }, retryAfterCause(90_000)),
    ]);
    grants.ensureAll();
    await settled();
    expect(clock.pending()).toEqual([90_000]);
  });

  test('leaves a server alone that asks for it, whoever wants a grant and whatever wakes the program', async () => {
    const busy = new AppError('server_busy', { reason: 'answered', status: 503, said: '' }, retryAfterCause(90_000));
    const { grants, clock, held, tries } = serviceAccounts([busy]);
    grants.ensureAll();
    await settled();
    clock.jump(24 * 3_600_000);
    for (let times = 0; times < 8; times += 1) {
      grants.ensureAll();
      await expect(grants.obtain('wall')).rejects.toMatchObject({ code: 'server_busy' });
      await clock.advance(10_000);
    }
    expect(tries()).toBe(1);
    // The rest of the wait goes by in sleep, in which timers stand still.
    clock.sleep(10_000);
    grants.ensureAll();
    await settled();
    expect(tries()).toBe(2);
    expect(held.has('wall')).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  test('tries at once when the network comes back', async () => {
    const { grants, clock, held } = serviceAccounts([offline()]);
    grants.ensureAll();
    await settled();
    grants.ensureAll();
    await settled();
    expect(held.has('wall')).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  test('whose secret is wrong waits for an administrator', async () => {
    const { grants, clock, outcomes } = serviceAccounts([new AppError('client_rejected')]);
    grants.ensureAll();
    await settled();
    expect(outcomes).toEqual(['client_rejected']);
    expect(clock.pending()).toEqual([]);
  });

  test('that was signed out stays so until it is asked for', async () => {
    const { grants, clock, held } = serviceAccounts([offline()]);
    grants.ensureAll();
    await settled();
    grants.suspend(['wall']);
    expect(clock.pending()).toEqual([]);
    grants.ensureAll();
    await settled();
    expect(held.size).toBe(0);
    await grants.obtain('wall');
    expect(held.has('wall')).toBe(true);
  });

  test('that changed in the middle of it begins anew', async () => {
    const { grants, held, tries } = serviceAccounts([]);
    grants.ensureAll();
    grants.stop(['wall']);
    grants.ensureAll();
    await settled();
    expect(tries()).toBe(2);
    expect(held.has('wall')).toBe(true);
  });

  test('begins nothing more when the program is closing', async () => {
    const { grants, tries } = serviceAccounts([]);
    grants.dispose();
    grants.ensureAll();
    await settled();
    expect(tries()).toBe(0);
  });

  test('asked for twice is one try', async () => {
    const { grants, tries } = serviceAccounts([]);
    await Promise.all([grants.obtain('wall'), grants.obtain('wall')]);
    expect(tries()).toBe(1);
  });

  test('that is given up in the middle of a try stores nothing and says nothing', async () => {
    const { grants, world, held, outcomes, signals, tries } = serviceAccounts([]);
    const { released, release } = heldBack();
    world.gate = released;
    grants.ensureAll();
    await settled();
    grants.ensureAll();
    expect([tries(), signals[0]?.aborted]).toEqual([1, false]);
    grants.stop(['wall']);
    expect(signals[0]?.reason).toMatchObject({ code: 'sign_in_cancelled' });
    release();
    await settled();
    expect([[...held], outcomes]).toEqual([[], []]);
  });

  test('whose try was given up and that began anew joins the new try, and the old one does not end it', async () => {
    const { grants, world, tries } = serviceAccounts([]);
    const [first, second] = [heldBack(), heldBack()];
    world.gate = first.released;
    const given = grants.obtain('wall').catch((error: unknown) => error);
    await settled();
    grants.stop(['wall']);
    world.gate = second.released;
    const present = grants.obtain('wall');
    await settled();
    first.release();
    expect(await given).toMatchObject({ code: 'sign_in_cancelled' });
    expect(grants.obtain('wall')).toBe(present);
    second.release();
    await present;
    expect(tries()).toBe(2);
    await grants.obtain('wall');
    expect(tries()).toBe(3);
  });

  test('that is asked for tries at once, and the try that was planned does not come besides', async () => {
    const { grants, clock, held, tries } = serviceAccounts([offline()]);
    grants.ensureAll();
    await settled();
    await grants.obtain('wall');
    expect(held.has('wall')).toBe(true);
    expect(clock.pending()).toEqual([]);
    await clock.advance(60_000);
    expect(tries()).toBe(2);
  });

  test('that is asked for and fails tells the one who asked, and plans nothing', async () => {
    const { grants, clock, outcomes } = serviceAccounts([offline()]);
    await expect(grants.obtain('wall')).rejects.toMatchObject({ code: 'offline' });
    expect(outcomes).toEqual([]);
    expect(clock.pending()).toEqual([]);
  });

  test('that is asked for while it keeps trying goes on trying when that fails', async () => {
    const { grants, clock, held, tries } = serviceAccounts([offline(), offline()]);
    grants.ensureAll();
    await settled();
    await expect(grants.obtain('wall')).rejects.toMatchObject({ code: 'offline' });
    expect(tries()).toBe(2);
    await clock.advance(4_999);
    expect(tries()).toBe(2);
    await clock.advance(1);
    expect([tries(), held.has('wall')]).toEqual([3, true]);
  });

  test('that is asked for again and again leaves a server alone that asks for it', async () => {
    const busy = new AppError('server_busy', { reason: 'answered', status: 429, said: '' }, retryAfterCause(90_000));
    const { grants, clock, tries } = serviceAccounts([busy]);
    for (let times = 0; times < 9; times += 1) {
      await expect(grants.obtain('wall')).rejects.toMatchObject({ code: 'server_busy' });
      await clock.advance(10_000);
    }
    expect(tries()).toBe(1);
    await grants.obtain('wall');
    expect(tries()).toBe(2);
  });

  test('stops trying when it changes, and begins anew with the first pause', async () => {
    const { grants, clock } = serviceAccounts([offline(), offline(), offline()]);
    grants.ensureAll();
    await settled();
    await clock.advance(5_000);
    expect(clock.pending()).toEqual([10_000]);
    grants.stop(['another']);
    expect(clock.pending()).toEqual([10_000]);
    grants.stop(['wall']);
    expect(clock.pending()).toEqual([]);
    grants.ensureAll();
    await settled();
    expect(clock.pending()).toEqual([5_000]);
  });

  test('whose failure was unforeseen says what failed and no more', async () => {
    const { grants, outcomes, clock, world } = serviceAccounts([new TypeError('a secret') as unknown as AppError]);
    grants.ensureAll();
    await settled();
    expect(outcomes).toEqual(['internal']);
    expect(world.errors).toEqual([{ reason: 'serviceAccount', kind: 'TypeError' }]);
    expect(clock.pending()).toEqual([]);
  });

  test('waits for no try any more when the program closes', async () => {
    const { grants, clock, world, signals, tries } = serviceAccounts([offline()]);
    grants.ensureAll();
    await settled();
    expect(clock.pending()).toHaveLength(1);
    world.gate = heldBack().released;
    void grants.obtain('person').catch(() => undefined);
    await settled();
    grants.dispose();
    expect(clock.pending()).toEqual([]);
    expect(signals[1]?.aborted).toBe(true);
    expect(tries()).toBe(2);
  });
});
