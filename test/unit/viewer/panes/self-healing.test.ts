/** A pane that could not be shown tries again by itself where the reason may pass. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError, type ErrorCode, errorClasses, passesByItself } from '../../../../src/shared/errors.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

const MINUTE = 60_000;

describe('a pane that failed', () => {
  let { panes, world, view, advance, sleep, load, pendingTimers } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, sleep, load, pendingTimers } = createPanesFixture());
  });

  /** Signing fails, as it does without a network or without a grant. */
  async function refuse(code: ErrorCode) {
    world.signFailure = new AppError(code as 'internal', { reason: 'said', said: 'test' });
    await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code });
  }

  test.each(Object.keys(errorClasses) as ErrorCode[])(
    'with %s tries again if that passes, and else waits',
    async (code) => {
      panes.open(target);
      await refuse(code);
      expect(view()).toMatchObject({ phase: 'failed', error: { code } });
      expect(view().retriesAt !== null).toBe(passesByItself(code));
      expect(pendingTimers()).toBe(passesByItself(code) ? 1 : 0);
      advance(5_000);
      expect(view().phase).toBe(passesByItself(code) ? 'loading' : 'failed');
    },
  );

  test.each([
    ['an outage of Sigma', 'SOMETHING', 'Internal error'],
    ['a Sigma that does not say why', undefined, undefined],
    ['a clock that no time service has set yet', 'EINVAL', 'exp cannot be in the past'],
  ])('over %s comes back by itself', async (_what, code, message) => {
    panes.open(target);
    for (let times = 0; times < 3; times += 1) {
      await panes.requestGuest(view().active);
      panes.takeEvent(view().active, { type: 'workbook:error', code, message });
      expect(view().phase).toBe('failed');
      advance(30_000);
    }
    await load(view().active);
    expect(view()).toMatchObject({ phase: 'ready', error: null });
  });

  test.each([
    ['the same', () => 'Internal error'],
    ['ever something else', (times: number) => `Internal error ${times}`],
  ])('over a page that says %s again and again tries as soon as over one that says it once', async (_what, said) => {
    panes.open(target);
    await panes.requestGuest(view().active);
    for (let times = 0; times < 300; times += 1) {
      panes.takeEvent(view().active, { type: 'workbook:error', code: 'SOMETHING', message: said(times) });
      advance(10);
    }
    expect(view()).toMatchObject({ phase: 'failed', retriesAt: 3_750 });
    expect(world.logged.filter((event) => event === 'pane.failed').length).toBeLessThanOrEqual(20);
    advance(750);
    expect(view().phase).toBe('loading');
    // It was one failure, so that the next pause is that of the second.
    await refuse('offline');
    expect(view().retriesAt).toBe(3_750 + 7_500);
  });

  test('since it stands and says for ever what is wrong with it, says so once in the log', async () => {
    panes.open(target);
    await load(view().active);
    const { changes } = world;
    for (let times = 0; times < 300; times += 1) {
      panes.takeEvent(view().active, { type: 'workbook:error', code: 'SOMETHING', message: 'Internal error' });
    }
    expect(world.logged.filter((event) => event === 'pane.error')).toHaveLength(1);
    expect(world.changes - changes).toBe(1);
    expect(view()).toMatchObject({ phase: 'ready', error: { code: 'sigma_failed' } });
  });

  test('is covered when its session is over, though it has said before what the renewal failed with', async () => {
    panes.open(target);
    await load(view().active);
    const said = { type: 'workbook:error', code: 'SOMETHING', message: 'Internal error' } as const;
    panes.takeEvent(view().active, said);
    sleep(2 * HOUR);
    panes.wake();
    advance(0);
    await panes.requestGuest(view().standby);
    panes.takeEvent(view().standby, said);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'sigma_failed' } });
  });

  test('since Sigma led elsewhere, as to a page about its maintenance, comes back by itself', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    panes.navigatedAway(view().active);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'sigma_redirected' } });
    advance(5_000);
    await load(view().active);
    expect(view().phase).toBe('ready');
  });

  test('for want of a network after sleep comes back by itself', async () => {
    panes.open(target);
    await load(view().active);
    sleep(2 * HOUR);
    panes.wake();
    advance(0);
    await panes.requestGuest(view().standby);
    panes.guestLoadFailed(view().standby, 'ERR_NAME_NOT_RESOLVED');
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_load_failed' } });
    advance(5_000);
    await load(view().active);
    expect(view()).toMatchObject({ phase: 'ready', error: null, retriesAt: null });
  });

  test('at its first load comes back by itself, and says when it tries again', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    panes.guestLoadFailed(view().active, 'ERR_CONNECTION_RESET');
    expect(view()).toMatchObject({ phase: 'failed', retriesAt: 3_750 });
    advance(3_749);
    expect(view().phase).toBe('failed');
    advance(1);
    expect(view()).toMatchObject({ phase: 'loading', retriesAt: null });
    await load(view().active);
    expect(view().phase).toBe('ready');
  });

  test('tries for ever, with pauses that grow to some minutes, and is back soon after half a day without a network', async () => {
    panes.open(target);
    const pauses: number[] = [];
    for (let passed = 0; passed < 12 * HOUR; ) {
      await refuse('offline');
      const pause = (view().retriesAt ?? Number.NaN) - passed;
      pauses.push(pause);
      advance(pause);
      passed += pause;
    }
    expect(pauses.slice(0, 4)).toEqual([3_750, 7_500, 15_000, 30_000]);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5 * MINUTE);
    expect(pauses.length).toBeLessThan(250);
    world.signFailure = null;
    await load(view().active);
    expect(view()).toMatchObject({ phase: 'ready', error: null });
  });

  test('says after which failure it loads by itself, and nothing of it when a person or a grant has it load', async () => {
    const paneId = panes.open(target);
    expect(view().retriedAfter).toBeNull();
    await refuse('offline');
    advance(5_000);
    expect(view()).toMatchObject({ phase: 'loading', retriedAfter: 'offline' });
    await refuse('server_busy');
    panes.reload(paneId, 'main');
    expect(view()).toMatchObject({ phase: 'loading', retriedAfter: null });
    await refuse('offline');
    advance(5_000);
    world.signFailure = null;
    await load(view().active);
    expect(view()).toMatchObject({ phase: 'ready', retriedAfter: null });
  });

  test('is tried at once on waking, and the pauses begin anew', async () => {
    panes.open(target);
    for (let times = 0; times < 8; times += 1) {
      await refuse('offline');
      advance(5 * MINUTE);
    }
    await refuse('offline');
    panes.wake();
    expect(view().phase).toBe('loading');
    const before = view().retriesAt;
    await refuse('offline');
    expect(before).toBeNull();
    advance(3_750);
    expect(view().phase).toBe('loading');
  });

  test.each(['grant_dead', 'sigma_secret_wrong', 'internal'] as const)(
    'with %s is looked at again on waking and when a grant changes, and not otherwise',
    async (code) => {
      panes.open(target);
      for (const look of [() => panes.wake(), () => panes.renewProfile('profile')]) {
        await refuse(code);
        advance(12 * HOUR);
        expect(view().phase).toBe('failed');
        look();
        expect(view().phase).toBe('loading');
      }
      world.signFailure = null;
      await load(view().active);
      expect(view().phase).toBe('ready');
    },
  );

  test('pauses longer and longer though it stood for a moment, and is the first again after it stood for long', async () => {
    panes.open(target);
    for (const pause of [3_750, 7_500, 15_000]) {
      await load(view().active);
      panes.guestLoadFailed(view().active, 'ERR_FAILED');
      advance(pause - 1);
      expect(view().phase).toBe('failed');
      advance(1);
      expect(view().phase).toBe('loading');
    }
    await load(view().active);
    advance(10 * MINUTE);
    panes.guestLoadFailed(view().active, 'ERR_FAILED');
    advance(3_750);
    expect(view().phase).toBe('loading');
  });

  test('after too many crashes comes back too, after minutes', async () => {
    panes.open(target);
    for (let times = 0; times < 6; times += 1) panes.guestGone(view().active, 'oom');
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_crashed' }, retriesAt: 225_000 });
    advance(225_000);
    await load(view().active);
    expect(view().phase).toBe('ready');
  });

  test('for want of an answer shows the workbook that comes late, and does not throw it away', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    advance(MINUTE);
    const { active } = view();
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_load_failed' } });
    panes.takeEvent(active, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    expect(view()).toMatchObject({ phase: 'ready', error: null, retriesAt: null });
    advance(5 * MINUTE);
    expect(view()).toMatchObject({ active, phase: 'ready' });
  });

  test('goes on trying although its old workbook says something', async () => {
    panes.open(target);
    await load(view().active);
    panes.guestLoadFailed(view().active, 'ERR_FAILED');
    panes.takeEvent(view().active, { type: 'workbook:loaded' });
    expect(view().phase).toBe('failed');
    advance(5_000);
    expect(view().phase).toBe('loading');
  });

  test('is loaded once for a person who does not wait, and its timer is gone when it is closed', async () => {
    const paneId = panes.open(target);
    await refuse('offline');
    panes.reload(paneId, 'main');
    const { active } = view();
    world.signFailure = null;
    advance(5_000);
    expect(view()).toMatchObject({ active, phase: 'loading' });
    await refuse('offline');
    panes.close(paneId, 'main');
    expect(pendingTimers()).toBe(0);
  });
});
