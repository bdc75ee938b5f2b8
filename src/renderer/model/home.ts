/** Which profile, pane and screen a state calls for. */

import { isHeld, noGrant } from '../../shared/grants.ts';
import { selectedProfile } from '../../shared/selected-profile.ts';
import { settingIn } from '../../shared/settings.ts';
import type { GrantView, PaneView, ProfileView } from '../../shared/state.ts';
import type { ShownState } from '../../shared/state-change.ts';

/** One grant for each connection of the profile, in its order. */
export function profileGrants(state: ShownState, view: ProfileView): GrantView[] {
  return view.profile.connections.map(
    ({ id }) => state.grants.find((grant) => grant.connectionId === id) ?? noGrant(id),
  );
}

export const holdsGrant: (grant: GrantView) => boolean = isHeld;

export function isSignedIn(state: ShownState, view: ProfileView): boolean {
  return profileGrants(state, view).every(holdsGrant);
}

/** Whether nothing is left to do but to choose: every connection is signed in to, and there are several workbooks. */
export function hasToChoose(state: ShownState, view: ProfileView): boolean {
  return view.hasEmbedSecret && view.profile.workbooks.length > 1 && isSignedIn(state, view);
}

/** The pane to show: the one asked for last, or any that belongs to the selected profile. */
export function shownPane(state: ShownState, wantedPaneId: string | null): PaneView | null {
  const profileId = selectedProfile(state)?.profile.id;
  const own = state.window.panes.filter((pane) => pane.profileId === profileId);
  return own.find((pane) => pane.paneId === wantedPaneId) ?? own.at(-1) ?? null;
}

/** The workbook of each profile that a window begins with: the one that was open last, where the person wants that. */
export function workbooksAtStart({ profiles, recentWorkbooks, settings }: ShownState): Map<string, string> {
  if (settingIn(settings, 'atStart') !== 'lastWorkbook') return new Map();
  const newest = profiles.flatMap(({ profile: { id, workbooks } }): [string, string][] => {
    const last = recentWorkbooks.find((recent) => workbooks.some((workbook) => workbook.id === recent));
    return last === undefined ? [] : [[id, last]];
  });
  return new Map(newest);
}

/** The workbook that opens by itself once every connection is signed in; null when there is a choice to make. */
export function workbookToOpen(state: ShownState, lastWorkbooks: ReadonlyMap<string, string>): string | null {
  const view = selectedProfile(state);
  if (!view?.hasEmbedSecret || !isSignedIn(state, view)) return null;
  const { id, workbooks } = view.profile;
  if (state.window.panes.some((pane) => pane.profileId === id)) return null;
  if (workbooks.length === 1) return workbooks[0]?.id ?? null;
  const last = lastWorkbooks.get(id);
  return workbooks.some((workbook) => workbook.id === last) ? (last ?? null) : null;
}

/** The person that the bar names: of the first connection that knows one. A service account has a name too. */
export function person(grants: readonly GrantView[]): GrantView['person'] {
  return grants.find((grant) => grant.person !== null && !grant.isServiceAccount)?.person ?? null;
}

/** `AL` for "Ada Lovelace", `A` for "ada@example.com". */
export function initials(name: string): string {
  const words =
    name
      .split('@')[0]
      ?.split(/[\s._-]+/)
      .filter(Boolean) ?? [];
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}
