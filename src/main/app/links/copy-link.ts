/** A link to what is before the person: by ids, so that it outlives a new title, and with values only where that was chosen. */
import { AppError } from '../../../shared/errors.ts';
import { type LinkPlace, nowhere, type OpenLink, writeOpenLink } from '../../../shared/open-link.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import { documentOf } from '../../../shared/profile/workbook-address.ts';
import type { Profiles } from '../../settings/profiles.ts';
import { isElsewhere } from '../../viewer/view-state.ts';
import type { SystemServices } from '../system-services.ts';
import { placeOfView } from '../workbooks/link-place.ts';
import type { TabLife } from '../workbooks/tab-life.ts';
import { documentNamesOf } from './sigma-address.ts';

/**
 * How a link names a workbook: by its document at Sigma, which is the same for everybody. The profile is named where several
 * have the document, and its own id where one profile has the document more than once.
 */
export function nameInLink(workbookId: string, all: readonly Profile[]): Pick<OpenLink, 'profile' | 'workbook'> | null {
  const own = all.find(({ workbooks }) => workbooks.some(({ id }) => id === workbookId));
  const workbook = own?.workbooks.find(({ id }) => id === workbookId);
  if (!own || !workbook) return null;
  const isIt = ({ url }: { readonly url: string }) => documentOf(url) === documentOf(workbook.url);
  const name = documentNamesOf(workbook).at(-1) ?? workbook.id;
  if (own.workbooks.filter(isIt).length > 1) return { profile: null, workbook: workbook.id };
  const others = all.filter((profile) => profile !== own);
  if (!others.some(({ workbooks }) => workbooks.some(isIt))) return { profile: null, workbook: name };
  const isNameOfOther = others.some((profile) => profile.name === own.name);
  return { profile: isNameOfOther ? own.id : own.name, workbook: name };
}

/** @throws AppError `link_not_made` */
export function linkTo(workbookId: string, place: LinkPlace, all: readonly Profile[]): string {
  const named = nameInLink(workbookId, all);
  if (!named) throw new AppError('profile_missing', { reason: 'workbookRemoved' });
  const byName = writeOpenLink({ ...named, place });
  // A name that no link can hold: the ids of this computer are left.
  const link = byName ?? writeOpenLink({ profile: null, workbook: workbookId, place });
  if (link === null) throw new AppError('link_not_made');
  return link;
}

export interface LinkCopies {
  /**
   * Copies the link to where a person is in a tab of a window; left out: in the one before them.
   *
   * @throws AppError `link_not_made`, `not_copied`
   */
  copy(windowId: string, withValues: boolean, tabId?: string): Promise<void>;
}

export interface LinkCopiesOptions {
  readonly profiles: Pick<Profiles, 'all'>;
  readonly tabs: Pick<TabLife, 'chosenIn' | 'tabsOf' | 'viewOf'>;
  readonly system: Pick<SystemServices, 'copyText'>;
}

export function createLinkCopies({ profiles, tabs, system }: LinkCopiesOptions): LinkCopies {
  return {
    async copy(windowId, withValues, tabId) {
      const named = tabs.tabsOf(windowId).find((tab) => tab.tabId === tabId);
      const tab = tabId === undefined ? tabs.chosenIn(windowId) : named;
      if (!tab) throw new AppError('request_refused', { reason: 'paneClosed' });
      const view = tabs.viewOf(tab);
      // No link leads to a document that no profile names: the one of a sleeping tab leads to its workbook.
      const place = isElsewhere(view) ? nowhere : placeOfView(view, withValues);
      await system.copyText(linkTo(tab.workbookId, place, profiles.all()));
    },
  };
}

/** The link of a recent workbook: on this computer alone, by the id that it has here. */
export const linkHere = (workbookId: string): string | null =>
  writeOpenLink({ profile: null, workbook: workbookId, place: nowhere });
