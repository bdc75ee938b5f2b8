import { Button } from 'react-aria-components';
import type { GrantView, ProfileView } from '../../shared/state.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { useNow } from '../bridge/use-now.ts';
import { AlertIcon } from '../components/icons.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { countdown } from '../model/clocks.ts';
import { isServiceAccount } from '../model/home.ts';
import { CancelSignIn, CopyLink, ReopenBrowser } from '../screens/sign-in-progress.tsx';

type EndedBannerProps = { view: ProfileView; grants: GrantView[] };

/** A sign-in ended under an open workbook. The workbook stays in sight; what it shows is simply no longer fresh. */
export function EndedBanner({ view, grants }: EndedBannerProps) {
  const text = useText();
  const { state, signIn, signInProblem } = useApp();
  const ended = grants.find((grant) => grant.status === 'ended');
  if (!ended) return null;
  const { connectionId } = ended;
  const connection = view.profile.connections.find(({ id }) => id === connectionId);
  const label = connection?.label ?? '';
  const machine = connection !== undefined && isServiceAccount(connection);
  const refused = signInProblem(connectionId);
  const problem = refused && errorText(text, refused);
  const own = state.signIn?.connectionId === connectionId ? state.signIn : null;

  if (own) {
    const waits = own.phase === 'waiting-for-browser';
    return (
      <section className="banner" data-testid="banner-ended" aria-label="Sign-in">
        <Spinner />
        <p data-testid={waits ? 'waiting' : own.phase}>
          {waits ? `Continue in your browser to sign in to ${label}.` : `Signing in to ${label}…`}
        </p>
        {waits && (
          <>
            <TimeLeft deadline={own.deadline} />
            <ReopenBrowser variant="quiet" />
            <CopyLink />
            <CancelSignIn />
          </>
        )}
      </section>
    );
  }
  return (
    <section className="banner" data-testid="banner-ended" aria-label="Sign-in">
      <AlertIcon />
      <p>
        <strong>{problem ? problem.title : endedWords(label, machine)}</strong>{' '}
        <span className="banner-more">
          {problem
            ? problem.remedy
            : machine
              ? 'The workbook stays open. Try again, or tell the administrator.'
              : 'The workbook stays open. Sign in again to refresh it.'}
        </span>
      </p>
      <Button
        className="button"
        data-variant="primary"
        data-testid="sign-in"
        data-connection={connectionId}
        isDisabled={state.signIn !== null}
        onPress={() => signIn(connectionId)}
      >
        {machine ? 'Try again' : 'Sign in again'}
      </Button>
    </section>
  );
}

const endedWords = (label: string, machine: boolean): string =>
  machine ? `The service account of ${label} is no longer accepted` : `Your sign-in to ${label} has ended`;

function TimeLeft({ deadline }: { deadline: number }) {
  const now = useNow(500);
  return (
    <span className="clock" data-testid="time-left" role="timer" aria-label="Time left">
      {countdown(deadline - now)}
    </span>
  );
}
