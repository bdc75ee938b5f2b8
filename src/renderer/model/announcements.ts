/** What a screen reader hears about the step from one state to the next. */
import { type AppErrorView, isChosen } from '../../shared/errors.ts';
import type { AppState } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { aboutSplit } from './split.ts';

/** What went wrong in this step, in order: a person has to do something, or waits in vain. */
export function alarms(before: AppState, after: AppState, text: Text): string[] {
  const { signInProblem } = after;
  const problemOf = (error: AppErrorView) =>
    format(text.announcements.problem, { title: errorText(text, error).title });
  const isNewProblem = signInProblem && signInProblem.error.code !== before.signInProblem?.error.code;
  // What a person chose, such as to cancel, is no failure.
  const isFailure = isNewProblem && !isChosen(signInProblem.error.code);
  const notices = after.notices.filter((notice) => !before.notices.some((known) => known.id === notice.id));
  return [
    ...inOneWindow(after, () => [
      ...(isFailure ? [problemOf(signInProblem.error)] : []),
      ...aboutEndedGrants(before, after, text),
    ]),
    ...aboutFailedPanes(before, after, text),
    ...inOneWindow(after, () => [
      ...notices.map(({ error }) => problemOf(error)),
      ...aboutDownloads(before, after, text, 'failed'),
    ]),
  ];
}

/** What else is new, in order. A renewal is no news: it is meant to pass without being noticed. */
export function news(before: AppState, after: AppState, text: Text): string[] {
  return [
    ...inOneWindow(after, () => [...aboutSignIn(before, after, text), ...aboutGrants(before, after, text)]),
    ...aboutPanes(before, after, text),
    ...aboutData(before, after, text),
    ...aboutInside(before, after, text),
    ...aboutSplit(before, after, text),
    ...inOneWindow(after, () => [...aboutDownloads(before, after, text, 'done'), ...aboutProgram(before, after, text)]),
  ];
}

/** What all windows share is said once, in the one that was used last. */
const inOneWindow = ({ window }: AppState, said: () => string[]): string[] => (window.isUsedLast ? said() : []);

const connectionName = (state: AppState, connectionId: string, text: Text): string =>
  state.profiles.flatMap((view) => view.profile.connections).find((connection) => connection.id === connectionId)
    ?.label ?? text.announcements.dataPlatform;

function aboutSignIn(before: AppState, after: AppState, text: Text): string[] {
  const said: string[] = [];
  const { signIn, signInProblem } = after;
  if (signIn && (signIn.phase !== before.signIn?.phase || signIn.connectionId !== before.signIn?.connectionId)) {
    const connection = connectionName(after, signIn.connectionId, text);
    const { waitingForBrowser, finishing } = text.announcements;
    if (signIn.phase === 'waiting-for-browser') said.push(format(waitingForBrowser, { connection }));
    if (signIn.phase === 'exchanging') said.push(format(finishing, { connection }));
  }
  if (signIn?.hasStrayAnswer && !before.signIn?.hasStrayAnswer) said.push(text.signIn.strayAnswer);
  const isNewProblem = signInProblem && signInProblem.error.code !== before.signInProblem?.error.code;
  if (isNewProblem && isChosen(signInProblem.error.code)) {
    said.push(format(text.announcements.problem, { title: errorText(text, signInProblem.error).title }));
  }
  const left = before.signIn;
  if (left && signIn === null && signInProblem === null && !hasOtherGrant(before, after, left.connectionId)) {
    said.push(format(text.announcements.cancelled, { connection: connectionName(after, left.connectionId, text) }));
  }
  return said;
}

/** Whether a sign-in has brought something: a grant has an end of its own. */
function hasOtherGrant(before: AppState, after: AppState, connectionId: string): boolean {
  const endOf = ({ grants }: AppState) => grants.find((grant) => grant.connectionId === connectionId)?.expiresAt;
  return endOf(before) !== endOf(after);
}

function aboutGrants(before: AppState, after: AppState, text: Text): string[] {
  const { signedIn, signedOut } = text.announcements;
  const said: string[] = [];
  for (const { connectionId, status } of after.grants) {
    const was = before.grants.find((known) => known.connectionId === connectionId)?.status ?? 'signed-out';
    const connection = connectionName(after, connectionId, text);
    if (status === 'signed-in' && (was === 'signed-out' || was === 'ended'))
      said.push(format(signedIn, { connection }));
    if (status === 'signed-out' && was !== 'signed-out') said.push(format(signedOut, { connection }));
  }
  return said;
}

function aboutPanes(before: AppState, after: AppState, text: Text): string[] {
  const { opening, open } = text.announcements;
  const said: string[] = [];
  for (const pane of after.window.panes) {
    const was = before.window.panes.find((known) => known.paneId === pane.paneId);
    if (was?.phase === pane.phase) continue;
    const workbook = pane.title;
    // A pane that fails tries again for ever. Only what is new about that is said.
    if (pane.phase === 'loading' && pane.retriedAfter !== null) continue;
    if (pane.phase === 'loading') said.push(format(opening, { workbook }));
    if (pane.phase === 'ready' && was) said.push(format(open, { workbook }));
  }
  return said;
}

function aboutEndedGrants(before: AppState, after: AppState, text: Text): string[] {
  const hadEnded = (connectionId: string) =>
    before.grants.find((known) => known.connectionId === connectionId)?.status === 'ended';
  return after.grants
    .filter(({ connectionId, status }) => status === 'ended' && !hadEnded(connectionId))
    .map(({ connectionId }) =>
      format(text.announcements.ended, { connection: connectionName(after, connectionId, text) }),
    );
}

function aboutFailedPanes(before: AppState, after: AppState, text: Text): string[] {
  const { notOpened, notOpenedBecause } = text.announcements;
  return after.window.panes.flatMap(({ paneId, phase, title: workbook, error }) => {
    const was = before.window.panes.find((known) => known.paneId === paneId);
    if (phase !== 'failed' || was?.phase === 'failed') return [];
    // A pane that fails tries again for ever. Only another reason is said.
    if (was && error?.code === was.retriedAfter) return [];
    const problem = error && errorText(text, error).title;
    return [problem ? format(notOpenedBecause, { workbook, problem }) : format(notOpened, { workbook })];
  });
}

/** What a person asked for is said. What comes by itself would talk into their work. */
function aboutData(before: AppState, after: AppState, text: Text): string[] {
  const { dataRefreshed, dataNotRefreshed } = text.announcements;
  return after.window.panes.flatMap(({ paneId, data: { byPerson } }) => {
    const was = before.window.panes.find((known) => known.paneId === paneId)?.data.byPerson;
    if (!was) return [];
    return [
      ...(byPerson.answered > was.answered ? [dataRefreshed] : []),
      ...(byPerson.unanswered > was.unanswered ? [dataNotRefreshed] : []),
    ];
  });
}

/** What the workbook has to say. Of an action that came again the card counts, and nothing is read twice. */
function aboutInside(before: AppState, after: AppState, text: Text): string[] {
  const { published, action } = text.announcements;
  return after.window.panes.flatMap(({ paneId, title, contents }) => {
    const was = before.window.panes.find((known) => known.paneId === paneId)?.contents;
    const news = contents.actions.filter(({ id }) => !was?.actions.some((known) => known.id === id));
    return [
      ...(contents.isOutdated && was?.isOutdated === false ? [format(published, { workbook: title })] : []),
      ...news.map(({ name }) => format(action, { action: name || text.inside.actions.unnamed })),
    ];
  });
}

function aboutProgram(before: AppState, after: AppState, text: Text): string[] {
  const said: string[] = [];
  const { updates } = after;
  if (updates.status === 'ready' && before.updates.status !== 'ready') {
    said.push(format(text.announcements.updateReady, { version: updates.release.version }));
  }
  if (before.online && !after.online) said.push(text.announcements.offline);
  if (!before.online && after.online) said.push(text.announcements.online);
  return said;
}

/** What became of files that were on their way; how far they are is looked at and not said. */
function aboutDownloads(before: AppState, after: AppState, text: Text, what: 'done' | 'failed'): string[] {
  return after.downloads.flatMap(({ downloadId, name: file, status, error }) => {
    const was = before.downloads.find((known) => known.downloadId === downloadId)?.status;
    if (status !== what || was === status) return [];
    const problem = error ? errorText(text, error).title : '';
    return [
      what === 'done'
        ? format(text.downloads.said.done, { file })
        : format(text.downloads.said.failed, { file, problem }),
    ];
  });
}
