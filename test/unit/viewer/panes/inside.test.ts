/** What a pane makes of what goes on inside its workbook, with a standby behind it and without. */
import { describe, expect, test } from 'vitest';
import type { SigmaEvent } from '../../../../src/shared/sigma/events.ts';
import { createPanesFixture, target } from '../../../support/panes.ts';

const other = { ...target, workbookId: 'other', title: 'Other' };
const bookmark = (id: string, name: string): SigmaEvent => ({
  type: 'workbook:bookmark:onchange',
  bookmarkId: id,
  bookmarkName: name,
  workbookId: 'own',
});
const failed = (nodeId: string, message = 'Division by zero'): SigmaEvent => ({
  type: 'workbook:chart:error',
  nodeId,
  message,
});

async function openPane(controls?: Record<string, string>) {
  const fixture = createPanesFixture();
  const paneId = fixture.panes.open(target, { controls });
  await fixture.load(fixture.view().active);
  const tell = (event: SigmaEvent, guestId = fixture.view().active) => fixture.panes.takeEvent(guestId, event);
  const contents = () => fixture.view().contents;
  const command = (wanted: Parameters<typeof fixture.panes.command>[2]) =>
    fixture.panes.command(paneId, 'main', wanted);
  return { ...fixture, paneId, tell, contents, command };
}

/** With a standby that has begun to load. */
async function openRenewing() {
  const pane = await openPane();
  pane.panes.renewProfile('profile');
  await pane.panes.requestGuest(pane.view().standby);
  return pane;
}

describe('bookmarks', () => {
  test('survive the swap, and a standby that says them again does not count twice', async () => {
    const { tell, contents, view, load } = await openRenewing();
    tell(bookmark('a', 'East'));
    tell(bookmark('b', 'Of the standby'), view().standby);
    await load(view().standby);
    expect(view().swaps).toBe(1);
    expect(contents().bookmarks.map(({ id }) => id)).toEqual(['a']);
  });

  test('are there again when the workbook is opened again, and not for whoever signs in next', async () => {
    const { panes, tell, contents } = await openPane();
    tell(bookmark('a', 'East'));
    const reopened = () => {
      panes.closeWindow('main');
      panes.open(other);
      expect(contents().bookmarks).toEqual([]);
      panes.closeWindow('main');
      panes.open(target);
      return contents().bookmarks.map(({ name }) => name);
    };
    expect(reopened()).toEqual(['East']);
    panes.closeProfile('another profile');
    expect(reopened()).toEqual(['East']);
    panes.closeProfile('profile');
    expect(reopened()).toEqual([]);
  });

  test('that a person makes are shared and default as they asked, which Sigma does not say again', async () => {
    const { tell, contents, command } = await openPane();
    command({ type: 'workbook:bookmark:create', name: 'East', isDefault: true, isShared: false });
    expect(contents().bookmarks).toEqual([]);
    tell({ type: 'workbook:bookmark:oncreate', bookmarkId: 'a', bookmarkName: 'East' });
    tell({ type: 'workbook:bookmark:oncreate', bookmarkId: 'b', bookmarkName: 'East' });
    expect(contents().bookmarks.map(({ isDefault, isShared }) => [isDefault, isShared])).toEqual([
      [true, false],
      [null, null],
    ]);
  });

  test('of a name that was asked for and not made are not what was asked for then', async () => {
    const { tell, contents, command, advance } = await openPane();
    command({ type: 'workbook:bookmark:create', name: 'East', isDefault: true, isShared: true });
    advance(10_000);
    tell({ type: 'workbook:bookmark:oncreate', bookmarkId: 'a', bookmarkName: 'East' });
    expect(contents().bookmarks).toEqual([{ id: 'a', name: 'East', isShared: null, isDefault: null }]);
  });
});

test('the windows hear of every change of a control, whoever made it', async () => {
  const { choose, view, world } = await openPane();
  const before = world.changes;
  choose(view().active, 'Queens');
  expect(world.changes).toBe(before + 1);
});

describe('what a person asks of the workbook', () => {
  test('goes to the workbook on screen, and what Sigma made of values is asked for', async () => {
    const { command, world, view } = await openPane();
    world.sent.length = 0;
    command({ type: 'workbook:variables:update', variables: { Borough: 'Queens' } });
    expect(world.sent).toEqual([
      { guestId: view().active, command: { type: 'workbook:variables:update', variables: { Borough: 'Queens' } } },
      { guestId: view().active, command: { type: 'workbook:variables:list' } },
    ]);
  });

  test('and is told of when Sigma takes no notice, once, and not when it does', async () => {
    const { command, tell, world, advance } = await openPane();
    command({ type: 'workbook:mode:update', mode: 'edit' });
    tell({ type: 'url:onchange', url: '/org/workbook/Trips-1/page/2' });
    advance(9_999);
    expect(world.words).toEqual([]);
    advance(1);
    expect(world.words.map(({ code, values }) => [code, values.reason])).toEqual([['command_without_effect', 'mode']]);
    command({ type: 'workbook:mode:update', mode: 'edit' });
    tell({ type: 'url:onchange', url: '/org/workbook/Trips-1/edit' });
    command({ type: 'workbook:modal:toggle', modalType: 'export' });
    advance(60_000);
    expect(world.words).toHaveLength(1);
  });

  test.each<[Parameters<Awaited<ReturnType<typeof openPane>>['command']>[0], SigmaEvent, SigmaEvent, string]>([
    [
      { type: 'workbook:bookmark:create', name: 'East', isDefault: false, isShared: false },
      bookmark('a', 'East'),
      { type: 'workbook:bookmark:oncreate', bookmarkId: 'a' },
      'createBookmark',
    ],
    [{ type: 'workbook:bookmark:select', bookmarkId: 'a' }, bookmark('b', 'x'), bookmark('a', 'x'), 'openBookmark'],
    [
      { type: 'workbook:bookmark:select' },
      bookmark('b', 'x'),
      { type: 'workbook:bookmark:onchange', bookmarkId: null },
      'openBookmark',
    ],
    [
      { type: 'workbook:bookmark:update' },
      bookmark('a', 'x'),
      { type: 'workbook:bookmark:onupdate', bookmarkId: 'a' },
      'updateBookmark',
    ],
    [
      { type: 'workbook:bookmark:delete', bookmarkId: 'a' },
      { type: 'workbook:bookmark:ondelete', bookmarkId: 'b' },
      { type: 'workbook:bookmark:ondelete', bookmarkId: 'a' },
      'deleteBookmark',
    ],
    [
      { type: 'workbook:fullscreen:update', nodeId: 'chart' },
      { type: 'workbook:dataloaded' },
      { type: 'workbook:fullscreen:onchange', fullScreen: true },
      'maximise',
    ],
    [
      { type: 'workbook:mode:update', mode: 'explore' },
      { type: 'url:onchange', url: '/x' },
      { type: 'workbook:exploreKey:onchange', exploreKey: 'key' },
      'mode',
    ],
    [
      { type: 'workbook:mode:update', mode: 'view' },
      { type: 'workbook:exploreKey:onchange', exploreKey: 'key' },
      { type: 'workbook:exploreKey:onchange', exploreKey: null },
      'mode',
    ],
  ])('%o is done once its own message comes', async (wanted, noEffect, effect, reason) => {
    const { command, tell, world, advance } = await openPane();
    command(wanted);
    tell(noEffect);
    advance(10_000);
    expect(world.words.map(({ values }) => values.reason)).toEqual([reason]);
    command(wanted);
    tell(effect);
    advance(10_000);
    expect(world.words).toHaveLength(1);
  });

  test('and that Sigma refuses with a reason leaves the workbook as it is', async () => {
    const { command, tell, world, view, advance } = await openPane();
    for (const message of ['Bookmark not selected', 'Cannot update bookmark, no explore changes made']) {
      command({ type: 'workbook:bookmark:update' });
      tell({ type: 'workbook:error', code: 'EINVAL', message });
      expect(view()).toMatchObject({ phase: 'ready', error: null });
    }
    advance(60_000);
    expect(world.words.map(({ code, values }) => [code, values.reason])).toEqual([
      ['bookmark_not_changed', 'notSelected'],
      ['bookmark_not_changed', 'noChanges'],
    ]);
  });

  test('and that nobody asked for here is left to Sigma, however often it says so', async () => {
    const { command, tell, world, view } = await openPane();
    const refusal: SigmaEvent = { type: 'workbook:error', code: 'EINVAL', message: 'Bookmark not selected' };
    tell(refusal);
    command({ type: 'workbook:bookmark:update' });
    for (let times = 0; times < 100; times += 1) tell(refusal);
    expect(view()).toMatchObject({ phase: 'ready', error: null });
    expect(world.words).toHaveLength(1);
  });

  test('and an error of the same code that is about the workbook still is one', async () => {
    const { tell, world, view } = await openPane();
    tell({ type: 'workbook:error', code: 'EINVAL', message: 'Parameter is not valid' });
    expect(view().error?.code).toBe('sigma_parameter_invalid');
    expect(world.words).toEqual([]);
  });
});

describe('elements in trouble', () => {
  test('are those of the load on screen: a standby has its own, which show once it has taken over', async () => {
    const { tell, contents, view, panes } = await openRenewing();
    tell(failed('a'));
    const { standby } = view();
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    tell({ type: 'document:element:nodata', nodeId: 'b' }, standby);
    expect(contents()).toMatchObject({ chartErrors: 1, noData: 0 });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view().swaps).toBe(1);
    expect(contents()).toMatchObject({ chartErrors: 0, noData: 1 });
  });

  test('that are so for a token that is over are none: the renewal is not to be noticed', async () => {
    const { tell, contents } = await openPane();
    tell(failed('a', 'Session expired. Reload the page.'));
    expect(contents().chartErrors).toBe(0);
  });

  test('are gone when a refresh that was asked for brings data', async () => {
    const { tell, contents, command } = await openPane();
    tell(failed('a'));
    command({ type: 'workbook:refresh' });
    tell({ type: 'workbook:dataloaded' });
    expect(contents().chartErrors).toBe(0);
  });

  test('say what is to be done where the data platform refused, as long as one is in trouble', async () => {
    const { tell, contents } = await openPane();
    tell(failed('a', 'Something in the query is wrong'));
    expect(contents()).toMatchObject({ chartErrors: 1, chartProblem: null });
    const said = "SQL access control error: Insufficient privileges to operate on table 'TRIPS'";
    tell(failed('b', said));
    expect(contents().chartProblem).toMatchObject({ code: 'data_access_denied', values: { said } });
    tell({ type: 'workbook:loaded', workbook: { variables: {} } });
    expect(contents()).toMatchObject({ chartErrors: 0, chartProblem: null });
    // What fails in the next round is not what was refused in this one.
    tell(failed('a', 'Division by zero'));
    expect(contents()).toMatchObject({ chartErrors: 1, chartProblem: null });
  });

  test('are gone when the workbook is loaded again', async () => {
    const { tell, contents, panes, paneId } = await openPane();
    tell(failed('a'));
    panes.reload(paneId, 'main');
    expect(contents().chartErrors).toBe(0);
  });
});

describe('a newer version', () => {
  test('is offered, also for the standby that began before it, and not after a load that has it', async () => {
    const { tell, contents, panes, paneId, view } = await openRenewing();
    panes.takeEvent(view().standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    tell({ type: 'workbook:published', workbookId: 'own' });
    expect(contents().isOutdated).toBe(true);
    panes.takeEvent(view().standby, { type: 'workbook:dataloaded' });
    expect(view().swaps).toBe(1);
    expect(contents().isOutdated).toBe(true);
    panes.reload(paneId, 'main');
    expect(contents().isOutdated).toBe(false);
  });

  test('of the person themselves is none, whichever of its messages comes first', async () => {
    const { tell, contents, advance } = await openPane();
    tell({ type: 'url:onchange', url: '/org/workbook/Trips-1/edit' });
    tell({ type: 'workbook:published' });
    tell({ type: 'url:onchange', url: '/org/workbook/Trips-1' });
    tell({ type: 'workbook:published' });
    expect(contents().isOutdated).toBe(false);
    advance(10_000);
    tell({ type: 'workbook:published' });
    expect(contents().isOutdated).toBe(true);
  });

  test('of another document is none', async () => {
    const { tell, contents } = await openPane();
    tell(bookmark('a', 'East'));
    tell({ type: 'workbook:published', workbookId: 'another' });
    expect(contents().isOutdated).toBe(false);
  });
});

describe('a document that is deleted', () => {
  test('says so in the place of the workbook, and no standby brings it back', async () => {
    const { tell, view, world, load } = await openRenewing();
    const { standby } = view();
    tell({ type: 'workbook:ondelete', id: 'own' });
    expect(view()).toMatchObject({
      phase: 'failed',
      retriesAt: null,
      error: { code: 'workbook_deleted', values: { reason: 'own', workbook: 'Trips' } },
      contents: { isDeleted: true },
      standby: '',
    });
    expect(world.logged).toContain('deleted');
    await expect(load(standby)).rejects.toThrow();
    expect(view().phase).toBe('failed');
  });

  test('of another one that the person had gone to leads back to the workbook', async () => {
    const { tell, view, world, load } = await openPane();
    tell({ type: 'workbook:exploreKey:onchange', exploreKey: 'of the copy' });
    tell({ type: 'workbook:id:onchange', id: 'copy' });
    tell({ type: 'workbook:ondelete', id: 'copy' });
    expect(view()).toMatchObject({ phase: 'loading', error: null, contents: { isDeleted: false } });
    expect(world.words.map(({ code, values }) => [code, values.reason])).toEqual([['workbook_deleted', 'other']]);
    await load(view().active);
    expect(world.signed.at(-1)).toEqual({});
    expect(view().phase).toBe('ready');
  });

  test('is so when the guest on screen says it, and not a standby', async () => {
    const { tell, view } = await openRenewing();
    tell({ type: 'workbook:ondelete', id: 'own' }, view().standby);
    expect(view()).toMatchObject({ phase: 'ready', contents: { isDeleted: false } });
  });
});

describe('actions of the author', () => {
  const action: SigmaEvent = { type: 'action:outbound', name: 'zip-chosen', values: { zip: 11_371 } };

  test('come from the guest on screen alone', async () => {
    const { tell, world, view, paneId } = await openRenewing();
    tell(action, view().standby);
    expect(world.actions).toEqual([]);
    tell(action);
    expect(world.actions).toMatchObject([{ paneId, guestId: view().active, event: action }]);
  });

  test('are shown one of each name, three at most, for a while, and until they are dismissed', async () => {
    const { panes, paneId, contents, advance } = await openPane();
    const show = (name: string) => panes.showAction(paneId, { name, values: [], outcome: 'shown' });
    show('a');
    const first = contents().actions[0]?.id ?? '';
    show('b');
    advance(15_000);
    show('a');
    expect(contents().actions.map(({ name, times }) => [name, times])).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
    expect(contents().actions[1]?.id).toBe(first);
    advance(5_000);
    expect(contents().actions.map(({ name }) => name)).toEqual(['a']);
    show('c');
    show('d');
    show('e');
    expect(contents().actions.map(({ name }) => name)).toEqual(['c', 'd', 'e']);
    panes.dismissAction(paneId, 'main', contents().actions[1]?.id ?? '');
    expect(contents().actions.map(({ name }) => name)).toEqual(['c', 'e']);
    expect(() => panes.dismissAction(paneId, 'another window', '')).toThrow();
    panes.close(paneId, 'main');
    expect(() => panes.showAction(paneId, { name: 'late', values: [], outcome: 'shown' })).not.toThrow();
  });

  test('leave no timer behind', async () => {
    const { panes, paneId, command, pendingTimers } = await openPane();
    panes.showAction(paneId, { name: 'a', values: [], outcome: 'shown' });
    command({ type: 'workbook:mode:update', mode: 'edit' });
    panes.close(paneId, 'main');
    expect(pendingTimers()).toBe(0);
  });
});

describe('a workbook that is opened with values', () => {
  test('gets them as soon as it stands', async () => {
    const { world, view } = await openPane({ Borough: 'Queens' });
    expect(world.sent.map(({ command }) => command)).toContainEqual({
      type: 'workbook:variables:update',
      variables: { Borough: 'Queens' },
    });
    expect(view().place.controls).toEqual({ Borough: 'Queens' });
  });

  test('and is open already takes them without a load', async () => {
    const { panes, world, paneId } = await openPane();
    world.sent.length = 0;
    expect(panes.open(target, { controls: { Borough: 'Queens' } })).toBe(paneId);
    expect(world.sent[0]?.command).toEqual({ type: 'workbook:variables:update', variables: { Borough: 'Queens' } });
    expect(world.signed).toHaveLength(1);
  });
});
