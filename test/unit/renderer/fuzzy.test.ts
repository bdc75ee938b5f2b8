/** What a person types finds what they mean. */
import { describe, expect, test } from 'vitest';
import { createFinder, type Findable } from '../../../src/renderer/model/finding.ts';
import { fold, matchWord } from '../../../src/renderer/model/fuzzy.ts';

const entries = (...titles: string[]): Findable[] =>
  titles.map((title, index) => ({ key: `${index}`, title, detail: '', nearness: 0 }));
const found = (query: string, ...titles: string[]) =>
  createFinder(entries(...titles))
    .find(query)
    .map(({ title }) => title);
/** The name with the parts that fit in brackets. */
const marked = (query: string, title: string) => {
  const finder = createFinder(entries(title));
  const [first] = finder.find(query);
  if (!first) return null;
  return finder
    .marksOf(query, first)
    .reduceRight((text, [from, to]) => `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`, title);
};

/** Names from few letters, so that much fits; the same in every run. */
function* names(count: number, longest: number): Generator<string> {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const letters = [...'abcABC éß-ʼאב1'];
  for (let index = 0; index < count; index += 1) {
    yield Array.from({ length: 1 + next(longest) }, () => letters[next(letters.length)]).join('');
  }
}

const isSubsequence = (wanted: readonly string[], letters: readonly string[]) => {
  let next = 0;
  for (const letter of letters) if (letter === wanted[next]) next += 1;
  return next === wanted.length;
};

describe('for any two names', () => {
  const all = [...names(120, 14)].map(fold);
  const words = [...names(60, 4)].map(fold).filter(({ letters }) => letters.length > 0);

  test('one fits the other exactly where its letters come in its order', () => {
    for (const word of words)
      for (const name of all) {
        expect(matchWord(word, name) !== null, `${word.letters} in ${name.letters}`).toBe(
          isSubsequence(word.letters, name.letters),
        );
      }
  });

  test('what fits is marked in order, apart, within the name, and is as much as was typed', () => {
    for (const word of words)
      for (const name of all) {
        const match = matchWord(word, name);
        if (!match) continue;
        let before = -1;
        for (const [from, to] of match.ranges) {
          expect(from).toBeGreaterThan(before);
          expect(to).toBeGreaterThan(from);
          before = to;
        }
        expect(before).toBeLessThanOrEqual(name.places.at(-1) ?? 0);
        const markedLetters = name.letters.filter((_, index) =>
          match.ranges.some(([from, to]) => (name.places[index] ?? -1) >= from && (name.places[index] ?? -1) < to),
        );
        expect(isSubsequence(word.letters, markedLetters)).toBe(true);
      }
  });

  test('no fit is better than the whole name', () => {
    for (const word of words) {
      const own = matchWord(word, word)?.score ?? 0;
      for (const name of all) expect(matchWord(word, name)?.score ?? 0).toBeLessThanOrEqual(own + 1e-9);
    }
  });
});

describe('the best comes first', () => {
  test.each([
    ['where words begin', 'rbr', ['Revenue by region', 'Overbearing']],
    ['what is in a row', 'reg', ['Region', 'Great energy']],
    ['what begins with it', 'sal', ['Sales', 'Weekly sales', 'Universal']],
    ['the shorter name', 'sales', ['Sales', 'Sales by region and segment']],
  ])('%s', (_, query, titles) => {
    expect(found(query, ...titles.toReversed())).toEqual(titles);
  });

  test('and of equals the one that came first', () => {
    expect(found('same', 'Same', 'same', 'SAME')).toEqual(['Same', 'same', 'SAME']);
  });

  test('and of those that fit alike what is near at hand', () => {
    const all = entries('Orders north', 'Orders south').map((entry, index) => ({ ...entry, nearness: index }));
    expect(
      createFinder(all)
        .find('ord')
        .map(({ title }) => title),
    ).toEqual(['Orders south', 'Orders north']);
    // What fits much better is not passed over for it.
    const other = [...entries('Sales'), { key: 'x', title: 'Shipping and logistics', detail: '', nearness: 1 }];
    expect(createFinder(other).find('sal')[0]?.title).toBe('Sales');
  });
});

test('accents, capitals and joined letters make no difference, in either direction', () => {
  expect(found('zurich', 'Zürich')).toEqual(['Zürich']);
  expect(found('ZÜR', 'Zurich')).toEqual(['Zurich']);
  expect(found('strasse', 'Straße')).toEqual(['Straße']);
  expect(found('lodz', 'Łódź')).toEqual(['Łódź']);
  expect(marked('e', 'E\u0301tat')).toBe('[E\u0301]tat');
  expect(marked('ss', 'Maß')).toBe('Ma[ß]');
});

test('any script is found, whichever way it runs', () => {
  expect(marked('הכנ', 'הכנסות לפי אזור')).toBe('[הכנ]סות לפי אזור');
  expect(marked('地域', '売上 地域別')).toBe('売上 [地域]別');
  expect(marked('b', '𝕏 b')).toBe('𝕏 [b]');
});

test('every word has to fit, in the name or in where it belongs, in any order', () => {
  const finance = { key: '1', title: 'Revenue by region', detail: 'Finance', nearness: 0 };
  const research = { key: '2', title: 'Revenue of trials', detail: 'Research', nearness: 0 };
  const { find, marksOf } = createFinder([finance, research]);
  expect(find('rev').map(({ key }) => key)).toEqual(['1', '2']);
  expect(find('research rev').map(({ key }) => key)).toEqual(['2']);
  expect(find('region rev').map(({ key }) => key)).toEqual(['1']);
  expect(find('rev nothing')).toEqual([]);
  expect(marksOf('research rev', research)).toEqual([[0, 3]]);
});

test('without a word, all stand in their order', () => {
  expect(found('  ', 'b', 'a')).toEqual(['b', 'a']);
});

test('a name of any length costs no more than one that is read', () => {
  const long = `${'a'.repeat(100_000)} end`;
  expect(fold(long).letters.length).toBeLessThan(1_000);
  expect(found('a'.repeat(10_000), long)).toHaveLength(1);
});
