/** Takes a window to a workbook of whatever profile: now, or after the sign-in that it waits for. */
import { isPlaced, type LinkPlace } from '../../../shared/open-link.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { FoundWorkbook } from './find-by-link.ts';

export interface WayToWorkbookOptions {
  readonly profiles: Pick<Profiles, 'all'>;
  /** The profile that a window works with. */
  chosenIn(windowId: string): string | null;
  choose(windowId: string, profileId: string): Promise<void>;
  /** Whether a workbook of the profile can be shown without a person. */
  isReady(profile: Profile): boolean;
  openWorkbook(workbookId: string, windowId: string): void;
  /** Shows a place of a workbook. */
  openAt(workbookId: string, windowId: string, place: LinkPlace): void;
  /** The workbook is the one that its profile shows as soon as the window goes there, and no other is loaded first. */
  prepareTab?(workbookId: string, windowId: string): void;
  /** The title of the workbook that the person edits in a window; null while they edit none. */
  editedIn(windowId: string): string | null;
}

export interface WayToWorkbook {
  /** @throws AppError `profile_missing`, `settings_write_failed` */
  go(windowId: string, found: FoundWorkbook, place: LinkPlace): Promise<void>;
  /** The person goes elsewhere: nothing waits for a sign-in any more. */
  leave(): void;
  /** A workbook that waits for a sign-in is shown after it. */
  grantEvent(event: GrantEvent): void;
}

interface Wish {
  readonly windowId: string;
  readonly profileId: string;
  readonly workbookId: string;
  readonly place: LinkPlace;
}

export function createWayToWorkbook(options: WayToWorkbookOptions): WayToWorkbook {
  /** What the last link led to, while its profile waits for a sign-in. */
  let wish: Wish | null = null;

  function show(windowId: string, { profile, workbook }: FoundWorkbook, place: LinkPlace): void {
    if (!options.isReady(profile)) wish = { windowId, profileId: profile.id, workbookId: workbook.id, place };
    else if (isPlaced(place)) options.openAt(workbook.id, windowId, place);
    else options.openWorkbook(workbook.id, windowId);
  }

  return {
    async go(windowId, found, place) {
      wish = null;
      const { profile, workbook } = found;
      // Before the profile is chosen, so that no other tab of it is before the person meanwhile.
      const isFirst = options.isReady(profile) && isPlaced(place);
      if (isFirst) show(windowId, found, place);
      else if (options.isReady(profile)) options.prepareTab?.(workbook.id, windowId);
      if (options.chosenIn(windowId) !== profile.id) await options.choose(windowId, profile.id);
      if (!isFirst) show(windowId, found, place);
    },
    leave() {
      wish = null;
    },
    grantEvent({ kind }) {
      if (wish === null || (kind !== 'adopted' && kind !== 'restored')) return;
      const { windowId, profileId, workbookId, place } = wish;
      const found = workbookById(options.profiles.all(), workbookId);
      // The person has gone elsewhere or begun to edit since, or an administrator has changed the profile.
      const isPast = options.chosenIn(windowId) !== profileId || options.editedIn(windowId) !== null;
      if (found?.profile.id !== profileId || isPast) wish = null;
      else if (options.isReady(found.profile)) {
        wish = null;
        show(windowId, found, place);
      }
    },
  };
}

export function workbookById(all: readonly Profile[], workbookId: string): FoundWorkbook | null {
  const everything = all.flatMap((profile) => profile.workbooks.map((workbook) => ({ profile, workbook })));
  return everything.find(({ workbook }) => workbook.id === workbookId) ?? null;
}
