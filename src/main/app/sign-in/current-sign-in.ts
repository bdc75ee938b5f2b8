/** The one sign-in that may be under way, as the window sees it. */

import { AppError, asAppError } from '../../../shared/errors.ts';
import type { AppState } from '../../../shared/state.ts';
import type { SignIn, SignIns } from '../../oauth/sign-in/sign-in.ts';
import type { Connections } from '../profiles/connections.ts';

export type CurrentSignInOptions = {
  signIns: SignIns;
  connections: Pick<Connections, 'find' | 'signInRequest'>;
  /** Signs a machine in, without a browser. */
  obtainServiceAccountGrant(connectionId: string): Promise<void>;
  /** A grant was stored; the person is still looking at the browser. */
  onSignedIn(connectionId: string): void;
  onChange(): void;
};

/** A person who cancels knows that they did, and one who starts another sign-in too. */
const quietEnds = new Set(['sign_in_cancelled', 'sign_in_replaced']);

type Problem = { connectionId: string; signIn: SignIn | null; error: AppError };

export function createCurrentSignIn(options: CurrentSignInOptions) {
  const { signIns, connections, onSignedIn, onChange } = options;
  let problem: Problem | null = null;

  function report(signIn: SignIn, error: AppError): void {
    if (!quietEnds.has(error.code)) problem = { connectionId: signIn.connectionId, signIn, error };
    else settle(signIn);
    onChange();
  }

  /** What a sign-in complained about on its way is of no more interest; what another one did, still is. */
  function settle(signIn: SignIn): void {
    if (problem?.signIn === signIn) problem = null;
  }

  /** A machine could not get its grant; nobody is waiting in a browser. */
  function reportServiceAccount(connectionId: string, error: unknown): void {
    problem = { connectionId, signIn: null, error: asAppError(error, 'The machine could not sign in') };
    onChange();
  }

  async function follow(signIn: SignIn): Promise<void> {
    try {
      await signIn.result;
      settle(signIn);
      onSignedIn(signIn.connectionId);
      onChange();
    } catch (error) {
      report(signIn, asAppError(error, 'The sign-in failed in an unexpected way'));
    }
  }

  return {
    /**
     * Starts; what becomes of it shows in the state. A machine needs no browser and is done when this resolves.
     *
     * @throws AppError `profile_missing`, `secret_missing`
     */
    async start(connectionId: string): Promise<void> {
      if (connections.find(connectionId).connection.flow === 'client_credentials') {
        problem = null;
        await options
          .obtainServiceAccountGrant(connectionId)
          .catch((error: unknown) => reportServiceAccount(connectionId, error));
        onChange();
        return;
      }
      const request = await connections.signInRequest(connectionId);
      problem = null;
      void follow(signIns.start(request));
      onChange();
    },
    cancel: () => signIns.cancel(),
    /**
     * Cancels the sign-in under way when it is for one of these connections. Resolves when it has ended; one that is
     * already being stored ends with its grant stored.
     */
    async cancelFor(connectionIds: readonly string[]): Promise<void> {
      const current = signIns.current();
      if (!current || !connectionIds.includes(current.connectionId)) return;
      signIns.cancel();
      await current.result.catch(() => undefined);
    },
    /** @throws AppError `sign_in_cancelled` when there is nothing to go on with */
    link(): string {
      const link = signIns.current()?.link() ?? null;
      if (link === null) throw new AppError('sign_in_cancelled', 'There is no sign-in waiting for the browser.');
      return link;
    },
    reopenBrowser: async () => signIns.current()?.reopenBrowser(),
    report,
    reportServiceAccount,
    /** What was wrong with this connection is not any more. */
    clear(connectionId: string): void {
      if (problem?.connectionId !== connectionId) return;
      problem = null;
      onChange();
    },
    view(): Pick<AppState, 'signIn' | 'signInProblem'> {
      const signIn = signIns.current();
      return {
        signIn: signIn && {
          connectionId: signIn.connectionId,
          phase: signIn.phase(),
          startedAt: signIn.startedAt,
          deadline: signIn.deadline,
        },
        signInProblem: problem && { connectionId: problem.connectionId, error: problem.error.toView() },
      };
    },
  };
}
