/** A workbook that finds its token expired. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { createPanesFixture, target } from '../../../support/panes.ts';

describe('a workbook that finds its token expired', () => {
  let { panes, world, view, advance, load, pendingTimers } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, load, pendingTimers } = createPanesFixture());
  });

  test('renews grants and swaps when the workbook finds its token expired', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await Promise.resolve();
    await Promise.resolve();
    expect(world.renewals).toBe(1);
    await load(view().standby);
    expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
  });

  test('asks once for a workbook that complains while help is on its way, and shows the one that comes', async () => {
    panes.open(target);
    await load(view().active);
    for (let times = 0; times < 3; times += 1) {
      panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.renewals).toBe(1);
    expect(view()).toMatchObject({ phase: 'ready', error: null });
    await load(view().standby);
    expect(view()).toMatchObject({ phase: 'ready', error: null, swaps: 1 });
  });

  test('does not renew again and again for a workbook that complains right after', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await new Promise((resolve) => setImmediate(resolve));
    await load(view().standby);
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    expect(world.renewals).toBe(1);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'sigma_session_expired' } });
  });

  test('keeps a workbook on the screen when its grants cannot be renewed for the moment', async () => {
    panes.open(target);
    await load(view().active);
    world.renewFailure = new AppError('offline', { reason: 'said', said: 'no network' });
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(view()).toMatchObject({ phase: 'ready' });
    advance(5_000);
    expect(view().standby).not.toBe('');
  });

  test('shows a dead grant when a session ends for good', async () => {
    panes.open(target);
    await load(view().active);
    world.renewFailure = new AppError('grant_dead', { reason: 'said', said: 'revoked' });
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'grant_dead' } });
  });

  test('is helped once more after half a minute, and not before', async () => {
    panes.open(target);
    await load(view().active);
    const complain = async () => {
      panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
      await new Promise((resolve) => setImmediate(resolve));
    };
    await complain();
    await load(view().standby);
    advance(30_001);
    await complain();
    expect(world.renewals).toBe(2);
    expect(view().phase).toBe('ready');
    expect(world.logged.filter((event) => event === 'pane.token-expired')).toHaveLength(2);
  });

  test('takes the standby that the renewal of its grants brought already', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    panes.renewProfile('profile');
    const { standby } = view();
    await new Promise((resolve) => setImmediate(resolve));
    expect(view().standby).toBe(standby);
  });

  test('is helped when it is one chart that says so, and left alone when the chart says something else', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, { type: 'workbook:chart:error', message: 'Division by zero', nodeId: 'n' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(view()).toMatchObject({ phase: 'ready', error: null });
    expect(world.renewals).toBe(0);
    panes.takeEvent(view().active, { type: 'workbook:chart:error', message: 'Token expired', nodeId: 'n' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.renewals).toBe(1);
  });

  test.each([
    null,
    new AppError('offline', { reason: 'said', said: 'test' }),
    new AppError('grant_dead', { reason: 'expired' }),
  ])('is left when it was closed while its grants were renewed (%#)', async (failure) => {
    const paneId = panes.open(target);
    await load(view().active);
    world.renewFailure = failure;
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    panes.close(paneId, 'main');
    const before = world.changes;
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.changes).toBe(before);
    expect(pendingTimers()).toBe(0);
  });

  test('waits for a standby that is loading already, and asks for nothing', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    panes.takeEvent(active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.renewals).toBe(0);
    expect(view()).toMatchObject({ active, standby, phase: 'ready', error: null });
  });
});
