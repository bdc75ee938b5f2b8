/** Two panes that a person sees side by side: both go on, and what a person asks for is asked of the one that they work in. */
import { expect, test } from 'vitest';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

async function two() {
  const fixture = createPanesFixture();
  const { panes, load } = fixture;
  const ids = ['left', 'right', 'behind'].map((workbookId) => panes.open({ ...target, workbookId }));
  const viewOf = (at: number) => {
    const view = panes.views('main').find(({ paneId }) => paneId === ids[at]);
    if (!view) throw new Error('There is such a pane.');
    return view;
  };
  const guestOf = (at: number, role = 'active') =>
    viewOf(at).guests.find((guest) => guest.role === role)?.guestId ?? '';
  for (const at of [0, 1, 2]) await load(guestOf(at));
  const [left = '', right = ''] = ids;
  panes.setShown('main', left, right);
  return { ...fixture, left, right, guestOf };
}

test('both are renewed, and what is behind them waits until it is seen', async () => {
  const { panes, guestOf } = await two();
  panes.renewProfile('profile');
  expect([0, 1, 2].map((at) => guestOf(at, 'standby') !== '')).toEqual([true, true, false]);
});

test('the one that the person works in has the keys, and newer data and a load are asked for there', async () => {
  const { panes, left, right, guestOf, world } = await two();
  expect(panes.shownGuest('main')).toBe(guestOf(0));
  panes.setShown('main', right, left);
  expect(panes.shownGuest('main')).toBe(guestOf(1));
  world.sent = [];
  panes.refreshShown('main');
  expect(new Set(world.sent.map(({ guestId }) => guestId))).toEqual(new Set([guestOf(1)]));
  const before = [guestOf(0), guestOf(1)];
  panes.reloadShown('main');
  expect([guestOf(0) === before[0], guestOf(1) === before[1]]).toEqual([true, false]);
});

test('neither is before the person once the window shows another one, or nobody sees it', async () => {
  const { panes, left, right, advance, guestOf } = await two();
  panes.setWindowVisible('main', false);
  expect(panes.shownGuest('main')).toBeNull();
  advance(HOUR - 1);
  expect([0, 1].map((at) => guestOf(at, 'standby'))).toEqual(['', '']);
  panes.setWindowVisible('main', true);
  expect([0, 1].map((at) => guestOf(at, 'standby') !== '')).toEqual([true, true]);
  panes.setShown('main', left);
  expect(panes.shownGuest('main')).toBe(guestOf(0));
  expect(right).not.toBe(left);
});

test('values are told of a pane that stands, and what is said to one that is gone is said to nobody', async () => {
  const { panes, left, guestOf, world, choose } = await two();
  choose(guestOf(0), 'Queens');
  const held = panes.controlsOf(left);
  expect(held?.values).toEqual({ Borough: 'Queens' });
  panes.reload(left, 'main');
  expect(panes.controlsOf(left)).toBeNull();
  panes.close(left, 'main');
  world.sent = [];
  panes.say(left, { type: 'workbook:variables:list' });
  expect([panes.controlsOf(left), world.sent]).toEqual([null, []]);
});
