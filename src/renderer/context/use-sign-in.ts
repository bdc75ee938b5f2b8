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
}

export function useSignIn(bridge: Bridge, state: AppState): SignIns {
  const [refused, setRefused] = useState<{ connectionId: string; error: AppErrorView } | null>(null);
  const signIn = useCallback(
    async (connectionId: string, asSomebodyElse = false) => {
      setRefused(null);
      const input = { connectionId, ...(asSomebodyElse && { asSomebodyElse }) };
      const answer = await request(() => bridge.grants.signIn(input));
      if (!answer.ok) setRefused({ connectionId, error: answer.error });
    },
    [bridge],
  );
  const signInProblem = useCallback(
    (connectionId: string) => {
      if (state.signIn?.connectionId === connectionId) return null;
      if (state.signInProblem?.connectionId === connectionId) return state.signInProblem.error;
      return refused?.connectionId === connectionId ? refused.error : null;
    },
    [state.signIn, state.signInProblem, refused],
  );
  return useMemo(() => ({ signIn, signInProblem }), [signIn, signInProblem]);
}
