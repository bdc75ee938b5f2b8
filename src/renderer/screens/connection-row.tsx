/** One connection of a profile: what is known about its grant, and the one thing to do about it. */

import { Button } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Connection } from '../../shared/profile/connection.ts';
import { isServiceAccount } from '../../shared/profile/connection-rules.ts';
import type { GrantView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { CheckIcon, ServiceAccountIcon } from '../components/icons.tsx';
import { OpenSetUp } from '../components/open-set-up.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { holdsGrant } from '../model/home.ts';
import { SignInProgress } from './sign-in-progress.tsx';

interface ConnectionRowProps {
  readonly connection: Connection;
  readonly grant: GrantView;
  readonly isNext: boolean;
  readonly isOnly: boolean;
  readonly number: number;
}

function grantWords(connection: Connection, { person }: GrantView, { signIn }: Text): string {
  if (isServiceAccount(connection)) return signIn.serviceAccount;
  return person ? format(signIn.signedInAs, { person: person.displayName || person.userName }) : signIn.signedIn;
}

export function ConnectionRow({ connection, grant, isNext, isOnly, number }: ConnectionRowProps) {
  const text = useText();
  const { state, signIn, signInProblem } = useApp();
  const problemOfSignIn = signInProblem(connection.id);
  const own = state.signIn?.connectionId === connection.id ? state.signIn : null;
  if (own) {
    return (
      <li className="connection">
        <SignInProgress signIn={own} connection={connection} />
      </li>
    );
  }
  if (holdsGrant(grant)) {
    return (
      <li className="connection connection-done" data-testid="signed-in" data-connection={connection.id}>
        <span className="tick">
          <CheckIcon size={14} />
        </span>
        <span className="connection-text">
          <span translate="no">{connection.label}</span>
          <span className="muted">{grantWords(connection, grant, text)}</span>
        </span>
        {/* Of a sign-in as somebody else: whoever was signed in is so still. */}
        {problemOfSignIn && <ErrorPanel error={problemOfSignIn} tone="quiet" />}
      </li>
    );
  }

  const byServiceAccount = isServiceAccount(connection);
  const problem = problemOfSignIn ?? (byServiceAccount ? grant.problem : null);
  if (byServiceAccount && !problem && !grant.isAtRest) {
    return (
      <li className="connection connection-done" data-testid="machine" data-connection={connection.id}>
        <span className="tick" data-tone="waiting">
          <ServiceAccountIcon size={14} />
        </span>
        <span className="connection-text">
          <span translate="no">{connection.label}</span>
          <span className="muted">{text.signIn.serviceAccountByItself}</span>
        </span>
      </li>
    );
  }
  const ended = grant.status === 'ended';
  const signInTo = format(text.signIn.signInTo, { connection: connection.label });
  const button = (words: string) => (
    <Button
      className="button"
      data-variant={isNext ? 'primary' : 'secondary'}
      data-size={isOnly && !problem && !ended ? 'large' : undefined}
      data-testid="sign-in"
      data-connection={connection.id}
      isDisabled={state.signIn !== null}
      onPress={() => signIn(connection.id)}
    >
      {words}
    </Button>
  );
  if (problem) {
    return (
      <li className="connection">
        {!isOnly && (
          <span className="connection-name" translate="no">
            {connection.label}
          </span>
        )}
        <ErrorPanel error={problem} tone={problem.code === 'sign_in_cancelled' ? 'quiet' : 'danger'}>
          {button(problem.code === 'sign_in_cancelled' ? signInTo : text.common.tryAgain)}
          <OpenSetUp error={problem} connectionId={connection.id} />
        </ErrorPanel>
      </li>
    );
  }
  if (ended) {
    const error: AppErrorView = grant.problem ?? { code: 'grant_dead', values: {} };
    return (
      <li className="connection">
        {!isOnly && (
          <span className="connection-name" translate="no">
            {connection.label}
          </span>
        )}
        <ErrorPanel tone="warning" error={error}>
          {button(text.signIn.signInAgain)}
          <OpenSetUp error={error} connectionId={connection.id} />
        </ErrorPanel>
      </li>
    );
  }
  return (
    <li className="connection" data-only={isOnly || undefined}>
      {!isOnly && (
        <span className="connection-pending">
          <span className="tick" data-tone={isNext ? 'next' : 'waiting'} aria-hidden="true">
            {number}
          </span>
          <span className="connection-name" translate="no">
            {connection.label}
          </span>
        </span>
      )}
      {isOnly && (
        <div className="sign-in-words">
          <p className="fine-print">{byServiceAccount ? text.signIn.serviceAccountAtRest : text.signIn.finePrint}</p>
        </div>
      )}
      {button(signInTo)}
    </li>
  );
}
