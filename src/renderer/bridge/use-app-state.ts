/** The state of the app as main tells it, from the first answer on. */
import { useCallback, useEffect, useState } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { AppState } from '../../shared/state.ts';
import { followState } from './follow-state.ts';

/** What is known of main so far. */
export type BridgeStatus =
  | { readonly status: 'booting' }
  | { readonly status: 'failed'; readonly error: AppErrorView }
  | { readonly status: 'ready'; readonly state: AppState };

/** The state of the program, kept up to date. */
export function useAppState(bridge: Bridge): { connection: BridgeStatus; retry: () => void } {
  const [connection, setConnection] = useState<BridgeStatus>({ status: 'booting' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => {
    setConnection({ status: 'booting' });
    setAttempt((count) => count + 1);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again
  useEffect(
    () =>
      followState(bridge, {
        onState: (state) => setConnection({ status: 'ready', state }),
        onFailed: (error) => setConnection({ status: 'failed', error }),
      }),
    [bridge, attempt],
  );

  return { connection, retry };
}
