/** Which profile, pane and screen a state calls for. */

import { isHeld, noGrant } from '../../shared/grants.ts';
import { selectedProfile } from '../../shared/selected-profile.ts';
import type { GrantView, PaneView, ProfileView, TabView } from '../../shared/state.ts';
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

/**
 * Whether nothing is left to do but to choose: every connection is signed in to, no tab is there to be loaded, and there are
 * several workbooks, or the only one was closed by hand.
 */
export function hasToChoose(state: ShownState, view: ProfileView): boolean {
  const isChoice = view.profile.workbooks.length > 1 || state.window.closedTabs > 0;
  return view.hasEmbedSecret && isChoice && isSignedIn(state, view) && chosenTab(state) === null;
}

/** The tab before the person, unless another screen lies over it. */
export const chosenTab = ({ window }: ShownState): TabView | null =>
  window.tabs.find(({ tabId }) => tabId === window.chosenTab) ?? null;

/** The pane of the chosen tab; null while that is asleep. */
export function shownPane(state: ShownState): PaneView | null {
  const { profileId, paneId } = chosenTab(state) ?? {};
  const isOfSelected = profileId === selectedProfile(state)?.profile.id;
  return (isOfSelected && state.window.panes.find((pane) => pane.paneId === paneId)) || null;
}

/**
 * The workbook that opens by itself once every connection is signed in: that of the chosen tab, or the only one that there
 * is; null when there is a choice to make.
 */
export function workbookToOpen(state: ShownState): string | null {
  const view = selectedProfile(state);
  if (!view?.hasEmbedSecret || !isSignedIn(state, view)) return null;
  const tab = chosenTab(state);
  if (tab) return tab.paneId === null ? tab.workbookId : null;
  const { workbooks } = view.profile;
  return workbooks.length === 1 && state.window.closedTabs === 0 ? (workbooks[0]?.id ?? null) : null;
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
