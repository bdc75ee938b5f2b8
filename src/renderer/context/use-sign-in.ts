/** Starting a sign-in, and why the last one for a connection failed. */
import { useCallback, useMemo, useState } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { AppState } from '../../shared/state.ts';
import { request } from '../bridge/request.ts';

export interface SignIns {
  /** @param asSomebodyElse whether the server is to ask which account to use */
  signIn(connectionId: string, asSomebodyElse?: boolean): Promise<void>;
  /** Why the last attempt for a connection failed, whether main remembers it or the request itself failed. */
  signInProblem(connectionId: string): AppErrorView | null;
  /** Signs in as the last attempt for the connection was to: as somebody else, or as whoever the browser knows. */
  signInAsBefore(connectionId: string): Promise<void>;
}

export function useSignIn(bridge: Bridge, state: AppState): SignIns {
  const [refused, setRefused] = useState<NonNullable<AppState['signInProblem']> | null>(null);
  const signIn = useCallback(
    async (connectionId: string, asSomebodyElse = false) => {
      setRefused(null);
      const input = { connectionId, ...(asSomebodyElse && { asSomebodyElse }) };
      const answer = await request(() => bridge.grants.signIn(input));
      if (!answer.ok) setRefused({ connectionId, error: answer.error, asSomebodyElse });
    },
    [bridge],
  );
  const last = useCallback(
    (connectionId: string) =>
      [state.signInProblem, refused].find((problem) => problem?.connectionId === connectionId) ?? null,
    [state.signInProblem, refused],
  );
  const signInProblem = useCallback(
    (connectionId: string) =>
      state.signIn?.connectionId === connectionId ? null : (last(connectionId)?.error ?? null),
    [state.signIn, last],
  );
  const signInAsBefore = useCallback(
    (connectionId: string) => signIn(connectionId, last(connectionId)?.asSomebodyElse),
    [signIn, last],
  );
  return useMemo(() => ({ signIn, signInProblem, signInAsBefore }), [signIn, signInProblem, signInAsBefore]);
}
