/** A sign-in on its way: opening the browser, waiting for it, fetching the token. */
import type { Connection } from '../../shared/profile/connection.ts';
import type { SignInView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { BrowserErrorHint } from '../components/browser-error-hint.tsx';
import { CancelSignIn, CopyLink, ReopenBrowser } from '../components/sign-in-actions.tsx';
import { Spinner } from '../components/spinner.tsx';
import { StrayAnswerHint } from '../components/stray-answer-hint.tsx';
import { TimeLeft } from '../components/time-left.tsx';
import { useText } from '../context/text-context.tsx';

interface SignInProgressProps {
  readonly signIn: SignInView;
  readonly connection: Connection;
}

export function SignInProgress({ signIn, connection }: SignInProgressProps) {
  const text = useText();
  if (signIn.phase === 'waiting-for-browser') return <Waiting signIn={signIn} connection={connection} />;
  const { preparing, finishing } = text.signIn;
  return (
    <div className="waiting" data-testid={signIn.phase}>
      <div className="sign-in-words">
        <p className="progress-line">
          <Spinner />
          {format(signIn.phase === 'preparing' ? preparing : finishing, { connection: connection.label })}
        </p>
      </div>
      <div className="row-actions">
        <CancelSignIn />
      </div>
    </div>
  );
}

function Waiting({ signIn, connection }: SignInProgressProps) {
  const text = useText();
  const isUnaskable = signIn.account === 'unaskable';
  const { continueInBrowser, waiting, otherAccount } = text.signIn;
  return (
    <div className="waiting" data-testid="waiting">
      <div className="sign-in-words">
        <div className="waiting-head">
          <Spinner />
          <h2>{isUnaskable ? otherAccount.title : continueInBrowser}</h2>
          <TimeLeft deadline={signIn.deadline} />
        </div>
        <p className="muted">
          {format(isUnaskable ? otherAccount.unaskable : waiting, { connection: connection.label })}
        </p>
      </div>
      {signIn.hasStrayAnswer && <StrayAnswerHint />}
      <div className="row-actions">
        {isUnaskable && <CopyLink variant="primary" />}
        <ReopenBrowser variant="secondary" isFirst={isUnaskable} />
        {!isUnaskable && <CopyLink variant="quiet" />}
        <CancelSignIn />
      </div>
      <BrowserErrorHint signIn={signIn} connection={connection} />
    </div>
  );
}
