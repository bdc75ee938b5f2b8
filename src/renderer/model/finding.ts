/** Finds among many entries those that fit what a person types, the best first. */
import { type Folded, fold, joinRanges, type Match, matchWord, queryWords, scoreWord } from './fuzzy.ts';

/** What can be found. */
export interface Findable {
  /** Tells it apart from all others. */
  readonly key: string;
  /** What it is called. */
  readonly title: string;
  /** Where it belongs, which is looked through as well. */
  readonly detail: string;
  /** From 0 to 1: what is near at hand comes before what fits as well. */
  readonly nearness: number;
}

/** A letter in the name itself counts more than one in where it belongs. */
const OF_DETAIL = 0.6;
/** So much a pinned workbook is ahead of a better fit. */
const OF_NEARNESS = 0.12;
/** Of two that fit alike, the shorter name is the more likely one. */
const OF_LENGTH = 0.0005;

interface Prepared<Entry> {
  readonly entry: Entry;
  readonly title: Folded;
  readonly detail: Folded;
}

export interface Finder<Entry extends Findable> {
  /** Without a query all entries as they come; else those that fit, the best first and stable among equals. */
  find(query: string): readonly Entry[];
  /** The parts of a title that fit a query: asked of those that are shown alone. */
  marksOf(query: string, entry: Entry): Match['ranges'];
}

/** Prepared once, entries are looked through at each letter. */
export function createFinder<Entry extends Findable>(entries: readonly Entry[]): Finder<Entry> {
  const details = new Map<string, Folded>();
  const foldedDetail = (detail: string) => {
    const known = details.get(detail) ?? fold(detail);
    details.set(detail, known);
    return known;
  };
  const prepared = entries.map(
    (entry): Prepared<Entry> => ({ entry, title: fold(entry.title), detail: foldedDetail(entry.detail) }),
  );
  return {
    find(query) {
      const words = queryWords(query);
      if (words.length === 0) return entries;
      const fitting: { entry: Entry; score: number }[] = [];
      for (const one of prepared) {
        const score = scoreOf(words, one);
        if (score !== null) fitting.push({ entry: one.entry, score });
      }
      // Sorting is stable: what is equal stays in the order of the entries.
      return fitting.toSorted((one, other) => other.score - one.score).map(({ entry }) => entry);
    },
    marksOf(query, { title, detail }) {
      const [inTitle, inDetail] = [fold(title), foldedDetail(detail)];
      const all = queryWords(query).flatMap((word) => {
        const match = matchWord(word, inTitle);
        return match && match.score >= ofDetail(word, inDetail) ? [match.ranges] : [];
      });
      return joinRanges(all);
    },
  };
}

const ofDetail = (word: Folded, detail: Folded): number => {
  const score = scoreWord(word, detail);
  return score === null ? Number.NEGATIVE_INFINITY : score * OF_DETAIL;
};

/** Null where a word fits neither the title nor the detail. */
function scoreOf<Entry extends Findable>(words: readonly Folded[], one: Prepared<Entry>): number | null {
  let sum = 0;
  for (const word of words) {
    const best = Math.max(scoreWord(word, one.title) ?? Number.NEGATIVE_INFINITY, ofDetail(word, one.detail));
    if (best === Number.NEGATIVE_INFINITY) return null;
    sum += best;
  }
  return sum / words.length + OF_NEARNESS * one.entry.nearness - OF_LENGTH * one.title.letters.length;
}
