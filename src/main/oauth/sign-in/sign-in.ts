/** Signs people in to connections, one sign-in at a time; a newer one takes over. */
import { AppError } from '../../../shared/errors.ts';
import { createUserInfo } from '../tokens/user-info.ts';
import type { LoopbackListener } from './loopback-listener.ts';
import { type Attempt, type SignIn, type SignInOptions, startAttempt } from './sign-in-attempt.ts';
import type { SignInRequest } from './sign-in-request.ts';

export interface SignIns {
  /** Starts a sign-in; the one under way, if any, ends with `sign_in_replaced`. */
  start(request: SignInRequest): SignIn;
  current(): SignIn | null;
  /** The redirect URL whose port is held: by the sign-in under way, or for the last page of the one before. */
  listensAt(): string | null;
  /** Ends the sign-in under way with `sign_in_cancelled`. */
  cancel(): void;
  /** Like `cancel`, and also closes a listener that still shows its last page. */
  dispose(): Promise<void>;
}

export function createSignIns(options: SignInOptions): SignIns {
  const userInfo = createUserInfo(options);
  let running: Attempt | null = null;
  /** The listener of the latest sign-in, which may outlive it for the last page. */
  let lastListener: LoopbackListener | null = null;

  function start(request: SignInRequest): SignIn {
    // What became of it was told to the one who started it; here only its end counts.
    const earlierEnded = running?.signIn.result.catch(() => undefined) ?? Promise.resolve();
    running?.stop(new AppError('sign_in_replaced'));
    running = startAttempt({ ...options, userInfo }, request, {
      earlierEnded,
      closeEarlierListener: async () => lastListener?.close(),
      onListener(listener) {
        lastListener = listener;
      },
      onEnd(signIn) {
        if (running?.signIn === signIn) running = null;
      },
    });
    return running.signIn;
  }

  return {
    start,
    current: () => running?.signIn ?? null,
    listensAt: () => (lastListener?.isOpen() ? lastListener.redirectUri : null),
    cancel: () => running?.stop(new AppError('sign_in_cancelled', { reason: 'byPerson' })),
    async dispose() {
      const { signIn = null } = running ?? {};
      running?.stop(new AppError('sign_in_cancelled', { reason: 'closing' }));
      // Only its end is waited for.
      await signIn?.result.catch(() => undefined);
      await lastListener?.close();
    },
  };
}
