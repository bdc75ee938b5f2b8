/** The state of the app as main tells it, from the first answer on. */
import { useCallback, useEffect, useState } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { AppState } from '../../shared/state.ts';
import { request } from './request.ts';

/** What is known of main so far. */
export type BridgeStatus =
  | { readonly status: 'booting' }
  | { readonly status: 'failed'; readonly error: AppErrorView }
  | { readonly status: 'ready'; readonly state: AppState };

/**
 * The state of the program, kept up to date. It listens before it asks, and an older revision never replaces a newer
 * one: an event may overtake the first answer.
 */
export function useAppState(bridge: Bridge): { connection: BridgeStatus; retry: () => void } {
  const [connection, setConnection] = useState<BridgeStatus>({ status: 'booting' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => {
    setConnection({ status: 'booting' });
    setAttempt((count) => count + 1);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again
  useEffect(() => {
    let current = true;
    const accept = (state: AppState) => {
      if (!current) return;
      setConnection((known) =>
        known.status === 'ready' && known.state.revision > state.revision ? known : { status: 'ready', state },
      );
    };
    const stop = bridge.onStateChanged(accept);
    void request(() => bridge.state.get()).then((answer) => {
      if (answer.ok) accept(answer.value);
      else if (current) {
        setConnection((known) => (known.status === 'ready' ? known : { status: 'failed', error: answer.error }));
      }
    });
    return () => {
      current = false;
      stop();
    };
  }, [bridge, attempt]);

  return { connection, retry };
}
