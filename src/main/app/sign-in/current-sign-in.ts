/** The one sign-in that may be under way, and what went wrong with the last one, as the window sees them. */

import { AppError, asAppError, isChosen } from '../../../shared/errors.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { AppState } from '../../../shared/state.ts';
import type { AccountWish } from '../../oauth/sign-in/account-prompt.ts';
import type { SignIns } from '../../oauth/sign-in/sign-in.ts';
import type { SignIn } from '../../oauth/sign-in/sign-in-attempt.ts';
import type { Connections } from '../profiles/connections.ts';

export interface CurrentSignInOptions {
  readonly signIns: SignIns;
  readonly connections: Pick<Connections, 'find' | 'signInRequest'>;
  /** Signs a service account in, without a browser. */
  obtainServiceAccountGrant(connectionId: string): Promise<void>;
  /** The connections that were signed out of; left out, they are known as long as the program runs. */
  readonly signedOut?: SignedOutConnections;
  /** A sign-in ended without a grant, whoever wanted that. */
  onFailed?(connectionId: string, error: AppError): void;
  /** A grant was stored; the person is still looking at the browser. */
  onSignedIn(connectionId: string): void;
  /** A sign-in came to nothing. */
  onNotSignedIn(connectionId: string): void;
  onChange(): void;
}

export interface CurrentSignIn {
  /**
   * Starts; what becomes of it shows in the state. A service account needs no browser and is done when this resolves.
   *
   * @param asSomebodyElse whether the server is to ask which account to use, as it is after a sign-out. Whoever is signed in
   * stays so until the new sign-in has succeeded. For a service account it means nothing
   * @throws AppError `profile_missing`, `secret_missing`
   */
  start(connectionId: string, asSomebodyElse?: boolean): Promise<void>;
  /** A person has signed out of these: whoever signs in next is asked which account to use, until one has. */
  signedOut(connectionIds: readonly string[]): void;
  cancel(): void;
  /**
   * Cancels the sign-in under way when it is for one of these connections. Resolves when it has ended; one that is
   * already being stored ends with its grant stored.
   */
  cancelFor(connectionIds: readonly string[]): Promise<void>;
  /** @throws AppError `sign_in_cancelled` when no sign-in waits for the browser */
  link(): string;
  reopenBrowser(): Promise<void>;
  /** A sign-in failed, or complains about something on its way. */
  report(signIn: SignIn, error: AppError): void;
  /** A service account could not get its grant; no person is waiting in a browser. */
  reportServiceAccount(connectionId: string, error: unknown): void;
  /** What was wrong with this connection is not any more. */
  clear(connectionId: string): void;
  view(): Pick<AppState, 'signIn' | 'signInProblem'>;
}

export interface SignedOutConnections {
  has(connectionId: string): boolean;
  add(connectionIds: readonly string[]): void;
  remove(connectionId: string): void;
}

function memoryOnly(): SignedOutConnections {
  const ids = new Set<string>();
  return {
    has: (connectionId) => ids.has(connectionId),
    add(connectionIds) {
      for (const connectionId of connectionIds) ids.add(connectionId);
    },
    remove: (connectionId) => void ids.delete(connectionId),
  };
}

interface Problem {
  readonly connectionId: string;
  /** Null when it is a service account's. */
  readonly signIn: SignIn | null;
  readonly error: AppError;
  readonly asSomebodyElse: boolean;
}

export function createCurrentSignIn(options: CurrentSignInOptions): CurrentSignIn {
  const { signIns, connections, onSignedIn, onChange } = options;
  let problem: Problem | null = null;
  /** The sign-ins that were to be as somebody else. */
  const others = new WeakSet<SignIn>();
  const signedOut = options.signedOut ?? memoryOnly();

  function report(signIn: SignIn, error: AppError): void {
    if (isChosen(error.code)) forgetProblemOf(signIn);
    else problem = { connectionId: signIn.connectionId, signIn, error, asSomebodyElse: others.has(signIn) };
    onChange();
  }

  /** Only the problem of this sign-in is over; that of another one stays. */
  function forgetProblemOf(signIn: SignIn): void {
    if (problem?.signIn === signIn) problem = null;
  }

  function reportServiceAccount(connectionId: string, error: unknown): void {
    problem = { connectionId, signIn: null, error: asAppError(error, 'serviceAccount'), asSomebodyElse: false };
    options.onFailed?.(connectionId, problem.error);
    onChange();
  }

  async function follow(signIn: SignIn): Promise<void> {
    try {
      await signIn.result;
      forgetProblemOf(signIn);
      signedOut.remove(signIn.connectionId);
      onSignedIn(signIn.connectionId);
      onChange();
    } catch (cause) {
      const error = asAppError(cause, 'signIn');
      options.onNotSignedIn(signIn.connectionId);
      options.onFailed?.(signIn.connectionId, error);
      report(signIn, error);
    }
  }

  function accountReason(connectionId: string, asSomebodyElse: boolean): AccountWish['reason'] | null {
    if (asSomebodyElse) return 'another';
    return signedOut.has(connectionId) ? 'after-sign-out' : null;
  }

  async function start(connectionId: string, asSomebodyElse = false): Promise<void> {
    if (isServiceAccount(connections.find(connectionId).connection)) {
      problem = null;
      await options
        .obtainServiceAccountGrant(connectionId)
        .catch((error: unknown) => reportServiceAccount(connectionId, error));
      onChange();
      return;
    }
    const request = await connections.signInRequest(connectionId, accountReason(connectionId, asSomebodyElse));
    problem = null;
    const signIn = signIns.start(request);
    if (asSomebodyElse) others.add(signIn);
    void follow(signIn);
    onChange();
  }

  return {
    start,
    signedOut: (connectionIds) => signedOut.add(connectionIds),
    cancel: () => signIns.cancel(),
    async cancelFor(connectionIds) {
      const current = signIns.current();
      if (!current || !connectionIds.includes(current.connectionId)) return;
      signIns.cancel();
      // Only its end is waited for; what became of it is reported by the sign-in itself.
      await current.result.catch(() => undefined);
    },
    link() {
      const link = signIns.current()?.link() ?? null;
      if (link === null) throw new AppError('sign_in_cancelled', { reason: 'notWaiting' });
      return link;
    },
    reopenBrowser: async () => signIns.current()?.reopenBrowser(),
    report,
    reportServiceAccount,
    clear(connectionId) {
      if (problem?.connectionId !== connectionId) return;
      problem = null;
      onChange();
    },
    view: () => ({ signIn: signInView(signIns.current()), signInProblem: problemView(problem) }),
  };
}

const signInView = (signIn: SignIn | null): AppState['signIn'] =>
  signIn && {
    connectionId: signIn.connectionId,
    phase: signIn.phase(),
    startedAt: signIn.startedAt,
    deadline: signIn.deadline,
    hasStrayAnswer: signIn.hasStrayAnswer,
    account: signIn.account,
  };

const problemView = (problem: Problem | null): AppState['signInProblem'] =>
  problem && {
    connectionId: problem.connectionId,
    error: problem.error.toView(),
    asSomebodyElse: problem.asSomebodyElse,
  };
