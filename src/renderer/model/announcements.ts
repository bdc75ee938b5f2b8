import type { AppState } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';

const label = (state: AppState, connectionId: string): string =>
  state.profiles.flatMap((view) => view.profile.connections).find((connection) => connection.id === connectionId)
    ?.label ?? 'the data platform';

/**
 * What a screen reader hears about the step from one state to the next. A renewal is no news: the whole point is that
 * nobody notices it.
 */
export function announcements(before: AppState, after: AppState, text: Text): string[] {
  const said: string[] = [];

  if (
    after.signIn &&
    (after.signIn.phase !== before.signIn?.phase || after.signIn.connectionId !== before.signIn?.connectionId)
  ) {
    const name = label(after, after.signIn.connectionId);
    if (after.signIn.phase === 'waiting-for-browser') said.push(`Sign in to ${name} in your browser. Waiting for it.`);
    if (after.signIn.phase === 'exchanging') said.push(`Finishing the sign-in to ${name}.`);
  }
  if (after.signInProblem && after.signInProblem.error.code !== before.signInProblem?.error.code) {
    said.push(`${errorText(text, after.signInProblem.error).title}.`);
  }

  for (const grant of after.grants) {
    const was = before.grants.find((known) => known.connectionId === grant.connectionId)?.status ?? 'signed-out';
    const name = label(after, grant.connectionId);
    if (grant.status === 'signed-in' && (was === 'signed-out' || was === 'ended')) said.push(`Signed in to ${name}.`);
    if (grant.status === 'ended' && was !== 'ended') said.push(`Your sign-in to ${name} has ended.`);
    if (grant.status === 'signed-out' && was !== 'signed-out') said.push(`Signed out of ${name}.`);
  }

  for (const pane of after.window.panes) {
    const was = before.window.panes.find((known) => known.paneId === pane.paneId);
    if (was?.phase === pane.phase) continue;
    if (pane.phase === 'loading') said.push(`Opening ${pane.title}.`);
    if (pane.phase === 'ready' && was) said.push(`${pane.title} is open.`);
    if (pane.phase === 'failed')
      said.push(`${pane.title} did not open. ${pane.error ? errorText(text, pane.error).title : ''}`.trim());
  }

  for (const notice of after.notices) {
    if (!before.notices.some((known) => known.id === notice.id)) said.push(`${errorText(text, notice.error).title}.`);
  }
  if (before.online && !after.online) said.push('You are offline.');
  if (!before.online && after.online) said.push('You are online again.');
  return said;
}
