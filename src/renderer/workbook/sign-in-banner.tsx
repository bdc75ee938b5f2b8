/**
 * A sign-in that a person began although none had ended, such as one as somebody else. The workbook stays as it is until that
 * has succeeded.
 */
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { isServiceAccount } from '../../shared/profile/connection-rules.ts';
import type { ProfileView, SignInView } from '../../shared/state.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { BrowserErrorHint } from '../components/browser-error-hint.tsx';
import { AlertIcon } from '../components/icons.tsx';
import { CancelSignIn, CopyLink, ReopenBrowser } from '../components/sign-in-actions.tsx';
import { Spinner } from '../components/spinner.tsx';
import { StrayAnswerHint } from '../components/stray-answer-hint.tsx';
import { TimeLeft } from '../components/time-left.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function SignInBanner({ view }: { view: ProfileView }) {
  const text = useText();
  const { state, signInAsBefore, signInProblem } = useApp();
  const [hidden, setHidden] = useState<string | null>(null);
  const { connections } = view.profile;
  const labelOf = (id: string) => connections.find((connection) => connection.id === id)?.label;
  const own = state.signIn && labelOf(state.signIn.connectionId) !== undefined ? state.signIn : null;
  const isUnderWay = own !== null;
  useEffect(() => {
    if (isUnderWay) setHidden(null);
  }, [isUnderWay]);
  if (own) {
    return (
      <section className="banner" data-testid="banner-sign-in" aria-label={text.ended.label}>
        <BannerProgress signIn={own} view={view} />
      </section>
    );
  }
  const failed = connections.find((one) => !isServiceAccount(one) && signInProblem(one.id) !== null);
  const problem = failed && signInProblem(failed.id);
  if (!failed || !problem || hidden === problem.code) return null;
  const { title, remedy } = errorText(text, problem);
  return (
    <section className="banner" data-testid="banner-sign-in-failed" aria-label={text.ended.label}>
      <AlertIcon />
      <p>
        <strong>{title}</strong> <span className="banner-more">{remedy}</span>
      </p>
      <Button
        className="button"
        data-variant="secondary"
        data-testid="sign-in"
        data-connection={failed.id}
        isDisabled={state.signIn !== null}
        onPress={() => signInAsBefore(failed.id)}
      >
        {text.common.tryAgain}
      </Button>
      <Button
        className="button"
        data-variant="quiet"
        data-testid="hide-problem"
        onPress={() => setHidden(problem.code)}
      >
        {text.common.hide}
      </Button>
    </section>
  );
}

/** What a banner shows while a sign-in of its profile is under way. */
export function BannerProgress({ signIn, view }: { signIn: SignInView; view: ProfileView }) {
  const text = useText();
  const connection = view.profile.connections.find(({ id }) => id === signIn.connectionId);
  const waits = signIn.phase === 'waiting-for-browser';
  const isUnaskable = waits && signIn.account === 'unaskable';
  const { continueInBrowser, signingIn } = text.ended;
  const sentence = isUnaskable ? text.signIn.otherAccount.unaskable : waits ? continueInBrowser : signingIn;
  return (
    <>
      <Spinner />
      <div className="banner-words">
        <p data-testid={waits ? 'waiting' : signIn.phase}>
          {format(sentence, { connection: connection?.label ?? '' })}
        </p>
        {waits && signIn.hasStrayAnswer && <StrayAnswerHint />}
      </div>
      {waits && (
        <>
          <TimeLeft deadline={signIn.deadline} />
          {isUnaskable && <CopyLink variant="primary" />}
          <ReopenBrowser variant="quiet" isFirst={isUnaskable} />
          {!isUnaskable && <CopyLink variant="quiet" />}
        </>
      )}
      <CancelSignIn />
      {waits && connection && <BrowserErrorHint signIn={signIn} connection={connection} />}
    </>
  );
}
