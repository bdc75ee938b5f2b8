/** What the start page lists, and in which order. */
import type { ProfileView } from '../../shared/state.ts';
import type { ShownState } from '../../shared/state-change.ts';
import { createFinder } from './finding.ts';
import { isSignedIn } from './home.ts';

export interface StartRow {
  readonly workbookId: string;
  readonly title: string;
  readonly profile: string;
  readonly isPinned: boolean;
}

/** What comes before the workbooks of a profile. */
export type StartHurdle = 'sign-in' | 'set-up' | null;

export interface StartSection {
  readonly key: string;
  readonly kind: 'pinned' | 'recent' | 'found' | 'profile';
  /** The name of a profile; empty for the other kinds. */
  readonly name: string;
  readonly hurdle: StartHurdle;
  readonly rows: readonly StartRow[];
}

/** So many of the last ones stand at the top; pinned ones are there already. */
const MOST_RECENT = 5;

const hurdleOf = (state: ShownState, view: ProfileView): StartHurdle => {
  if (!view.hasEmbedSecret) return 'set-up';
  return isSignedIn(state, view) ? null : 'sign-in';
};

/** Without a search: pinned, recent, and all by profile, the one of the window first; else what fits, the best first. */
export function startSections(state: ShownState, search: string): StartSection[] {
  const { profiles, pinnedWorkbooks, recentWorkbooks, window } = state;
  const rowsOf = ({ profile }: ProfileView): StartRow[] =>
    profile.workbooks.map(({ id, title }) => {
      return { workbookId: id, title, profile: profile.name, isPinned: pinnedWorkbooks.includes(id) };
    });
  const all = profiles.flatMap(rowsOf);
  const named = (ids: readonly string[]) => ids.flatMap((id) => all.find((row) => row.workbookId === id) ?? []);
  const section = (kind: StartSection['kind'], rows: readonly StartRow[]): StartSection[] =>
    rows.length === 0 ? [] : [{ key: kind, kind, name: '', hurdle: null, rows }];
  if (search.trim() !== '') {
    const entries = all.map((row) => {
      const nearness = row.isPinned ? 1 : recentWorkbooks.includes(row.workbookId) ? 0.7 : 0;
      return { key: row.workbookId, title: row.title, detail: row.profile, nearness, row };
    });
    const found = createFinder(entries).find(search);
    return section(
      'found',
      found.map(({ row }) => row),
    );
  }
  const recent = recentWorkbooks.filter((id) => !pinnedWorkbooks.includes(id)).slice(0, MOST_RECENT);
  const isOwn = ({ profile }: ProfileView) => profile.id === window.profileId;
  const ordered = [...profiles.filter(isOwn), ...profiles.filter((view) => !isOwn(view))];
  return [
    ...section('pinned', named(pinnedWorkbooks)),
    ...section('recent', named(recent)),
    ...ordered.map((view): StartSection => {
      const { id, name } = view.profile;
      return { key: id, kind: 'profile', name, hurdle: hurdleOf(state, view), rows: rowsOf(view) };
    }),
  ];
}
