/** What a person can do where a sign-in has ended, and while one waits for the browser. */
import { Button } from 'react-aria-components';
import type { GrantView } from '../../shared/state.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useCopied } from './use-copied.ts';

/** The main thing to do about a sign-in that has ended, or is over. A service account needs no browser. */
export function SignInAgain(props: { grant: GrantView; testId: string; isMain?: boolean }) {
  const { grant, testId, isMain = true } = props;
  const text = useText();
  const { state, signIn } = useApp();
  return (
    <Button
      className="button"
      data-variant={isMain ? 'primary' : 'secondary'}
      data-testid={testId}
      data-connection={grant.connectionId}
      isDisabled={state.signIn !== null}
      onPress={() => signIn(grant.connectionId)}
    >
      {grant.isServiceAccount ? text.common.tryAgain : text.signIn.signInAgain}
    </Button>
  );
}

/** @param isFirst whether none was opened yet */
export function ReopenBrowser({ variant, isFirst = false }: { variant: 'secondary' | 'quiet'; isFirst?: boolean }) {
  const { signIn } = useText();
  const { bridge, ask } = useApp();
  return (
    <Button
      className="button"
      data-variant={variant}
      data-testid="reopen-browser"
      onPress={() => ask(() => bridge.grants.reopenBrowser())}
    >
      {isFirst ? signIn.openBrowser : signIn.reopenBrowser}
    </Button>
  );
}

/** Main puts the link on the clipboard; the window never holds it. */
export function CopyLink({ variant = 'quiet' }: { variant?: 'primary' | 'quiet' }) {
  const { common, signIn } = useText();
  const { bridge, ask } = useApp();
  const { copied, showCopied } = useCopied();

  const copy = async () => {
    const answer = await ask(() => bridge.grants.copySignInLink());
    if (!answer.ok) return;
    showCopied();
  };
  return (
    <Button className="button" data-variant={variant} data-testid="copy-link" onPress={copy}>
      {copied ? common.copied : signIn.copyLink}
    </Button>
  );
}

export function CancelSignIn() {
  const { common } = useText();
  const { bridge, ask } = useApp();
  return (
    <Button
      className="button"
      data-variant="quiet"
      data-testid="cancel-sign-in"
      onPress={() => ask(() => bridge.grants.cancelSignIn())}
    >
      {common.cancel}
    </Button>
  );
}
