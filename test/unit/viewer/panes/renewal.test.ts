/** When a workbook is renewed behind the scenes, and what follows a renewal that failed. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

describe('the renewal of a pane', () => {
  let { panes, world, view, advance, load } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, load } = createPanesFixture());
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
    world.signFailure = new AppError('grant_dead', 'revoked');
    advance(1);
    await expect(panes.requestGuest(view().standby)).rejects.toMatchObject({ code: 'grant_dead' });
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'grant_dead' } });
  });

  test('keeps the workbook when a renewal fails, and tries again', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    world.signFailure = new AppError('offline', 'no network');
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
});
