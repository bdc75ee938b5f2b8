import { Button } from 'react-aria-components';
import type { SignInView } from '../../shared/state.ts';
import { useNow } from '../bridge/use-now.ts';
import { Spinner } from '../components/spinner.tsx';
import { useCopied } from '../components/use-copied.ts';
import { useApp } from '../context/app-context.tsx';
import { countdown } from '../model/clocks.ts';

type SignInProgressProps = { signIn: SignInView; label: string };

/** A sign-in on its way: opening the browser, waiting for it, fetching the token. */
export function SignInProgress({ signIn, label }: SignInProgressProps) {
  if (signIn.phase === 'waiting-for-browser') return <Waiting signIn={signIn} label={label} />;
  return (
    <p className="progress-line" data-testid={signIn.phase}>
      <Spinner />
      {signIn.phase === 'preparing' ? `Preparing the sign-in to ${label}…` : `Finishing the sign-in to ${label}…`}
    </p>
  );
}

function Waiting({ signIn, label }: SignInProgressProps) {
  const now = useNow(500);
  return (
    <div className="waiting" data-testid="waiting">
      <div className="waiting-head">
        <Spinner />
        <h2>Continue in your browser</h2>
        <span className="clock" data-testid="time-left" role="timer" aria-label="Time left">
          {countdown(signIn.deadline - now)}
        </span>
      </div>
      <p className="muted">Sign in to {label} in the tab that just opened. This window goes on by itself.</p>
      <div className="row-actions">
        <ReopenBrowser variant="secondary" />
        <CopyLink />
        <CancelSignIn />
      </div>
    </div>
  );
}

export function ReopenBrowser({ variant }: { variant: 'secondary' | 'quiet' }) {
  const { bridge, ask } = useApp();
  return (
    <Button
      className="button"
      data-variant={variant}
      data-testid="reopen-browser"
      onPress={() => ask(() => bridge.grants.reopenBrowser())}
    >
      Open the browser again
    </Button>
  );
}

/** Main puts the link on the clipboard; the window never holds it. */
export function CopyLink() {
  const { bridge, ask } = useApp();
  const { copied, showCopied } = useCopied();

  const copy = async () => {
    const answer = await ask(() => bridge.grants.copySignInLink());
    if (!answer.ok) return;
    showCopied();
  };
  return (
    <Button className="button" data-variant="quiet" data-testid="copy-link" onPress={copy}>
      {copied ? 'Copied' : 'Copy link'}
    </Button>
  );
}

export function CancelSignIn() {
  const { bridge, ask } = useApp();
  return (
    <Button
      className="button"
      data-variant="quiet"
      data-testid="cancel-sign-in"
      onPress={() => ask(() => bridge.grants.cancelSignIn())}
    >
      Cancel
    </Button>
  );
}
