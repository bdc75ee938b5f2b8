/** Opening a workbook: its first load, and what may go wrong with it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

describe('opening a workbook', () => {
  let { panes, world, view, advance, load } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, load } = createPanesFixture());
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
    world.signFailure = new AppError('secret_missing', 'no secret');
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
});
