/** Opening a workbook: its first load, and what may go wrong with it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

describe('opening a workbook', () => {
  let { panes, world, view, advance, load, pendingTimers } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, load, pendingTimers } = createPanesFixture());
  });

  test('shows a workbook once it has loaded', async () => {
    const paneId = panes.open(target);
    expect(view()).toMatchObject({ paneId, phase: 'loading' });
    await load(view().active);
    expect(view()).toMatchObject({ phase: 'ready', swaps: 0, sessionExpiresAt: HOUR });
  });

  test('opens the same workbook once', () => {
    expect(panes.open(target)).toBe(panes.open(target));
  });

  test('signs anew at every request of the host page', async () => {
    panes.open(target);
    const first = await panes.requestGuest(view().active);
    const second = await panes.requestGuest(view().active);
    expect(second.url).not.toBe(first.url);
  });

  test('signs nothing for a guest that it did not give out', async () => {
    panes.open(target);
    await expect(panes.requestGuest('another')).rejects.toMatchObject({ code: 'request_refused' });
    expect(world.signed).toEqual([]);
    expect(panes.isKnownGuest(view().active, 'another partition', 'main')).toBe(false);
  });

  test('shows why a workbook could not be opened', async () => {
    panes.open(target);
    world.signFailure = new AppError('secret_missing', { reason: 'said', said: 'no secret' });
    await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code: 'secret_missing' });
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'secret_missing' } });
  });

  test('says so when Sigma never answers', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    advance(60_000);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_load_failed' } });
  });

  test('turns an error of Sigma during the load into ours', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    panes.takeEvent(view().active, { type: 'workbook:error', code: 'EINVAL', message: 'Invalid encrypted token' });
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'sigma_secret_wrong' } });
  });

  test('gives no signed URL out when the workbook was closed while it was signed', async () => {
    const paneId = panes.open(target);
    const asked = panes.requestGuest(view().active);
    panes.close(paneId, 'main');
    await expect(asked).rejects.toMatchObject({ code: 'request_refused' });
  });

  test('ignores events of guests that are gone', async () => {
    const paneId = panes.open(target);
    const { active } = view();
    panes.close(paneId, 'main');
    panes.takeEvent(active, { type: 'workbook:dataloaded' });
    panes.guestGone(active, 'crashed');
    panes.guestLoadFailed(active, 'ERR');
    advance(2 * HOUR);
    expect(panes.views('main')).toEqual([]);
  });

  test('shows a workbook as soon as it stands, before its data', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    const before = world.changes;
    panes.takeEvent(view().active, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    expect(view().phase).toBe('ready');
    expect(world.changes).toBeGreaterThan(before);
  });

  test('signs nothing for an unknown guest while a standby loads either', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const signed = world.signed.length;
    await expect(panes.requestGuest('another')).rejects.toMatchObject({
      code: 'request_refused',
      message: 'This guest is not known.',
    });
    expect(world.signed).toHaveLength(signed);
    expect(panes.isKnownGuest('another', target.partition, 'main')).toBe(false);
  });

  test('tells the window of everything that it shows: open, session, data, failure, close', async () => {
    const isTold = async (action: () => unknown) => {
      const before = world.changes;
      await action();
      expect(world.changes).toBeGreaterThan(before);
    };
    await isTold(() => panes.open(target));
    await isTold(() => panes.requestGuest(view().active));
    await isTold(() => panes.takeEvent(view().active, { type: 'workbook:loaded' }));
    await isTold(() => panes.takeEvent(view().active, { type: 'workbook:dataloaded' }));
    await isTold(() => panes.takeEvent(view().active, { type: 'workbook:error', code: 'EACCES' }));
    expect(view()).toMatchObject({ phase: 'ready', error: { code: 'sigma_access_denied' } });
    await isTold(() => panes.reload(view().paneId, 'main'));
    expect(view()).toMatchObject({ phase: 'loading', error: null });
    await isTold(() => panes.guestLoadFailed(view().active, 'ERR_FAILED'));
    await isTold(() => panes.close(view().paneId, 'main'));
  });

  test('gives the minute for an answer anew to each load', async () => {
    panes.open(target);
    advance(50_000);
    panes.reload(view().paneId, 'main');
    advance(59_999);
    expect(view().phase).toBe('loading');
    advance(1);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_load_failed' } });
  });

  test('leaves no timer of a guest that a reload replaces', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    // It waits for data that do not come.
    panes.takeEvent(view().active, { type: 'workbook:loaded' });
    panes.reload(view().paneId, 'main');
    // The minute of the new load, and the renewal that was planned for the session before.
    expect(pendingTimers()).toBe(2);
  });

  test('leaves no timer behind a pane that is closed', async () => {
    const paneId = panes.open(target);
    expect(pendingTimers()).toBe(1);
    await load(view().active);
    panes.renewProfile('profile');
    panes.keyPressed(view().active);
    await load(view().standby);
    panes.close(paneId, 'main');
    expect(pendingTimers()).toBe(0);
  });

  test('leaves no timer behind a pane that is closed before it loads, or while it waits for data', async () => {
    panes.close(panes.open(target), 'main');
    expect(pendingTimers()).toBe(0);
    const paneId = panes.open(target);
    await panes.requestGuest(view().active);
    panes.takeEvent(view().active, { type: 'workbook:loaded' });
    panes.renewProfile('profile');
    await panes.requestGuest(view().standby);
    panes.takeEvent(view().standby, { type: 'workbook:loaded' });
    panes.close(paneId, 'main');
    expect(pendingTimers()).toBe(0);
  });

  test('goes on showing why it failed', async () => {
    panes.open(target);
    world.signFailure = new AppError('secret_missing', { reason: 'said', said: 'test' });
    await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code: 'secret_missing' });
    advance(HOUR);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'secret_missing' } });
    expect(pendingTimers()).toBe(0);
  });

  test('goes on showing what Sigma reported in a workbook that stands', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    panes.takeEvent(view().active, { type: 'workbook:loaded' });
    panes.takeEvent(view().active, { type: 'workbook:error', code: 'EACCES' });
    panes.takeEvent(view().active, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ phase: 'ready', error: { code: 'sigma_access_denied' } });
    panes.renewProfile('profile');
    await load(view().standby);
    expect(view()).toMatchObject({ phase: 'ready', error: null, swaps: 1 });
  });

  test('gives each guest an address of its own, and nothing in it that could be used', () => {
    panes.open(target);
    const guestId = view().active;
    expect(view().guests).toEqual([
      {
        guestId,
        element: guestId,
        src: `sightglass-embed://frame/${guestId}`,
        partition: target.partition,
        role: 'active',
      },
    ]);
  });

  test('that fails in an unforeseen way says what failed, without what the failing code held', async () => {
    panes.open(target);
    world.signFailure = new TypeError('a signed URL') as unknown as AppError;
    await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code: 'internal' });
    expect(view()).toMatchObject({
      phase: 'failed',
      error: { code: 'internal', values: { reason: 'workbookSession', kind: 'TypeError' } },
    });
  });
});
