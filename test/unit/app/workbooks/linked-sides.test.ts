/** Two live panes side by side whose filters are linked: what the one reports is said to the other, and nothing else is. */
import { expect, test } from 'vitest';
import { createLinkedSides } from '../../../../src/main/app/workbooks/linked-sides.ts';
import { paired, withPair } from '../../../../src/main/app/workbooks/tab-pairs.ts';
import { noTabs, opened, type TabOrder } from '../../../../src/main/app/workbooks/tab-rules.ts';
import type { Tab } from '../../../../src/main/app/workbooks/tab-table.ts';
import { createPanesFixture, target } from '../../../support/panes.ts';

async function twoSides({ isLinked = true } = {}) {
  const fixture = createPanesFixture();
  const { panes, world, load } = fixture;
  const paneIds = ['left', 'right'].map((workbookId) => panes.open({ ...target, workbookId }));
  const tabOf = (tabId: string, paneId: string | null): Tab => {
    return { tabId, profileId: 'profile', workbookId: tabId, paneId, view: null, leftAt: null, unseenSince: 0 };
  };
  let order = paneIds.reduce<TabOrder<Tab>>((all, paneId, at) => opened(all, tabOf(`tab-${at}`, paneId), at), noTabs);
  order = withPair(paired(order, 'tab-0', 'tab-1'), 'tab-0', () => ({ isLinked }));
  const sides = createLinkedSides({
    panes,
    tabs: { ids: () => ['main'], orderOf: () => order },
    uptime: () => 0,
  });
  const guest = (at: number, role = 'active') =>
    panes
      .views('main')
      .find(({ paneId }) => paneId === paneIds[at])
      ?.guests.find((one) => one.role === role)?.guestId ?? '';
  for (const at of [0, 1]) await load(guest(at), { Borough: '', [`Own${at}`]: 'x' });
  sides.changed();
  const report = (at: number, Borough: string, guestId = guest(at)) => {
    sides.takeEvent(guestId, { type: 'workbook:variables:onchange', workbook: { variables: { Borough } } });
    sides.changed();
  };
  const answer = (at: number, Borough: string) =>
    sides.takeEvent(guest(at), { type: 'workbook:variables:current', variables: { Borough } });
  /** What was said to a side since it was asked last. */
  const said = (at: number) => {
    const mine = world.sent.filter(({ guestId }) => guestId === guest(at)).map(({ command }) => command);
    world.sent = world.sent.filter(({ guestId }) => guestId !== guest(at));
    return mine;
  };
  for (const at of [0, 1]) said(at);
  return {
    ...fixture,
    sides,
    guest,
    report,
    answer,
    said,
    link(isOn: boolean) {
      order = withPair(order, 'tab-0', () => ({ isLinked: isOn }));
      sides.changed();
    },
    sleep(at: number) {
      const paneId = paneIds[at] ?? '';
      panes.close(paneId, 'main');
      order = { ...order, tabs: order.tabs.map((tab) => (tab.paneId === paneId ? { ...tab, paneId: null } : tab)) };
      sides.changed();
    },
    wake(at: number) {
      const paneId = panes.open({ ...target, workbookId: 'again' }, { isAnother: true });
      paneIds[at] = paneId;
      order = { ...order, tabs: order.tabs.map((tab) => (tab.tabId === `tab-${at}` ? { ...tab, paneId } : tab)) };
      sides.changed();
    },
  };
}
const told = (Borough: string) => [
  { type: 'workbook:variables:update', variables: { Borough } },
  { type: 'workbook:variables:list' },
];

test('a value that is chosen on one side is set on the other, which is then asked what it holds', async () => {
  const { report, said } = await twoSides();
  report(0, 'Queens');
  expect([said(0), said(1)]).toEqual([[], told('Queens')]);
});

test('what comes back of it is no choice, and the next choice on the other side comes here', async () => {
  const { report, answer, said } = await twoSides();
  report(0, 'Queens');
  report(1, 'Queens');
  answer(1, 'Queens');
  said(1);
  expect(said(0)).toEqual([]);
  report(1, 'Bronx');
  expect(said(0)).toEqual(told('Bronx'));
});

test('nothing is said where the two are not linked, or are no longer', async () => {
  const { report, said, link } = await twoSides({ isLinked: false });
  report(0, 'Queens');
  expect(said(1)).toEqual([]);
  link(true);
  // What was there before is left as it is.
  expect([said(0), said(1)]).toEqual([[], []]);
  report(0, 'Bronx');
  expect(said(1)).toEqual(told('Bronx'));
  link(false);
  report(0, 'Brooklyn');
  expect(said(1)).toEqual([]);
});

test('a control that the other side does not have stays where it is', async () => {
  const { sides, guest, said } = await twoSides();
  sides.takeEvent(guest(0), { type: 'workbook:variables:onchange', workbook: { variables: { Own0: 'y' } } });
  expect(said(1)).toEqual([]);
});

test('a renewal of a side is no choice, and the new one goes on in the group', async () => {
  const { panes, report, answer, said, guest, load, advance, sides } = await twoSides();
  report(0, 'Queens');
  report(1, 'Queens');
  answer(1, 'Queens');
  panes.renewProfile('profile');
  const standby = guest(1, 'standby');
  expect(standby).not.toBe('');
  said(0);
  await load(standby, { Borough: '' });
  // On its way to where the person is, it reports what it begins with.
  report(1, '', standby);
  report(1, 'Queens', standby);
  panes.takeEvent(standby, { type: 'workbook:dataloaded' });
  advance(60_000);
  sides.changed();
  expect(guest(1)).toBe(standby);
  expect(said(0).filter(({ type }) => type === 'workbook:variables:update')).toEqual([]);
  said(1);
  report(0, 'Bronx', guest(0));
  expect(said(1)).toEqual(told('Bronx'));
});

test('a side that slept is brought to what the other one has been set to meanwhile', async () => {
  const { report, said, sleep, wake, load, guest, sides } = await twoSides();
  sleep(1);
  report(0, 'Queens');
  wake(1);
  await load(guest(1), { Borough: '' });
  sides.changed();
  expect(said(1)).toEqual(expect.arrayContaining(told('Queens')));
});
