/** What charts say: their own trouble, unless it is that the token is over, and then it is helped once. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';
import { aboutOtherThings, aboutTokens } from '../../../support/sigma-errors.ts';
import { settled } from '../../../support/virtual-clock.ts';

describe('an error that a workbook or a chart reports', () => {
  let { panes, world, view, advance, load } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, load } = createPanesFixture());
  });

  async function report(type: 'workbook:error' | 'workbook:chart:error', message: string) {
    panes.takeEvent(view().active, { type, code: 'EINVAL', message });
    await settled();
  }

  /** A chart that finds its token expired, and the session that was signed for it. */
  async function helpedOnce() {
    panes.open(target);
    await load(view().active);
    await report('workbook:chart:error', 'Token expired');
    await load(view().standby);
    expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
    expect(world.renewals).toBe(1);
    advance(31_000);
  }

  describe.each(['workbook:error', 'workbook:chart:error'] as const)('%s', (type) => {
    test.each(aboutTokens)('"%s" has newer grants asked for', async (message) => {
      panes.open(target);
      await load(view().active);
      await report(type, message);
      expect(world.renewals).toBe(1);
      expect(view()).toMatchObject({ phase: 'ready', error: null });
      expect(view().standby).not.toBe('');
    });

    test.each(aboutOtherThings)('"%s" has nothing renewed and nothing loaded', async (message) => {
      panes.open(target);
      await load(view().active);
      await report(type, message);
      expect(world.renewals).toBe(0);
      expect(view()).toMatchObject({ phase: 'ready', standby: '' });
    });
  });

  test('is helped once: a chart that goes on has nothing more renewed or loaded, however long it does', async () => {
    await helpedOnce();
    for (let times = 0; times < 20; times += 1) {
      await report('workbook:chart:error', 'Token expired');
      expect(view()).toMatchObject({ phase: 'ready', error: null, standby: '' });
      advance(60_000);
    }
    expect(world.renewals).toBe(1);
    expect(world.signed).toHaveLength(2);
  });

  test.each([
    ['somebody signed in or a grant was renewed at its time', () => panes.renewProfile('profile')],
    ['a person reloaded the workbook', () => panes.reload(view().paneId, 'main')],
    ['the session was renewed at its time', () => advance(HOUR - 5 * 60_000)],
  ])('is helped again once %s', async (_what, change) => {
    await helpedOnce();
    change();
    await load(view().standby || view().active);
    await report('workbook:chart:error', 'Token expired');
    expect(world.renewals).toBe(2);
  });

  test('is not helped again because another workbook of its profile complained', async () => {
    await helpedOnce();
    panes.renewProfile('profile', 'complaint');
    await load(view().standby);
    await report('workbook:chart:error', 'Token expired');
    expect(world.renewals).toBe(1);
  });

  test('does not hurry a standby that waits while the person types, when it was not helped before', async () => {
    await helpedOnce();
    panes.renewProfile('profile', 'complaint');
    const { active, standby } = view();
    panes.keyPressed(active);
    await load(standby);
    await report('workbook:chart:error', 'Token expired');
    expect(view()).toMatchObject({ active, standby });
  });

  test('of a chart does not take the workbook away when only a new sign-in helps, nor while it loads', async () => {
    panes.open(target);
    await load(view().active);
    world.renewFailure = new AppError('grant_dead', { reason: 'expired' });
    await report('workbook:chart:error', 'Token expired');
    await report('workbook:chart:error', 'Session expired');
    expect(view()).toMatchObject({ phase: 'ready', error: null, standby: '' });
    panes.reload(view().paneId, 'main');
    await panes.requestGuest(view().active);
    await report('workbook:chart:error', 'Session expired');
    expect(view()).toMatchObject({ phase: 'loading', error: null });
  });

  test('has the workbook loaded with what is there when the grant never renews', async () => {
    panes.open(target);
    await load(view().active);
    world.renewFailure = new AppError('renewal_unavailable', { reason: 'said', said: 'test' });
    await report('workbook:error', 'Session expired. Reload the page.');
    expect(view()).toMatchObject({ phase: 'ready', error: null });
    await load(view().standby);
    expect(view()).toMatchObject({ phase: 'ready', swaps: 1 });
  });

  test('of a workbook is helped twice at most, though it comes back every half minute', async () => {
    panes.open(target);
    await load(view().active);
    for (let times = 0; times < 20; times += 1) {
      await report('workbook:error', 'Session expired. Reload the page.');
      if (view().standby) await load(view().standby);
      advance(31_000);
    }
    expect(world.renewals).toBe(2);
  });

  test('that standbys report too is not met by one load after the other until the session ends', async () => {
    panes.open(target);
    await load(view().active);
    await report('workbook:error', '401 Unauthorized: invalid access token.');
    for (let minutes = 0; minutes < 50; minutes += 1) {
      const { standby } = view();
      if (standby !== '') {
        await panes.requestGuest(standby);
        panes.takeEvent(standby, { type: 'workbook:error', message: '401 Unauthorized: invalid access token.' });
      }
      advance(60_000);
    }
    expect(world.renewals).toBe(1);
    expect(world.signed).toHaveLength(5);
    expect(view()).toMatchObject({ phase: 'ready', standby: '' });
    // The session is renewed at its time all the same.
    advance(5 * 60_000);
    expect(view().standby).not.toBe('');
  });
});
