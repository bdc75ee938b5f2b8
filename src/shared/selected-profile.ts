/** The profile that a person works with in a window, and its grants. No schema: the first picture of a window needs it. */
import type { GrantView, ProfileView } from './state.ts';
import type { ShownState } from './state-change.ts';

export const selectedProfile = ({ profiles, window }: ShownState): ProfileView | null =>
  profiles.find(({ profile }) => profile.id === window.profileId) ?? profiles[0] ?? null;

/** Whether there is another workbook to go to than the only one. */
export const hasSeveralWorkbooks = ({ profiles }: Pick<ShownState, 'profiles'>): boolean =>
  profiles.reduce((count, { profile }) => count + profile.workbooks.length, 0) > 1;

/** Those of the selected profile that main tells of. */
export function grantsOfSelected(state: ShownState): GrantView[] {
  const ids = selectedProfile(state)?.profile.connections.map(({ id }) => id) ?? [];
  return state.grants.filter(({ connectionId }) => ids.includes(connectionId));
}

/** Those of them that can be renewed now. */
export const renewableGrants = (state: ShownState): GrantView[] =>
  grantsOfSelected(state).filter(({ renewable, status }) => renewable && status === 'signed-in');
