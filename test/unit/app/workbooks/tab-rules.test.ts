/** The order of tabs and of their use, and which of them sleep. */
import { describe, expect, test } from 'vitest';
import {
  brought,
  chosenOf,
  inWalk,
  MOST_CLOSED,
  moved,
  neighbour,
  noTabs,
  opened,
  sleepPlan,
  type TabOf,
  type TabOrder,
  tabOf,
  walked,
  without,
} from '../../../../src/main/app/workbooks/tab-rules.ts';

const tab = (tabId: string, profileId = 'profile'): TabOf => ({ tabId, profileId, workbookId: `workbook ${tabId}` });
const of = (...ids: string[]): TabOrder =>
  ids.reduce<TabOrder>((order, id) => opened(order, tab(id), order.tabs.length), noTabs);
const strip = ({ tabs }: TabOrder) => tabs.map(({ tabId }) => tabId).join('');

describe('the order of use', () => {
  test('begins with what was opened or brought last', () => {
    expect(of('a', 'b', 'c').used).toEqual(['c', 'b', 'a']);
    expect(brought(of('a', 'b', 'c'), 'a').used).toEqual(['a', 'c', 'b']);
  });

  test('says which tab of a profile is chosen, and which of several of one workbook is meant', () => {
    const order = opened(of('a', 'b'), tab('x', 'other'), 2);
    expect(chosenOf(order, 'profile')?.tabId).toBe('b');
    expect(chosenOf(order, 'other')?.tabId).toBe('x');
    expect(chosenOf(order, 'none')).toBeNull();
    const twice = opened(order, { ...tab('a'), tabId: 'a2' }, 1);
    expect(tabOf(twice, 'workbook a')?.tabId).toBe('a2');
    expect(tabOf(brought(twice, 'a'), 'workbook a')?.tabId).toBe('a');
    expect(tabOf(twice, 'workbook z')).toBeNull();
  });

  test('stands still while a person walks through it, and ends as if they had gone there at once', () => {
    let order = of('a', 'b', 'c');
    let walk = walked(order, null, 1);
    order = inWalk(order, walk);
    expect(chosenOf(order, 'profile')?.tabId).toBe('b');
    walk = walked(order, walk, 1);
    order = inWalk(order, walk);
    expect(order.used).toEqual(['a', 'c', 'b']);
    walk = walked(order, walk, 1);
    expect(inWalk(order, walk).used).toEqual(['c', 'b', 'a']);
    // Backwards from the newest is the oldest; a tab that came meanwhile begins the walk anew.
    expect(inWalk(of('a', 'b', 'c'), walked(of('a', 'b', 'c'), null, -1)).used[0]).toBe('a');
    const more = opened(order, tab('d'), 3);
    expect(inWalk(more, walked(more, walk, 1)).used[0]).toBe('a');
  });
});

describe('the strip', () => {
  test('has a new one where it is put, and moves one before another or to the end', () => {
    expect(strip(opened(of('a', 'b'), tab('x'), 1))).toBe('axb');
    expect(strip(moved(of('a', 'b', 'c'), 'c', 'a'))).toBe('cab');
    expect(strip(moved(of('a', 'b', 'c'), 'a', null))).toBe('bca');
    expect(strip(moved(of('a', 'b', 'c'), 'a', 'a'))).toBe('abc');
    expect(strip(moved(of('a', 'b', 'c'), 'z', 'a'))).toBe('abc');
  });

  test('goes round at its ends', () => {
    const order = of('a', 'b', 'c');
    expect(neighbour(order, 'c', 1)?.tabId).toBe('a');
    expect(neighbour(order, 'a', -1)?.tabId).toBe('c');
    expect(neighbour(order, null, 1)?.tabId).toBe('a');
    expect(neighbour(noTabs, null, 1)).toBeNull();
  });

  test('forgets what closes by itself, and remembers the last ones that a person closed, the last first', () => {
    const order = of('a', 'b', 'c');
    const closed = (id: string) => ({ ...tab(id), at: 0, view: null });
    expect(without(order, ['b']).closed).toEqual([]);
    const both = without(order, ['a', 'b'], [closed('a'), closed('b')]);
    expect([strip(both), both.used, both.closed.map(({ tabId }) => tabId)]).toEqual(['c', ['c'], ['b', 'a']]);
    const many = Array.from({ length: MOST_CLOSED + 5 }, (_, index) => closed(String(index)));
    expect(without(order, [], many).closed).toHaveLength(MOST_CLOSED);
  });
});

describe('which tabs sleep', () => {
  const live = (tabId: string, unseenSince: number) => ({ tabId, unseenSince });
  const limits = { afterMs: 60_000, mostLive: 3 };

  test('those that nobody has looked at for long, and the next one is known', () => {
    const now = limits.afterMs + 1_000;
    expect(sleepPlan([live('old', 0), live('new', 5_000)], now, limits)).toEqual({ due: ['old'], nextInMs: 4_000 });
    expect(sleepPlan([], now, limits)).toEqual({ due: [], nextInMs: null });
  });

  test('and the oldest, where more are loaded than may be', () => {
    const behind = ['0', '1', '2', '3'].map((id, index) => live(id, index));
    expect(sleepPlan(behind, 10, limits).due).toEqual(['0', '1']);
    expect(sleepPlan(behind.slice(0, 2), 10, limits).due).toEqual([]);
  });

  test('and none for its age, where none is to, however long that is', () => {
    const never = { ...limits, afterMs: null };
    expect(sleepPlan([live('old', 0), live('new', 5)], 1e9, never)).toEqual({ due: [], nextInMs: null });
    expect(sleepPlan([live('old', 0), live('new', 5), live('newer', 6)], 1e9, never).due).toEqual(['old']);
  });
});
