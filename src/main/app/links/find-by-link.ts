/** What a link leads to among the profiles of a computer: pure. */
import type { OpenLink } from '../../../shared/open-link.ts';
import type { Profile, Workbook } from '../../../shared/profile/profile.ts';
import { shownName } from '../../../shared/profile/visible-text.ts';
import { documentNamesOf } from './sigma-address.ts';

export interface FoundWorkbook {
  readonly profile: Profile;
  readonly workbook: Workbook;
}

export type NotFound = 'profileUnknown' | 'profileTwice' | 'workbookUnknown';

/** A profile alone; or every workbook that is meant, the one of the profile on screen first. */
export type Found =
  | { readonly profile: Profile | null; readonly workbooks: null }
  | { readonly workbooks: readonly FoundWorkbook[] };

export function findByLink(
  link: Pick<OpenLink, 'profile' | 'workbook'>,
  all: readonly Profile[],
  chosenId: string | null,
): Found | NotFound {
  const named = profilesOf(link.profile, all);
  if (link.profile !== null && named.length === 0) return 'profileUnknown';
  if (link.profile !== null && named.length > 1) return 'profileTwice';
  if (link.workbook === null) return { profile: named[0] ?? null, workbooks: null };
  const workbooks = workbooksOf(link.workbook, named.length > 0 ? named : all);
  return workbooks.length === 0 ? 'workbookUnknown' : { workbooks: nearFirst(workbooks, chosenId) };
}

export const nearFirst = (found: readonly FoundWorkbook[], chosenId: string | null): FoundWorkbook[] =>
  found.toSorted((one, other) => Number(other.profile.id === chosenId) - Number(one.profile.id === chosenId));

function profilesOf(wanted: string | null, all: readonly Profile[]): readonly Profile[] {
  const byId = all.filter(({ id }) => id === wanted);
  return byId.length > 0 ? byId : all.filter(({ name }) => isNamed(name, wanted));
}

function workbooksOf(wanted: string, all: readonly Profile[]): readonly FoundWorkbook[] {
  const everything = all.flatMap((profile) => profile.workbooks.map((workbook) => ({ profile, workbook })));
  const byId = everything.filter(
    ({ workbook }) => workbook.id === wanted || documentNamesOf(workbook).includes(wanted),
  );
  return byId.length > 0 ? byId : everything.filter(({ workbook }) => isNamed(workbook.title, wanted));
}

/** A name as people see it, since that is what they copy. */
const isNamed = (name: string, wanted: string | null): boolean => shownName(name).normalize('NFC') === wanted;
