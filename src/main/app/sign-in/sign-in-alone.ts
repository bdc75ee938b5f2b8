/** A sign-in for somebody who is at no window, such as at a terminal. */
import { AppError, errorOfView } from '../../../shared/errors.ts';
import type { SignIns } from '../../oauth/sign-in/sign-in.ts';
import type { CurrentSignIn } from './current-sign-in.ts';

/** Who waits for a sign-in that was asked for at no window. */
export interface SignInWatch {
  /** Ends the sign-in. */
  readonly signal: AbortSignal;
  /** No browser could be opened: the person may open this address themselves. */
  onNotOpened(link: string): void;
}

export interface SignInAloneOptions {
  readonly signIns: Pick<SignIns, 'current'>;
  readonly currentSignIn: Pick<CurrentSignIn, 'cancelFor' | 'view'>;
  start(connectionId: string): Promise<void>;
  /** Who is told when no browser could be opened for a sign-in. */
  readonly asker: { notOpened?: (() => void) | null };
}

/** @returns signs in; see `SignInFeature.signInAlone` */
export function createSignInAlone({ signIns, currentSignIn, start, asker }: SignInAloneOptions) {
  const problemOf = (connectionId: string) => {
    const { signInProblem } = currentSignIn.view();
    return signInProblem?.connectionId === connectionId ? signInProblem.error : null;
  };

  return async (connectionId: string, { signal, onNotOpened }: SignInWatch): Promise<void> => {
    // Somebody is in their browser: to take over would end what they do.
    if (signIns.current() !== null) throw new AppError('command_refused', { reason: 'signInUnderWay' });
    asker.notOpened = () => {
      const link = signIns.current()?.link() ?? null;
      if (link !== null) onNotOpened(link);
    };
    await start(connectionId);
    const signIn = signIns.current();
    if (signIn?.connectionId !== connectionId) {
      // A service account is done by now, or has failed.
      const problem = problemOf(connectionId);
      if (problem) throw errorOfView(problem);
      return;
    }
    const cancel = () => void currentSignIn.cancelFor([connectionId]);
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await signIn.result;
    } finally {
      asker.notOpened = null;
      signal.removeEventListener('abort', cancel);
    }
  };
}
