/** A sign-in on its way: opening the browser, waiting for it, fetching the token. */
import type { SignInView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { CancelSignIn, CopyLink, ReopenBrowser } from '../components/sign-in-actions.tsx';
import { Spinner } from '../components/spinner.tsx';
import { StrayAnswerHint } from '../components/stray-answer-hint.tsx';
import { TimeLeft } from '../components/time-left.tsx';
import { useText } from '../context/text-context.tsx';

interface SignInProgressProps {
  readonly signIn: SignInView;
  /** The name of the connection. */
  readonly label: string;
}

export function SignInProgress({ signIn, label }: SignInProgressProps) {
  const text = useText();
  if (signIn.phase === 'waiting-for-browser') return <Waiting signIn={signIn} label={label} />;
  const { preparing, finishing } = text.signIn;
  return (
    <p className="progress-line" data-testid={signIn.phase}>
      <Spinner />
      {format(signIn.phase === 'preparing' ? preparing : finishing, { connection: label })}
    </p>
  );
}

function Waiting({ signIn, label }: SignInProgressProps) {
  const text = useText();
  const isUnaskable = signIn.account === 'unaskable';
  const { continueInBrowser, waiting, otherAccount } = text.signIn;
  return (
    <div className="waiting" data-testid="waiting">
      <div className="waiting-head">
        <Spinner />
        <h2>{isUnaskable ? otherAccount.title : continueInBrowser}</h2>
        <TimeLeft deadline={signIn.deadline} />
      </div>
      <p className="muted">{format(isUnaskable ? otherAccount.unaskable : waiting, { connection: label })}</p>
      {signIn.hasStrayAnswer && <StrayAnswerHint />}
      <div className="row-actions">
        {isUnaskable && <CopyLink variant="primary" />}
        <ReopenBrowser variant="secondary" isFirst={isUnaskable} />
        {!isUnaskable && <CopyLink variant="quiet" />}
        <CancelSignIn />
      </div>
    </div>
  );
}
