/** What a person chose in a workbook and finds again after a swap. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { createPanesFixture, target } from '../../../support/panes.ts';

describe('what a person chose', () => {
  let { panes, world, view, load, choose } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, load, choose } = createPanesFixture());
  });

  test('brings a changed filter, page and exploration along', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    panes.takeEvent(view().active, { type: 'workbook:exploreKey:onchange', exploreKey: 'k1' });
    panes.takeEvent(view().active, {
      type: 'workbook:selectednodeid:onchange',
      selectedNodeId: 'p2',
      nodeType: 'page',
    });
    panes.renewProfile('profile');
    const { standby } = view();
    await load(standby);
    expect(world.signed.at(-1)).toEqual({ explore: 'k1', path: '/acme/workbook/Trips-4kX9/page/p2' });
    expect(world.sent.map(({ command }) => command)).toEqual([
      { type: 'workbook:variables:update', variables: { Borough: 'Queens' } },
      { type: 'workbook:variables:list' },
    ]);
    // The data of the default came; the wanted data has not.
    expect(view().standby).toBe(standby);
    panes.takeEvent(standby, { type: 'workbook:variables:current', variables: { Borough: 'Queens' } });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('keeps a choice made while the standby loads', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(active, { type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Bronx' } } });
    expect(world.sent.at(-2)).toEqual({
      guestId: standby,
      command: { type: 'workbook:variables:update', variables: { Borough: 'Bronx' } },
    });
    panes.takeEvent(standby, { type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Bronx' } } });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
    // And the next swap knows it too.
    panes.renewProfile('profile');
    const next = view().standby;
    await panes.requestGuest(next);
    panes.takeEvent(next, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    expect(world.sent.at(-2)?.command).toEqual({ type: 'workbook:variables:update', variables: { Borough: 'Bronx' } });
  });

  test('takes another standby when an exploration begins while one loads', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(active, { type: 'workbook:exploreKey:onchange', exploreKey: 'k2' });
    expect(view().standby).not.toBe(standby);
    await panes.requestGuest(view().standby);
    expect(world.signed.at(-1)).toEqual({ explore: 'k2' });
  });

  test('is not lost when it was chosen while the session of the standby was signed', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    const asked = panes.requestGuest(standby);
    choose(active, 'Queens');
    await asked;
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view().swaps).toBe(0);
    expect(world.sent).toContainEqual({
      guestId: standby,
      command: { type: 'workbook:variables:update', variables: { Borough: 'Queens' } },
    });
  });

  test('is sent once the standby stands, and not before', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    await panes.requestGuest(standby);
    choose(active, 'Bronx');
    expect(world.sent).toEqual([]);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    expect(world.sent[0]).toEqual({
      guestId: standby,
      command: { type: 'workbook:variables:update', variables: { Borough: 'Bronx' } },
    });
  });

  test('is known to the swap after the next when it was chosen while a standby loaded', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    choose(active, 'Bronx');
    choose(standby, 'Bronx');
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view().active).toBe(standby);
    world.sent.length = 0;
    panes.renewProfile('profile');
    await load(view().standby);
    expect(world.sent[0]?.command).toEqual({ type: 'workbook:variables:update', variables: { Borough: 'Bronx' } });
  });

  test('counts as a choice between the workbook and its data too', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    panes.takeEvent(view().active, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    choose(view().active, 'Queens');
    panes.renewProfile('profile');
    await load(view().standby);
    expect(world.sent[0]?.command).toEqual({ type: 'workbook:variables:update', variables: { Borough: 'Queens' } });
  });

  test('is told from what a workbook reports on its way to the wanted view', async () => {
    panes.open(target);
    await load(view().active);
    choose(view().active, 'Queens');
    panes.reload(view().paneId, 'main');
    const { active } = view();
    await panes.requestGuest(active);
    panes.takeEvent(active, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    choose(active, '');
    panes.takeEvent(active, { type: 'workbook:exploreKey:onchange', exploreKey: 'default' });
    choose(active, 'Queens');
    panes.takeEvent(active, { type: 'workbook:dataloaded' });
    world.sent.length = 0;
    panes.renewProfile('profile');
    await load(view().standby);
    expect(world.signed.at(-1)).toEqual({});
    expect(world.sent[0]?.command).toEqual({ type: 'workbook:variables:update', variables: { Borough: 'Queens' } });
  });

  test('counts again after a workbook was brought back', async () => {
    panes.open(target);
    await load(view().active);
    choose(view().active, 'Queens');
    panes.reload(view().paneId, 'main');
    await load(view().active);
    choose(view().active, 'Queens');
    panes.takeEvent(view().active, { type: 'workbook:dataloaded' });
    choose(view().active, 'Bronx');
    panes.renewProfile('profile');
    world.sent.length = 0;
    await load(view().standby);
    expect(world.sent[0]?.command).toEqual({ type: 'workbook:variables:update', variables: { Borough: 'Bronx' } });
  });

  test('is looked at when the standby is requested, so that an exploration before takes no other standby', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    panes.takeEvent(active, { type: 'workbook:exploreKey:onchange', exploreKey: 'k3' });
    expect(view().standby).toBe(standby);
    await panes.requestGuest(standby);
    expect(world.signed.at(-1)).toEqual({ explore: 'k3' });
    expect(view().standby).toBe(standby);
  });

  test.each([
    ['an exploration', { type: 'workbook:exploreKey:onchange', exploreKey: 'gone' }, { explore: 'gone' }],
    ['a bookmark', { type: 'workbook:bookmark:onchange', bookmarkId: 'gone' }, { bookmark: 'gone' }],
  ] as const)(
    '%s that Sigma no longer has does not keep the workbook from coming back',
    async (_what, event, place) => {
      const paneId = panes.open(target);
      await load(view().active);
      panes.takeEvent(view().active, event);
      choose(view().active, 'Bronx');
      panes.reload(paneId, 'main');
      await panes.requestGuest(view().active);
      expect(world.signed.at(-1)).toEqual(place);
      panes.takeEvent(view().active, { type: 'workbook:error', code: 'ENOENT', message: 'Not found' });
      // It comes back by itself, and says what it lacks.
      expect(view()).toMatchObject({ phase: 'loading', error: null });
      expect(world.words).toMatchObject([{ code: 'document_lost', values: { reason: 'refused' } }]);
      await load(view().active);
      expect(world.signed.at(-1)).toEqual({});
      expect(world.sent.at(-2)?.command).toEqual({
        type: 'workbook:variables:update',
        variables: { Borough: 'Bronx' },
      });
      panes.takeEvent(view().active, { type: 'workbook:variables:current', variables: { Borough: 'Bronx' } });
      panes.takeEvent(view().active, { type: 'workbook:dataloaded' });
      expect(view().phase).toBe('ready');
    },
  );

  test('is kept, and what nobody chose is as the author has it by now', async () => {
    panes.open(target);
    await load(view().active, { Borough: '', Day: 'monday', Year: '2016' });
    choose(view().active, 'Queens');
    panes.renewProfile('profile');
    const { active, standby } = view();
    await panes.requestGuest(standby);
    world.sent.length = 0;
    const variables = { Borough: 'Queens', Day: 'tuesday', Year: '2016' };
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables } });
    expect(world.sent).toEqual([]);
    // What the person chooses meanwhile is brought, and nothing else.
    panes.takeEvent(active, { type: 'workbook:variables:onchange', workbook: { variables: { Year: '2017' } } });
    expect(world.sent[0]).toEqual({
      guestId: standby,
      command: { type: 'workbook:variables:update', variables: { Year: '2017' } },
    });
    panes.takeEvent(standby, { type: 'workbook:variables:current', variables: { ...variables, Year: '2017' } });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, place: { controls: { ...variables, Year: '2017' } } });
    panes.renewProfile('profile');
    await panes.requestGuest(view().standby);
    expect(world.controls.at(-1)).toEqual({ Borough: 'Queens', Year: '2017' });
  });

  test('does not keep the workbook away for good when its address leaves no room for the sign-in', async () => {
    const paneId = panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, { type: 'workbook:exploreKey:onchange', exploreKey: 'long' });
    panes.reload(paneId, 'main');
    world.signFailure = new AppError('embed_url_too_long', { length: 9_000, limit: 8_192, connections: 2 });
    await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code: 'embed_url_too_long' });
    expect(view()).toMatchObject({ phase: 'loading', error: null });
    expect(world.words).toMatchObject([{ code: 'document_lost', values: { reason: 'tooLong' } }]);
    // Without anything else to leave out, it is said.
    await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code: 'embed_url_too_long' });
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'embed_url_too_long' } });
    world.signFailure = null;
    panes.reload(paneId, 'main');
    await load(view().active);
    expect(world.signed.at(-1)).toEqual({});
  });

  test('is loaded again with its exploration when something else was wrong', async () => {
    const paneId = panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, { type: 'workbook:exploreKey:onchange', exploreKey: 'kept' });
    for (const code of ['SOMETHING', 'NETWORK', 'EACCES']) {
      panes.reload(paneId, 'main');
      await panes.requestGuest(view().active);
      panes.takeEvent(view().active, { type: 'workbook:error', code });
      expect(view().phase).toBe('failed');
    }
    panes.reload(paneId, 'main');
    await load(view().active);
    expect(world.signed.at(-1)).toEqual({ explore: 'kept' });
  });
});
