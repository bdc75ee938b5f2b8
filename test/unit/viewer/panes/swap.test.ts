/** When the standby takes over. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

describe('the standby', () => {
  let { panes, world, view, advance, load, choose, pendingTimers } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, load, choose, pendingTimers } = createPanesFixture());
  });

  test('swaps only when the standby shows its data', async () => {
    panes.open(target);
    await load(view().active);
    const before = view().active;
    panes.renewProfile('profile');
    const { standby } = view();
    expect(view()).toMatchObject({ active: before, phase: 'ready' });
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    expect(view().active).toBe(before);
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, standby: '', swaps: 1, phase: 'ready' });
  });

  test('hears the person as soon as it has taken over, also where it did so before its values were in place', async () => {
    panes.open(target);
    await load(view().active);
    advance(59 * 60_000);
    panes.renewProfile('profile');
    const { standby } = view();
    await panes.requestGuest(standby);
    choose(view().active, 'Bronx');
    advance(25_000);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    advance(5_000);
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
    choose(standby, 'Queens');
    expect(view().place.controls).toEqual({ Borough: 'Queens' });
    panes.takeEvent(standby, { type: 'workbook:exploreKey:onchange', exploreKey: 'key' });
    expect(view().place.mode).toBe('explore');
  });

  test('swaps only when its picture is whole', async () => {
    panes.open(target);
    await load(view().active);
    world.pictures = [];
    panes.renewProfile('profile');
    const { active, standby } = view();
    await load(standby);
    expect(world.pictures.map(({ guestId }) => guestId)).toEqual([standby]);
    panes.keyPressed(active);
    advance(60_000);
    expect(view()).toMatchObject({ active, standby, swaps: 0 });
    world.pictures[0]?.isWhole();
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
    expect(world.pictures).toHaveLength(1);
  });

  test('looks at the picture again when the person chose something in the meantime', async () => {
    panes.open(target);
    await load(view().active);
    world.pictures = [];
    panes.renewProfile('profile');
    const { active, standby } = view();
    await load(standby);
    choose(active, 'Queens');
    choose(standby, 'Queens');
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    world.pictures[0]?.isWhole();
    expect(view().active).toBe(active);
    world.pictures[1]?.isWhole();
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('does not swap in the middle of a word that was begun while its picture was not whole', async () => {
    panes.open(target);
    await load(view().active);
    world.pictures = [];
    panes.renewProfile('profile');
    const { active, standby } = view();
    await load(standby);
    panes.keyPressed(active);
    world.pictures[0]?.isWhole();
    expect(view().active).toBe(active);
    advance(5_000);
    expect(view().active).toBe(standby);
  });

  test('forgets a picture whose guest was given up', async () => {
    panes.open(target);
    await load(view().active);
    world.pictures = [];
    panes.renewProfile('profile');
    await load(view().standby);
    panes.renewProfile('profile');
    panes.closeProfile('profile');
    panes.open(target);
    const { active } = view();
    for (const { isWhole } of world.pictures) isWhole();
    expect(view()).toMatchObject({ active, swaps: 0 });
  });

  test('does not wait forever for a workbook that has nothing to query again', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    panes.renewProfile('profile');
    await load(view().standby);
    expect(view().swaps).toBe(0);
    advance(4_000);
    expect(view().swaps).toBe(1);
  });

  describe('of which one chart fails', () => {
    const chartError = { type: 'workbook:chart:error', message: '401 from a plug-in', nodeId: 'n' } as const;

    async function loadWithout(chart: string) {
      await panes.requestGuest(chart);
      panes.takeEvent(chart, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
      panes.takeEvent(chart, chartError);
      panes.takeEvent(chart, { type: 'workbook:dataloaded' });
    }

    test('is given up for another one, which takes over although the chart fails again', async () => {
      panes.open(target);
      await load(view().active);
      panes.renewProfile('profile');
      await loadWithout(view().standby);
      expect(view()).toMatchObject({ swaps: 0, standby: '', phase: 'ready' });
      advance(5_000);
      await loadWithout(view().standby);
      expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
    });

    test('takes over at once where the chart on screen fails as well', async () => {
      panes.open(target);
      await load(view().active);
      panes.takeEvent(view().active, chartError);
      panes.renewProfile('profile');
      await loadWithout(view().standby);
      expect(view().swaps).toBe(1);
    });

    test('takes over at once where there is no time for another one', async () => {
      panes.open(target);
      await load(view().active);
      advance(HOUR - 10_000);
      if (view().standby === '') panes.renewProfile('profile');
      await loadWithout(view().standby);
      expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
    });
  });

  test('swaps to a page that has no data at all', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded' });
    advance(10_000);
    expect(view()).toMatchObject({ swaps: 1, active: standby });
  });

  test('leaves no timer of the guest that it took over from', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    // It waits for data that do not come.
    panes.takeEvent(view().active, { type: 'workbook:loaded' });
    panes.renewProfile('profile');
    await load(view().standby);
    expect(view().swaps).toBe(1);
    // Only the renewal of the new session.
    expect(pendingTimers()).toBe(1);
  });

  test('is told to the window when it comes, takes over, or is given up', async () => {
    panes.open(target);
    await load(view().active);
    let before = world.changes;
    panes.renewProfile('profile');
    expect(world.changes).toBeGreaterThan(before);
    before = world.changes;
    panes.guestLoadFailed(view().standby, 'ERR_FAILED');
    expect(world.changes).toBeGreaterThan(before);
    panes.renewProfile('profile');
    const { standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    before = world.changes;
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view().active).toBe(standby);
    expect(world.changes).toBeGreaterThan(before);
    expect(world.logged.filter((event) => event === 'pane.swapped')).toHaveLength(1);
  });

  test('counts as ready when values are reported one by one', async () => {
    panes.open(target);
    await load(view().active, { Borough: '', Year: '' });
    panes.takeEvent(view().active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens', Year: '2024' } },
    });
    panes.renewProfile('profile');
    const { standby } = view();
    await load(standby, { Borough: '', Year: '' });
    choose(standby, 'Queens');
    panes.takeEvent(standby, { type: 'workbook:variables:onchange', workbook: { variables: { Year: '2024' } } });
    expect(view().swaps).toBe(0);
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('leaves no timer of an earlier one that it took the place of', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    await panes.requestGuest(view().standby);
    // It waits for data that do not come.
    panes.takeEvent(view().standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.renewProfile('profile');
    // The minute of the standby, and the renewal of the session on screen.
    expect(pendingTimers()).toBe(2);
  });
});
