/**
 * Which workbook opens by itself, as a window and main both know it: main opens it in the moment in which it can, and the
 * window what comes about otherwise. No schema: the first picture of a window needs it.
 */
import { isHeld, noGrant } from './grants.ts';
import { selectedProfile } from './selected-profile.ts';
import type { GrantView, ProfileView, TabView } from './state.ts';
import type { ShownState } from './state-change.ts';

/** One grant for each connection of the profile, in its order. */
export function profileGrants(state: ShownState, view: ProfileView): GrantView[] {
  return view.profile.connections.map(
    ({ id }) => state.grants.find((grant) => grant.connectionId === id) ?? noGrant(id),
  );
}

export function isSignedIn(state: ShownState, view: ProfileView): boolean {
  return profileGrants(state, view).every(isHeld);
}

/** The tab before the person, unless another screen lies over it. */
export const chosenTab = ({ window }: ShownState): TabView | null =>
  window.tabs.find(({ tabId }) => tabId === window.chosenTab) ?? null;

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
