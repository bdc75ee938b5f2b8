import { describe, expect, test } from 'vitest';
import { railSections, typedAhead } from '../../../src/renderer/model/rail.ts';
import { fixtures, testNow } from '../../support/ui/fixtures.ts';

const many = fixtures['many-workbooks'](testNow);
const few = fixtures.choose(testNow);
const [first, second] = many.profiles.map(({ profile }) => profile.id);
const folded = (sections: ReturnType<typeof railSections>) =>
  sections.filter(({ isFolded }) => isFolded).map(({ key }) => key);

describe('the list at the side', () => {
  test('holds what the start page holds, with the profiles in an order that no choice changes', () => {
    const inSecond = { ...many, window: { ...many.window, profileId: second ?? null } };
    const keys = (state: typeof many) =>
      railSections(state, '', state.recentWorkbooks, new Map()).map(({ key }) => key);
    expect(keys(inSecond)).toEqual(keys(many));
    expect(keys(many)).toEqual(['pinned', 'recent', ...many.profiles.map(({ profile }) => profile.id)]);
  });

  test('of many begins with all but the profile of the window folded; of few with none', () => {
    const sections = railSections(many, '', many.recentWorkbooks, new Map());
    expect(folded(sections)).toEqual(many.profiles.map(({ profile }) => profile.id).filter((id) => id !== first));
    expect(folded(railSections(few, '', few.recentWorkbooks, new Map()))).toEqual([]);
  });

  test('folds and unfolds as the person wants it, and hides nothing that was found', () => {
    const folds = new Map([
      ['pinned', true],
      [first ?? '', true],
      [second ?? '', false],
      ['found', true],
    ]);
    const sections = folded(railSections(many, '', many.recentWorkbooks, folds));
    expect(sections).toContain('pinned');
    expect(sections).toContain(first);
    expect(sections).not.toContain(second);
    expect(railSections(many, 'margin', many.recentWorkbooks, folds)).toMatchObject([
      { key: 'found', isFolded: false },
    ]);
  });

  test('shows the recent ones that it is given', () => {
    const [last] = many.recentWorkbooks.toReversed();
    const sections = railSections(many, '', last ? [last] : [], new Map());
    expect(sections.find(({ kind }) => kind === 'recent')?.rows.map(({ workbookId }) => workbookId)).toEqual([last]);
  });
});

describe('typing ahead', () => {
  const names = ['Pinned', 'Margin', 'Orders', 'Österreich', 'Margin EMEA', 'Map'];
  test.each([
    [-1, 'm', 1],
    [1, 'm', 4],
    [1, 'ma', 1],
    [1, 'map', 5],
    [5, 'm', 1],
    [1, 'mm', 4],
    [4, 'mm', 5],
    [0, 'os', 3],
    [0, 'q', -1],
    [0, '', -1],
  ])('from %i, %s leads to %i', (at, typed, to) => expect(typedAhead(names, at, typed)).toBe(to));
});
