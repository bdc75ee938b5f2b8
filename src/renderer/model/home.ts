/** Which profile, pane and screen a state calls for. */

import { isHeld } from '../../shared/grants.ts';
import { chosenTab, isSignedIn, profileGrants, workbookToOpen } from '../../shared/opens-by-itself.ts';
import { selectedProfile } from '../../shared/selected-profile.ts';
import type { GrantView, PaneView, ProfileView } from '../../shared/state.ts';
import type { ShownState } from '../../shared/state-change.ts';

export { chosenTab, isSignedIn, profileGrants, workbookToOpen };

export const holdsGrant: (grant: GrantView) => boolean = isHeld;

/**
 * Whether nothing is left to do but to choose: every connection is signed in to, no tab is there to be loaded, and there are
 * several workbooks, or the only one was closed by hand.
 */
export function hasToChoose(state: ShownState, view: ProfileView): boolean {
  const isChoice = view.profile.workbooks.length > 1 || state.window.closedTabs > 0;
  return view.hasEmbedSecret && isChoice && isSignedIn(state, view) && chosenTab(state) === null;
}

/** The pane of the chosen tab; null while that is asleep. */
export function shownPane(state: ShownState): PaneView | null {
  const { profileId, paneId } = chosenTab(state) ?? {};
  const isOfSelected = profileId === selectedProfile(state)?.profile.id;
  return (isOfSelected && state.window.panes.find((pane) => pane.paneId === paneId)) || null;
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
