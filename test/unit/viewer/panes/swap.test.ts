/** When the standby takes over. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createPanesFixture, target } from '../../../support/panes.ts';

describe('the standby', () => {
  let { panes, view, advance, load } = createPanesFixture();
  beforeEach(() => {
    ({ panes, view, advance, load } = createPanesFixture());
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

  test('swaps although one chart keeps failing', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(standby, { type: 'workbook:chart:error', message: '401 from a plug-in', nodeId: 'n' });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
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
});
