/** What stands in the place of a workbook that cannot be shown. */
import { Button } from 'react-aria-components';
import { type AppErrorView, isMendedInSetUp } from '../../shared/errors.ts';
import { isServiceAccount } from '../../shared/profile/connection-rules.ts';
import { hasSeveralWorkbooks } from '../../shared/selected-profile.ts';
import type { PaneView, ProfileView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { OpenSetUp } from '../components/open-set-up.tsx';
import { SignInAgain } from '../components/sign-in-actions.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { countdown } from '../model/clocks.ts';
import { profileGrants } from '../model/home.ts';
import { grantOfFailure, grantThatIsOver } from '../model/sign-in-again.ts';

export function PaneFailure({ pane, error }: { pane: PaneView; error: AppErrorView }) {
  const text = useText();
  const { bridge, state, ask, go } = useApp();
  const now = useNow();
  const view = state.profiles.find(({ profile }) => profile.id === pane.profileId);
  const grants = view ? profileGrants(state, view) : [];
  const grant = grantOfFailure(error, grants, now);
  const over = grant ?? grantThatIsOver(grants, now);
  // What is deleted does not come back by a reload; another workbook may be of another profile.
  const hasOthers = error.code === 'workbook_deleted' && hasSeveralWorkbooks(state);
  const isMain = grant === null && !hasOthers && !isMendedInSetUp(error.code);
  return (
    <ErrorPanel error={error}>
      {grant && <SignInAgain grant={grant} testId="sign-in-failed" />}
      <OpenSetUp error={error} workbookId={pane.workbookId} isMain={grant === null} />
      {hasOthers && (
        <Button
          className="button"
          data-variant="primary"
          data-testid="other-workbooks"
          onPress={() => go({ kind: 'start' })}
        >
          {text.start.all}
        </Button>
      )}
      <Button
        className="button"
        data-variant={isMain ? 'primary' : 'quiet'}
        data-testid="reload-failed"
        onPress={() => ask(() => bridge.panes.reload({ paneId: pane.paneId }))}
      >
        {pane.retriesAt === null ? text.workbook.reload : text.workbook.tryNow}
      </Button>
      {!grant && over && <SignInAgain grant={over} testId="sign-in-failed" isMain={false} />}
      {view && error.code === 'people_differ' && <SignOutOfOne view={view} />}
      {pane.retriesAt !== null && <TriesAgain at={pane.retriesAt} now={now} />}
    </ErrorPanel>
  );
}

/** Of which of them is for the person to say: the others stay signed in to. */
function SignOutOfOne({ view }: { view: ProfileView }) {
  const { workbook } = useText();
  const { bridge, ask } = useApp();
  const { id: profileId, connections } = view.profile;
  return connections
    .filter((connection) => !isServiceAccount(connection))
    .map(({ id: connectionId, label }) => (
      <Button
        key={connectionId}
        className="button"
        data-variant="secondary"
        data-testid="sign-out-of-one"
        data-connection={connectionId}
        onPress={() => ask(() => bridge.grants.signOut({ profileId, connectionId }))}
      >
        {format(workbook.signOutOf, { connection: label })}
      </Button>
    ));
}

/** Nobody has to stand before a wall to press the button. */
function TriesAgain({ at, now }: { at: number; now: number }) {
  const text = useText();
  return (
    <span className="tries-again" data-testid="tries-again">
      {format(text.workbook.triesAgainIn, { time: countdown(at - now, text) })}
    </span>
  );
}
