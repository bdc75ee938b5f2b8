/** Which tabs stand side by side, step by step. */
import { describe, expect, test } from 'vitest';
import {
  divided,
  leavingPairs,
  nextBeside,
  paired,
  pairOf,
  partnerOf,
  splitViews,
  swapped,
  unpaired,
  withOnePairMore,
  withPair,
} from '../../../../src/main/app/workbooks/tab-pairs.ts';
import {
  brought,
  moved,
  noTabs,
  opened,
  type TabOrder,
  without,
} from '../../../../src/main/app/workbooks/tab-rules.ts';

const tab = (tabId: string, profileId = 'profile') => ({ tabId, profileId, workbookId: `w-${tabId}` });
/** The one that is named last was used last. */
const of = (...ids: string[]): TabOrder =>
  ids.reduce<TabOrder>(
    (order, id) => opened(order, tab(id, id === 'x' ? 'another' : 'profile'), order.tabs.length),
    noTabs,
  );
const strip = ({ tabs }: TabOrder) => tabs.map(({ tabId }) => tabId).join('');
const sides = (order: TabOrder) => splitViews(order, () => true).map(({ tabIds, share }) => [tabIds.join(''), share]);

describe('a pair', () => {
  test('has its two beside one another in the strip, the first one first, with half of the room each', () => {
    const order = paired(of('a', 'b', 'c'), 'c', 'a');
    expect([strip(order), sides(order)]).toEqual(['acb', [['ac', 0.5]]]);
    expect([partnerOf(order, 'a')?.tabId, partnerOf(order, 'c')?.tabId, partnerOf(order, 'b')]).toEqual([
      'c',
      'a',
      null,
    ]);
    expect(strip(paired(of('a', 'b'), 'a', 'b'))).toBe('ab');
  });

  test('is of two tabs of one profile, each of which is in no other', () => {
    const order = of('a', 'b', 'x');
    expect(paired(order, 'a', 'x')).toBe(order);
    expect(paired(order, 'a', 'a')).toBe(order);
    expect(paired(order, 'a', 'gone')).toBe(order);
    const again = paired(paired(of('a', 'b', 'c'), 'a', 'b'), 'b', 'c');
    expect(sides(again)).toEqual([['bc', 0.5]]);
    const two = paired(paired(of('a', 'b', 'c', 'd'), 'a', 'b'), 'c', 'd');
    expect(sides(two)).toEqual([
      ['ab', 0.5],
      ['cd', 0.5],
    ]);
  });

  test('that was kept stands as it was, unless something about it cannot be', () => {
    const kept = (one: string, other: string) =>
      sides(
        withOnePairMore(paired(of('a', 'b', 'c', 'd', 'x'), 'a', 'b'), {
          tabIds: [one, other],
          share: 0.3,
          isLinked: true,
        }),
      );
    expect(kept('d', 'c')).toEqual([
      ['ab', 0.5],
      ['cd', 0.7],
    ]);
    for (const [one, other] of [
      ['a', 'c'],
      ['c', 'b'],
      ['c', 'c'],
      ['c', 'x'],
      ['c', ''],
    ] as const)
      expect(kept(one, other)).toEqual([['ab', 0.5]]);
  });

  test('ends, and each of its two is alone', () => {
    const order = paired(of('a', 'b'), 'a', 'b');
    expect(sides(unpaired(order, 'b'))).toEqual([]);
    expect(unpaired(of('a', 'b'), 'a').pairs).toEqual([]);
  });
});

describe('the sides', () => {
  test('are as the strip has the two, and each workbook keeps its width', () => {
    const order = divided(paired(of('a', 'b', 'c'), 'a', 'b'), 'b', 0.3);
    expect(sides(order)).toEqual([['ab', 0.3]]);
    const turned = swapped(order, 'a');
    expect([strip(turned), sides(turned)]).toEqual(['bac', [['ba', 0.7]]]);
    expect(sides(divided(turned, 'a', 0.6))).toEqual([['ba', 0.6]]);
    const dragged = moved(order, 'a', null);
    expect([strip(dragged), sides(dragged)]).toEqual(['bca', [['ba', 0.7]]]);
    expect(strip(swapped(dragged, 'a'))).toBe('acb');
    expect(swapped(order, 'c')).toBe(order);
  });

  test('are never further apart than may be, whichever way they are turned', () => {
    const order = swapped(paired(of('a', 'b'), 'a', 'b'), 'a');
    for (const share of [0.2, 0.8]) expect(sides(divided(order, 'a', share))).toEqual([['ba', share]]);
  });

  test('are told only of tabs that are there', () => {
    const order = paired(of('a', 'b'), 'a', 'b');
    expect(splitViews(order, ({ tabId }) => tabId === 'a')).toEqual([]);
  });
});

test('beside the chosen tab comes the one that was used before it, of the same profile, and not one of a pair', () => {
  const order = brought(of('a', 'b', 'c', 'x'), 'c');
  const chosen = order.tabs.find(({ tabId }) => tabId === 'c');
  if (!chosen) throw new Error('There is such a tab.');
  expect(nextBeside(order, chosen)?.tabId).toBe('b');
  expect(nextBeside(paired(order, 'a', 'b'), chosen)).toBeNull();
});

describe('a tab of a pair that goes', () => {
  const close = (order: TabOrder, ...ids: string[]) => without(leavingPairs(order, ids), ids);
  test('leaves the other one alone, and before the person if it was the chosen one', () => {
    const order = brought(brought(paired(of('a', 'b', 'c'), 'a', 'b'), 'c'), 'a');
    expect(order.used).toEqual(['a', 'c', 'b']);
    const left = close(order, 'a');
    expect([left.used, left.pairs]).toEqual([['b', 'c'], []]);
  });

  test('changes nothing about what was used last where it was not chosen, or where both go', () => {
    const order = brought(paired(of('a', 'b', 'c'), 'a', 'b'), 'c');
    expect(close(order, 'a').used).toEqual(['c', 'b']);
    const both = close(brought(order, 'a'), 'a', 'b');
    expect([both.used, both.pairs]).toEqual([['c'], []]);
  });
});

test('what is different about a pair is different about that one alone', () => {
  const order = paired(paired(of('a', 'b', 'c', 'd'), 'a', 'b'), 'c', 'd');
  const linked = withPair(order, 'd', ({ isLinked }) => ({ isLinked: !isLinked }));
  expect([pairOf(linked, 'c')?.isLinked, pairOf(linked, 'a')?.isLinked]).toEqual([true, false]);
  expect(withPair(of('a'), 'a', () => ({ isLinked: true })).pairs).toEqual([]);
});
