/** The recent workbooks as the desktop offers them: names, and links by the ids of this computer. */
import { shownName } from '../../../shared/profile/visible-text.ts';
import type { ProgramState } from '../../../shared/state.ts';
import { linkHere } from './copy-link.ts';

export interface RecentLink {
  readonly title: string;
  readonly profile: string;
  readonly link: string;
}

/** More no jump list shows. */
const MOST = 10;

export function recentLinks({
  recentWorkbooks,
  profiles,
}: Pick<ProgramState, 'recentWorkbooks' | 'profiles'>): RecentLink[] {
  const all = new Map(
    profiles.flatMap(({ profile }) => profile.workbooks.map(({ id, title }) => [id, { title, profile: profile.name }])),
  );
  return recentWorkbooks
    .flatMap((id): RecentLink[] => {
      const known = all.get(id);
      const link = linkHere(id);
      return known && link !== null ? [{ title: shownName(known.title), profile: shownName(known.profile), link }] : [];
    })
    .slice(0, MOST);
}
