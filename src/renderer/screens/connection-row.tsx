import { Button } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Connection } from '../../shared/profile/connection.ts';
import type { GrantView } from '../../shared/state.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { CheckIcon, MachineIcon } from '../components/icons.tsx';
import { OpenSetUp } from '../components/open-set-up.tsx';
import { useApp } from '../context/app-context.tsx';
import { holdsGrant, isServiceAccount } from '../model/home.ts';
import { SignInProgress } from './sign-in-progress.tsx';

type ConnectionRowProps = {
  connection: Connection;
  grant: GrantView;
  isNext: boolean;
  isOnly: boolean;
  number: number;
};

function grantWords(connection: Connection, { person }: GrantView): string {
  if (isServiceAccount(connection)) return 'Service account';
  return person ? `Signed in as ${person.displayName || person.userName}` : 'Signed in';
}

/** One connection of a profile: what is known about its grant, and the one thing to do about it. */
export function ConnectionRow({ connection, grant, isNext, isOnly, number }: ConnectionRowProps) {
  const { state, signIn, signInProblem } = useApp();
  const own = state.signIn?.connectionId === connection.id ? state.signIn : null;
  if (own) {
    return (
      <li className="connection">
        <SignInProgress signIn={own} label={connection.label} />
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
          <span>{connection.label}</span>
          <span className="muted">{grantWords(connection, grant)}</span>
        </span>
      </li>
    );
  }

  const machine = isServiceAccount(connection);
  const problem = signInProblem(connection.id) ?? (machine ? grant.problem : null);
  if (machine && !problem) {
    return (
      <li className="connection connection-done" data-testid="machine" data-connection={connection.id}>
        <span className="tick" data-tone="waiting">
          <MachineIcon size={14} />
        </span>
        <span className="connection-text">
          <span>{connection.label}</span>
          <span className="muted">Service account, signs in by itself</span>
        </span>
      </li>
    );
  }
  const ended = grant.status === 'ended';
  const button = (text: string) => (
    <Button
      className="button"
      data-variant={isNext ? 'primary' : 'secondary'}
      data-size={isOnly && !problem && !ended ? 'large' : undefined}
      data-testid="sign-in"
      data-connection={connection.id}
      isDisabled={state.signIn !== null}
      onPress={() => signIn(connection.id)}
    >
      {text}
    </Button>
  );
  if (problem) {
    return (
      <li className="connection">
        {!isOnly && <span className="connection-name">{connection.label}</span>}
        <ErrorPanel error={problem} tone={problem.code === 'sign_in_cancelled' ? 'quiet' : 'danger'}>
          {button(problem.code === 'sign_in_cancelled' ? `Sign in to ${connection.label}` : 'Try again')}
          <OpenSetUp code={problem.code} />
        </ErrorPanel>
      </li>
    );
  }
  if (ended) {
    const error: AppErrorView = grant.problem ?? { code: 'grant_dead', values: {} };
    return (
      <li className="connection">
        {!isOnly && <span className="connection-name">{connection.label}</span>}
        <ErrorPanel tone="warning" error={error}>
          {button('Sign in again')}
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
          <span className="connection-name">{connection.label}</span>
        </span>
      )}
      {button(`Sign in to ${connection.label}`)}
      {isOnly && <p className="fine-print">Your browser opens. Sightglass never sees your password.</p>}
    </li>
  );
}
