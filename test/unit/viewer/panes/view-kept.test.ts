/** What a person chose in a workbook and finds again after a swap. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createPanesFixture, target } from '../../../support/panes.ts';

describe('what a person chose', () => {
  let { panes, world, view, load } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, load } = createPanesFixture());
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
    expect(world.signed.at(-1)).toEqual({ explore: 'k1' });
    expect(world.sent.map(({ command }) => command)).toEqual([
      { type: 'workbook:variables:update', variables: { Borough: 'Queens' } },
      { type: 'workbook:variables:list' },
      { type: 'workbook:selectednodeid:update', selectedNodeId: 'p2', nodeType: 'page' },
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
});
