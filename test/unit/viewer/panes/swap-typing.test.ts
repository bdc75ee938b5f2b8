/** The swap while the person types. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

describe('while the person types', () => {
  let { panes, world, view, advance, load } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, load } = createPanesFixture());
  });

  /** A workbook in whose active guest a key was pressed just now, and a standby that has its data. */
  async function typing() {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    panes.keyPressed(active);
    await load(standby);
    return { active, standby };
  }

  test('swaps only after a pause', async () => {
    const { active, standby } = await typing();
    expect(view()).toMatchObject({ active, standby, phase: 'ready', swaps: 0 });
    advance(4_000);
    panes.keyPressed(active);
    advance(4_999);
    expect(view().active).toBe(active);
    advance(1);
    expect(view()).toMatchObject({ active: standby, standby: '', swaps: 1 });
  });

  test('does not care about keys in a guest that is not seen', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { standby } = view();
    panes.keyPressed(standby);
    await load(standby);
    expect(view().active).toBe(standby);
  });

  test('does not wait until the session is over', async () => {
    const { active, standby } = await typing();
    for (let waited = 0; waited < HOUR - 31_000; waited += 1_000) {
      panes.keyPressed(active);
      advance(1_000);
    }
    expect(view()).toMatchObject({ active, standby });
    panes.keyPressed(active);
    advance(1_000);
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('brings along what is chosen in the meantime', async () => {
    const { active, standby } = await typing();
    advance(2_000);
    panes.takeEvent(active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    expect(world.sent).toContainEqual({
      guestId: standby,
      command: { type: 'workbook:variables:update', variables: { Borough: 'Queens' } },
    });
    advance(10_000);
    expect(view().active).toBe(active);
    panes.takeEvent(standby, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('keeps a standby that is ready when nothing has to be queried for what happens in the meantime', async () => {
    const { active, standby } = await typing();
    // The same value once more, and an element that was clicked.
    panes.takeEvent(active, { type: 'workbook:variables:onchange', workbook: { variables: { Borough: '' } } });
    expect(world.sent).toEqual([]);
    advance(5_000);
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('waits in silence for a selection that is brought along', async () => {
    world.endsWithGrant = true;
    const { active, standby } = await typing();
    panes.takeEvent(active, {
      type: 'workbook:selectednodeid:onchange',
      selectedNodeId: 'n1',
      nodeType: 'element',
    });
    expect(world.sent).toHaveLength(1);
    advance(6_000);
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('does not throw a standby that waits away for an earlier one that failed', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    panes.guestLoadFailed(view().standby, 'ERR_FAILED');
    advance(4_000);
    panes.renewProfile('profile');
    const { active, standby } = view();
    panes.keyPressed(active);
    await load(standby);
    // The retry of the first would be due.
    advance(1_500);
    expect(view()).toMatchObject({ active, standby });
    advance(5_000);
    expect(view().active).toBe(standby);
  });

  test('does not mistake the silence after a selection for the data of a later choice', async () => {
    const { active } = await typing();
    advance(3_000);
    panes.takeEvent(active, { type: 'workbook:selectednodeid:onchange', selectedNodeId: 'n1', nodeType: 'element' });
    advance(3_900);
    panes.takeEvent(active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    advance(1_000);
    expect(view().active).toBe(active);
  });

  test('brings along that a choice was taken back before it arrived', async () => {
    const { active, standby } = await typing();
    const borough = (guestId: string, value: string) =>
      panes.takeEvent(guestId, { type: 'workbook:variables:onchange', workbook: { variables: { Borough: value } } });
    borough(active, 'Queens');
    borough(active, '');
    const sent = world.sent.flatMap(({ command }) =>
      command.type === 'workbook:variables:update' ? [command.variables] : [],
    );
    expect(sent).toEqual([{ Borough: 'Queens' }, { Borough: '' }]);
    borough(standby, 'Queens');
    borough(standby, '');
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    advance(5_000);
    expect(view().active).toBe(standby);
    // What it reported on its way is not a choice.
    panes.renewProfile('profile');
    const next = view().standby;
    await load(next);
    expect(world.sent.filter(({ guestId }) => guestId === next)).toEqual([]);
  });

  test('has another look at a standby that never comes to the view that is wanted', async () => {
    const { active, standby } = await typing();
    panes.takeEvent(active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    advance(60_000);
    expect(view()).toMatchObject({ active, standby: '' });
    advance(5_000);
    expect(view().standby).not.toBe(standby);
  });

  test('takes over at once when the active guest is lost or its session is over', async () => {
    const first = await typing();
    panes.guestGone(first.active, 'crashed');
    expect(view()).toMatchObject({ active: first.standby, phase: 'ready', swaps: 1 });
    panes.renewProfile('profile');
    const { active, standby } = view();
    panes.keyPressed(active);
    await load(standby);
    expect(view().active).toBe(active);
    panes.takeEvent(active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    expect(view()).toMatchObject({ active: standby, phase: 'ready', error: null, swaps: 2 });
    expect(world.renewals).toBe(0);
  });

  test('shows an error that says nothing of tokens, without hurrying the standby that waits', async () => {
    const { active, standby } = await typing();
    panes.takeEvent(active, { type: 'workbook:error', code: 'EINVAL', message: 'Bad parameter' });
    expect(view()).toMatchObject({ active, standby, error: { code: 'sigma_parameter_invalid' }, swaps: 0 });
  });
});
