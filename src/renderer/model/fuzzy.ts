/**
 * How well what a person types fits a name: its letters in their order, best where words begin and in a row. Accents and
 * capitals make no difference. Nothing depends on which way a script runs.
 */

/** A name as it is compared: each letter by itself, with the place at which it stands in the name. */
export interface Folded {
  readonly letters: readonly string[];
  /** Where each letter begins in the name, and where the last one ends. */
  readonly places: readonly number[];
  /** Whether a word begins with the letter. */
  readonly starts: readonly boolean[];
}

export interface Match {
  readonly score: number;
  /** The parts of the name that fit, in order and apart: from, and to before which. */
  readonly ranges: readonly (readonly [number, number])[];
}

/** More letters than this nobody types; a longer name is compared as far as it goes. */
const LONGEST_QUERY = 64;
const LONGEST_NAME = 256;

const IN_A_ROW = 1;
const AT_WORD_START = 0.9;
const ELSEWHERE = 0.2;
/** For each letter that is skipped between two that fit, and before the first. */
const SKIPPED = 0.02;
const SKIPPED_BEFORE = 0.005;

const isWordCharacter = (letter: string): boolean => /[\p{L}\p{N}]/u.test(letter);
/** Letters that no decomposition takes their mark from. */
const plainLetters: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };

export function fold(name: string): Folded {
  const letters: string[] = [];
  const places: number[] = [];
  const starts: boolean[] = [];
  let place = 0;
  let before = '';
  for (const character of name) {
    if (letters.length >= LONGEST_NAME) break;
    const bare = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const plain = plainLetters[bare] ?? bare;
    const isCapital = character !== character.toLowerCase();
    const begins =
      isWordCharacter(character) && (!isWordCharacter(before) || (isCapital && before === before.toLowerCase()));
    for (const [index, letter] of [...plain].entries()) {
      letters.push(letter);
      places.push(place);
      starts.push(begins && index === 0);
    }
    place += character.length;
    if (plain !== '') before = character;
  }
  places.push(place);
  return { letters, places, starts };
}

/** The words of a query, each of which has to fit. */
export const queryWords = (query: string): readonly Folded[] =>
  query
    .slice(0, LONGEST_QUERY)
    .split(/\s+/)
    .map(fold)
    .filter(({ letters }) => letters.length > 0);

/** Scores of one comparison, a row for each letter of the word; kept so that a key press makes no garbage. */
const ending = new Float64Array(LONGEST_QUERY * LONGEST_NAME);
/** Where the letter before stands in the best way so far. */
const origin = new Int16Array(LONGEST_QUERY * LONGEST_NAME);

/** How well one word fits a name, from 0 to 1; null where it does not. */
export function scoreWord(word: Folded, name: Folded): number | null {
  const best = bestEnd(word.letters, name);
  if (best === null) return null;
  const score = ending[(word.letters.length - 1) * LONGEST_NAME + best] ?? 0;
  return score / word.letters.length;
}

/** The same, with the parts of the name that fit. */
export function matchWord(word: Folded, name: Folded): Match | null {
  let at = bestEnd(word.letters, name);
  if (at === null) return null;
  const last = word.letters.length - 1;
  const score = (ending[last * LONGEST_NAME + at] ?? 0) / word.letters.length;
  const found: number[] = [];
  for (let row = last; row >= 0; row -= 1) {
    found.unshift(at);
    at = origin[row * LONGEST_NAME + at] ?? 0;
  }
  return { score, ranges: rangesOf(found, name) };
}

/** Fills the scores; answers where the last letter stands in the best way. */
function bestEnd(wanted: readonly string[], name: Folded): number | null {
  const { letters } = name;
  if (!isWithin(wanted, letters)) return null;
  for (let order = 0; order < wanted.length; order += 1) fillRow(wanted[order] ?? '', order, name);
  const row = (wanted.length - 1) * LONGEST_NAME;
  let best = 0;
  for (let index = 1; index < letters.length; index += 1) {
    if ((ending[row + index] ?? 0) > (ending[row + best] ?? 0)) best = index;
  }
  return best;
}

/** Whether the letters come in this order at all: of most names this is all that is asked. */
function isWithin(wanted: readonly string[], letters: readonly string[]): boolean {
  let next = 0;
  for (let index = 0; index < letters.length && next < wanted.length; index += 1) {
    if (letters[index] === wanted[next]) next += 1;
  }
  return next === wanted.length;
}

function fillRow(want: string, order: number, { letters, starts }: Folded): void {
  const row = order * LONGEST_NAME;
  const rowBefore = row - LONGEST_NAME;
  /** The best place so far for the letter before, which costs more the farther it lies back. */
  let bestBefore = Number.NEGATIVE_INFINITY;
  let bestPlace = 0;
  for (let index = 0; index < letters.length; index += 1) {
    let score = Number.NEGATIVE_INFINITY;
    let from = 0;
    if (letters[index] === want) {
      const own = starts[index] ? AT_WORD_START : ELSEWHERE;
      if (order === 0) score = own - SKIPPED_BEFORE * index;
      else {
        const inARow = index === 0 ? Number.NEGATIVE_INFINITY : (ending[rowBefore + index - 1] ?? 0) + IN_A_ROW;
        score = Math.max(inARow, bestBefore + own);
        from = inARow >= score ? index - 1 : bestPlace;
      }
    }
    ending[row + index] = score;
    origin[row + index] = from;
    if (order === 0) continue;
    bestBefore -= SKIPPED;
    const here = ending[rowBefore + index] ?? 0;
    if (here > bestBefore) {
      bestBefore = here;
      bestPlace = index;
    }
  }
}

const rangesOf = (found: readonly number[], { places }: Folded): Match['ranges'] =>
  joinRanges([
    found.map((index) => {
      const from = places[index] ?? 0;
      return [from, places.slice(index + 1).find((place) => place > from) ?? from];
    }),
  ]);

/** Parts of a name that fit, of one word or of several, in order and apart. */
export function joinRanges(all: readonly Match['ranges'][]): Match['ranges'] {
  const joined: [number, number][] = [];
  for (const [from, to] of all.flat().toSorted((one, other) => one[0] - other[0] || one[1] - other[1])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
