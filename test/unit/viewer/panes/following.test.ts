/** A person who goes to another document, edits one, or loses it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

const own = '/acme/workbook/Trips-4kX9';
const winter = '/acme/workbook/Winter-Operations-9Zq1';

describe('a person', () => {
  let { panes, world, view, advance, load } = createPanesFixture();
  beforeEach(async () => {
    ({ panes, world, view, advance, load } = createPanesFixture());
    panes.open(target);
    await load(view().active);
  });
  const at = (url: string) => panes.takeEvent(view().active, { type: 'url:onchange', url });

  describe('who went to another document', () => {
    beforeEach(() => at(winter));

    test('is there after a renewal and after a reload', async () => {
      panes.renewProfile('profile');
      await load(view().standby);
      expect(world.signed.at(-1)).toEqual({ path: winter, bookmark: null });
      panes.reload(view().paneId, 'main');
      await load(view().active);
      expect(world.signed.at(-1)).toEqual({ path: winter, bookmark: null });
      expect(view().place.document).toMatchObject({ title: 'Winter Operations', isOwn: false });
    });

    test('has its values asked for, since what was said of values may have been of the other one', () => {
      expect(world.sent.at(-1)).toEqual({ guestId: view().active, command: { type: 'workbook:variables:list' } });
      panes.takeEvent(view().active, { type: 'workbook:variables:current', variables: { Region: 'West' } });
      expect(view().place.controls).toEqual({ Region: 'West' });
    });

    test('comes home when they want to', async () => {
      panes.goHome(view().paneId, 'main');
      await load(view().active);
      expect(world.signed.at(-1)).toEqual({});
      expect(view().place.document).toMatchObject({ title: 'Trips', isOwn: true });
    });

    test('comes home with a word when it is deleted, once', async () => {
      const { active } = view();
      panes.takeEvent(active, { type: 'workbook:ondelete', id: '9Zq1' });
      panes.takeEvent(active, { type: 'workbook:ondelete', id: '9Zq1' });
      await load(view().active);
      expect(world.signed.at(-1)).toEqual({});
      expect(world.words).toMatchObject([{ code: 'workbook_deleted', values: { reason: 'other' } }]);
    });

    test('keeps it in sight when a renewal of it is refused, and comes home when the session ends', async () => {
      panes.renewProfile('profile');
      await panes.requestGuest(view().standby);
      panes.takeEvent(view().standby, { type: 'workbook:error', code: 'ENOENT', message: 'Not found' });
      expect(view()).toMatchObject({ phase: 'ready', standby: '' });
      expect(world.words).toEqual([]);
    });
  });

  test('who is on another page while a standby waits has it brought by a message', async () => {
    panes.renewProfile('profile');
    const { standby } = view();
    await panes.requestGuest(standby);
    at(`${own}/page/p2`);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view().active).toBe(standby);
    expect(world.sent.map(({ command }) => command)).toContainEqual({
      type: 'workbook:selectednodeid:update',
      selectedNodeId: 'p2',
      nodeType: 'page',
    });
  });

  describe('who edits', () => {
    beforeEach(() => at(`${own}/edit`));

    test('is not renewed and keeps the page, and is renewed on leaving the edit mode', async () => {
      panes.renewProfile('profile');
      expect(view()).toMatchObject({ standby: '', edit: { isRenewalWaiting: true }, place: { mode: 'edit' } });
      at(own);
      expect(view().edit).toBeNull();
      await load(view().standby);
      expect(view()).toMatchObject({ swaps: 1, edit: null });
    });

    test('keeps the page when the session ends, whatever Sigma says', async () => {
      const { active } = view();
      advance(HOUR + 60_000);
      panes.takeEvent(active, { type: 'workbook:error', code: 'EINVAL', message: 'Session expired. Reload the page.' });
      panes.takeEvent(active, { type: 'workbook:chart:error', code: 'EINVAL', message: 'Token expired' });
      advance(HOUR);
      expect(view()).toMatchObject({ active, standby: '', phase: 'ready', edit: { isRenewalWaiting: true } });
      expect(world.renewals).toBe(0);
    });

    test('comes back to the edit mode when they load it again', async () => {
      panes.reload(view().paneId, 'main');
      await load(view().active);
      expect(world.signed.at(-1)).toEqual({ path: `${own}/edit` });
    });

    test('is shown a page that crashed as one that is gone', () => {
      panes.guestGone(view().active, 'crashed');
      expect(view().phase).toBe('loading');
    });
  });

  test.each([
    '/other/workbook/Trips-4kX9/edit',
    '/acme/workbook/Trips-4kX9/a/part/that/nobody/knows/edit',
    '/workbook/Trips-4kX9/edit/',
    'https://app.sigma.example/acme/workbook/Trips-4kX9/edit?:nodeId=p1',
  ])('who edits at %s is not renewed either, although no load could begin there', async (path) => {
    at(path);
    panes.renewProfile('profile');
    expect(view()).toMatchObject({ standby: '', edit: { isRenewalWaiting: true }, place: { mode: 'edit' } });
    at(own);
    expect(view().edit).toBeNull();
    expect(view().standby).not.toBe('');
    at(path);
    panes.reload(view().paneId, 'main');
    await load(view().active);
    expect(view()).toMatchObject({ edit: null, place: { mode: 'view' } });
  });

  test('who begins to edit while a standby loads keeps the page', async () => {
    panes.renewProfile('profile');
    const { active } = view();
    await panes.requestGuest(view().standby);
    at(`${own}/edit`);
    expect(view()).toMatchObject({ active, standby: '', edit: { isRenewalWaiting: true } });
  });

  test('who maximised an element has it maximised again, found by what is in the middle of the page', async () => {
    const full = { type: 'workbook:fullscreen:onchange', fullScreen: true } as const;
    panes.command(view().paneId, 'main', { type: 'workbook:fullscreen:update', nodeId: 'chart-1' });
    panes.takeEvent(view().active, full);
    panes.renewProfile('profile');
    const { standby } = view();
    await load(standby);
    expect(world.sent.filter(({ guestId }) => guestId === standby).map(({ command }) => command)).toEqual([
      { type: 'workbook:fullscreen:update', nodeId: 'chart-1' },
    ]);
  });
});
