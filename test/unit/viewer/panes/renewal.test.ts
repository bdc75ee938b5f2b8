/** When a workbook is renewed behind the scenes, and what follows a renewal that failed. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

describe('the renewal of a pane', () => {
  let { panes, world, view, advance, sleep, load, pendingTimers } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, sleep, load, pendingTimers } = createPanesFixture());
  });

  test('renews before its session ends, though no grant was renewed', async () => {
    panes.open(target);
    await load(view().active);
    advance(HOUR - 5 * 60_000 - 1);
    expect(view().standby).toBe('');
    advance(1);
    expect(view().standby).not.toBe('');
  });

  test('leaves a session that ends with its grant to the renewal of the grant', async () => {
    world.endsWithGrant = true;
    panes.open(target);
    await load(view().active);
    advance(HOUR - 1);
    expect(view().standby).toBe('');
    world.signFailure = new AppError('grant_dead', { reason: 'said', said: 'revoked' });
    advance(1);
    await expect(panes.requestGuest(view().standby)).rejects.toMatchObject({ code: 'grant_dead' });
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'grant_dead' } });
  });

  test('keeps the workbook when a renewal fails, and tries again', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    world.signFailure = new AppError('offline', { reason: 'said', said: 'no network' });
    await expect(panes.requestGuest(view().standby)).rejects.toMatchObject({ code: 'offline' });
    expect(view()).toMatchObject({ phase: 'ready', error: null, standby: '' });
    world.signFailure = null;
    advance(5_000);
    expect(view().standby).not.toBe('');
    await load(view().standby);
    expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
  });

  test('gives up a standby that never answers, and tries again', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { standby } = view();
    advance(60_000);
    expect(view()).toMatchObject({ phase: 'ready', standby: '' });
    advance(5_000);
    expect(view().standby).not.toBe(standby);
  });

  test('does not forget a renewal that failed when the network comes back', async () => {
    world.endsWithGrant = true;
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    panes.guestLoadFailed(view().standby, 'ERR_NETWORK_CHANGED');
    expect(view().standby).toBe('');
    panes.wake();
    expect(view().standby).not.toBe('');
  });

  test('tries again by itself when the network that was missing is back', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    panes.guestLoadFailed(view().active, 'ERR_INTERNET_DISCONNECTED');
    expect(view().phase).toBe('failed');
    panes.wake();
    await load(view().active);
    expect(view().phase).toBe('ready');
  });

  test('comes on waking for a session that ended during sleep', async () => {
    panes.open(target);
    await load(view().active);
    sleep(2 * HOUR);
    expect(view().standby).toBe('');
    panes.wake();
    advance(0);
    expect(view().standby).not.toBe('');
  });

  test('does not come on waking for a session that has time left', async () => {
    panes.open(target);
    await load(view().active);
    panes.wake();
    advance(0);
    expect(view().standby).toBe('');
    expect(pendingTimers()).toBe(1);
  });

  test('is not begun again on waking while it is under way', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    panes.guestLoadFailed(view().standby, 'ERR_FAILED');
    advance(5_000);
    const { standby } = view();
    expect(standby).not.toBe('');
    panes.wake();
    expect(view().standby).toBe(standby);
  });

  test('gives no URL to a standby that was given up while its session was signed, and the pane does not fail', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const asked = panes.requestGuest(view().standby);
    panes.renewProfile('profile');
    const { standby } = view();
    await expect(asked).rejects.toMatchObject({ code: 'request_refused', message: 'This guest is no longer wanted.' });
    expect(view()).toMatchObject({ phase: 'ready', error: null, standby });
  });

  test('does not touch what is shown when Sigma refuses the standby, or the standby crashes', async () => {
    panes.open(target);
    await load(view().active);
    const { active } = view();
    const troubles = [
      (standby: string) =>
        panes.takeEvent(standby, { type: 'workbook:error', code: 'EINVAL', message: 'Invalid encrypted token' }),
      (standby: string) => panes.guestGone(standby, 'crashed'),
      (standby: string) => panes.replayStopped(standby),
      (standby: string) => panes.navigatedAway(standby),
    ];
    for (const trouble of troubles) {
      panes.renewProfile('profile');
      const { standby } = view();
      await panes.requestGuest(standby);
      trouble(standby);
      expect(view()).toMatchObject({ active, standby: '', phase: 'ready', error: null });
      advance(5 * 60_000);
      expect(view().standby).not.toBe('');
    }
  });

  test('begins with pauses of five seconds again after one that succeeded', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    for (const pause of [5_000, 10_000]) {
      panes.guestLoadFailed(view().standby, 'ERR_FAILED');
      advance(pause - 1);
      expect(view().standby).toBe('');
      advance(1);
      expect(view().standby).not.toBe('');
    }
    await load(view().standby);
    expect(view().swaps).toBe(1);
    panes.renewProfile('profile');
    panes.guestLoadFailed(view().standby, 'ERR_FAILED');
    advance(5_000);
    expect(view().standby).not.toBe('');
  });

  test('stops when the workbook is reloaded for everyone to see', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    panes.reload(view().paneId, 'main');
    expect(view()).toMatchObject({ standby: '', phase: 'loading' });
    // Of the standby nothing is left: the minute of the reload, and the renewal of the session that it had.
    expect(pendingTimers()).toBe(2);
  });

  test('goes on over the hours, with one standby at a time', async () => {
    panes.open(target);
    await load(view().active);
    for (let swaps = 1; swaps <= 5; swaps += 1) {
      advance(HOUR - 5 * 60_000);
      await load(view().standby);
      expect(view()).toMatchObject({ swaps, phase: 'ready', standby: '' });
      expect(pendingTimers()).toBe(1);
    }
    expect(world.signed).toHaveLength(6);
  });

  test('of a workbook that has not asked for its session yet is a new load for everyone to see', () => {
    panes.open(target);
    const { active } = view();
    panes.renewProfile('profile');
    expect(view().guests).toHaveLength(1);
    expect(view().active).not.toBe(active);
  });

  test('is not planned by a wake before there is a session', () => {
    panes.open(target);
    const before = { view: view(), timers: pendingTimers() };
    panes.wake();
    expect({ view: view(), timers: pendingTimers() }).toEqual(before);
  });
});
