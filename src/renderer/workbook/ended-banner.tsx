/** A sign-in ended under an open workbook, which stays in sight: what it shows is only no longer fresh. */

import { Button } from 'react-aria-components';
import { isServiceAccount } from '../../shared/profile/connection-rules.ts';
import type { GrantView, ProfileView } from '../../shared/state.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { AlertIcon } from '../components/icons.tsx';
import { CancelSignIn, CopyLink, ReopenBrowser } from '../components/sign-in-actions.tsx';
import { Spinner } from '../components/spinner.tsx';
import { TimeLeft } from '../components/time-left.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

interface EndedBannerProps {
  readonly view: ProfileView;
  readonly grants: GrantView[];
}

export function EndedBanner({ view, grants }: EndedBannerProps) {
  const text = useText();
  const { state, signIn, signInProblem } = useApp();
  const ended = grants.find((grant) => grant.status === 'ended');
  if (!ended) return null;
  const { connectionId } = ended;
  const connection = view.profile.connections.find(({ id }) => id === connectionId);
  const label = connection?.label ?? '';
  const byServiceAccount = connection !== undefined && isServiceAccount(connection);
  const refused = signInProblem(connectionId);
  const own = state.signIn?.connectionId === connectionId ? state.signIn : null;

  if (own) {
    const waits = own.phase === 'waiting-for-browser';
    return (
      <section className="banner" data-testid="banner-ended" aria-label={text.ended.label}>
        <Spinner />
        <p data-testid={waits ? 'waiting' : own.phase}>
          {format(waits ? text.ended.continueInBrowser : text.ended.signingIn, { connection: label })}
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
  const { title, remedy } = refused
    ? errorText(text, refused)
    : {
        title: format(byServiceAccount ? text.ended.serviceAccount : text.ended.person, { connection: label }),
        remedy: byServiceAccount ? text.ended.serviceAccountNext : text.ended.personNext,
      };
  return (
    <section className="banner" data-testid="banner-ended" aria-label={text.ended.label}>
      <AlertIcon />
      <p>
        <strong>{title}</strong> <span className="banner-more">{remedy}</span>
      </p>
      <Button
        className="button"
        data-variant="primary"
        data-testid="sign-in"
        data-connection={connectionId}
        isDisabled={state.signIn !== null}
        onPress={() => signIn(connectionId)}
      >
        {byServiceAccount ? text.common.tryAgain : text.signIn.signInAgain}
      </Button>
    </section>
  );
}
