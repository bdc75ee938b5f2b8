/** The one sign-in that may be under way, as the window sees it. */
import type { AppState } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import type { SignIns } from '../oauth/sign-in.ts';
import type { Connections } from './connections.ts';

export type SignInDeskOptions = {
  signIns: SignIns;
  connections: Connections;
  /** A grant was stored; the person is still looking at the browser. */
  onSignedIn(connectionId: string): void;
  onChange(): void;
};

/** A person who cancels knows that they did, and one who starts another sign-in too. */
const quietEnds = new Set(['sign_in_cancelled', 'sign_in_replaced']);

export function createSignInDesk({ signIns, connections, onSignedIn, onChange }: SignInDeskOptions) {
  let problem: AppState['signInProblem'] = null;

  function report(connectionId: string, error: AppError): void {
    problem = quietEnds.has(error.code) ? null : { connectionId, error: error.toView() };
    onChange();
  }

  return {
    /** Starts; what becomes of it shows in the state. @throws AppError `profile_missing`, `secret_missing` */
    async start(connectionId: string): Promise<void> {
      const request = await connections.signInRequest(connectionId);
      problem = null;
      const signIn = signIns.start(request);
      signIn.result.then(
        () => {
          onSignedIn(connectionId);
          onChange();
        },
        (error: unknown) => {
          report(
            connectionId,
            error instanceof AppError ? error : new AppError('internal', 'The sign-in failed in an unexpected way.'),
          );
        },
      );
      onChange();
    },
    cancel: () => signIns.cancel(),
    /** @throws AppError `sign_in_cancelled` when there is nothing to go on with */
    link(): string {
      const link = signIns.current()?.link() ?? null;
      if (link === null) throw new AppError('sign_in_cancelled', 'There is no sign-in waiting for the browser.');
      return link;
    },
    reopenBrowser: async () => signIns.current()?.reopenBrowser(),
    report,
    view(): Pick<AppState, 'signIn' | 'signInProblem'> {
      const signIn = signIns.current();
      return {
        signIn: signIn && {
          connectionId: signIn.connectionId,
          phase: signIn.phase(),
          startedAt: signIn.startedAt,
          deadline: signIn.deadline,
        },
        signInProblem: problem,
      };
    },
  };
}
