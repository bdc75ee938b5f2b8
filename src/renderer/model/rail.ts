/** What the list of workbooks at the side holds: as the start page, in an order that stays, in groups that fold. */
import type { ShownState } from '../../shared/state-change.ts';
import { fold } from './fuzzy.ts';
import { type StartSection, startSections } from './start-page.ts';

export interface RailSection extends StartSection {
  readonly isFolded: boolean;
}

/** So many workbooks are seen at once in a window of usual height; of more, groups begin folded. */
const FEW = 15;

/**
 * @param recent the last workbooks as the list shows them: while somebody works with it, none changes its place
 * @param folds what the person folded or unfolded
 */
export function railSections(
  state: ShownState,
  search: string,
  recent: readonly string[],
  folds: ReadonlyMap<string, boolean>,
): RailSection[] {
  const sections = startSections({ ...state, recentWorkbooks: [...recent] }, search);
  const count = sections.filter(({ kind }) => kind === 'profile').reduce((sum, { rows }) => sum + rows.length, 0);
  const isShort = count <= FEW;
  // The profile of the window comes first where a workbook is chosen once; here it changes with each choice.
  const placeOf = ({ key, kind }: StartSection) =>
    kind === 'profile' ? state.profiles.findIndex(({ profile }) => profile.id === key) : -1;
  return sections
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((section) => {
      const isOwn = section.key === state.window.profileId;
      const isUsual = section.kind === 'profile' && !isOwn && !isShort;
      return { ...section, isFolded: section.kind !== 'found' && (folds.get(section.key) ?? isUsual) };
    });
}

const letters = (words: string): string => fold(words).letters.join('');

/**
 * Which of several names is meant by letters that were typed one after the other: the next one that begins so, from the one
 * that is chosen on. The same letter again goes on to the next.
 *
 * @param at the chosen one; -1 for none
 * @returns its place; -1 where none begins so
 */
export function typedAhead(names: readonly string[], at: number, typed: string): number {
  const wanted = letters(typed);
  const isRepeated = wanted.length > 1 && [...wanted].every((letter) => letter === wanted[0]);
  const begin = isRepeated ? (wanted[0] ?? '') : wanted;
  // Whoever types on means the one that they are at, as long as it fits.
  const from = wanted.length === 1 || isRepeated ? at + 1 : Math.max(at, 0);
  if (begin === '') return -1;
  const order = names.map((_name, index) => (from + index) % names.length);
  return order.find((index) => letters(names[index] ?? '').startsWith(begin)) ?? -1;
}
