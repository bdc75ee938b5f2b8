/** Follows the state that main tells in changes, whatever becomes of the order in which they and answers come. */
import type { AppErrorView } from '../../shared/errors.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { AppState } from '../../shared/state.ts';
import { applyChange } from '../../shared/state-change.ts';
import { request } from './request.ts';

export interface StateListener {
  onState(state: AppState): void;
  /** Nothing is known, since main did not answer. Its next change is asked for again. */
  onFailed(error: AppErrorView): void;
}

/**
 * It listens before it asks, since a change may overtake the answer. An older state never replaces a newer one. What follows
 * something that is not here is not applied: then the whole is asked for, once for each such change at most.
 *
 * @returns the function that stops it
 */
export function followState(bridge: Pick<Bridge, 'state' | 'onStateChanged'>, listener: StateListener): () => void {
  let state: AppState | null = null;
  /** The newest revision that main told of. */
  let newest = 0;
  let isAsking = false;
  let isStopped = false;

  function take(next: AppState): void {
    state = next;
    listener.onState(next);
  }

  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const newestBefore = newest;
    const answer = await request(() => bridge.state.get());
    if (isStopped) return;
    isAsking = false;
    if (answer.ok && answer.value.revision >= (state?.revision ?? 0)) take(answer.value);
    if (!answer.ok && !state) listener.onFailed(answer.error);
    // Something came meanwhile that the answer does not have.
    if (newest > Math.max(newestBefore, state?.revision ?? 0)) void ask();
  }

  const stop = bridge.onStateChanged(({ revision, follows, ...different }) => {
    if (isStopped || (state && revision <= state.revision)) return;
    newest = Math.max(newest, revision);
    const next = state?.revision === follows ? applyChange(state, different) : null;
    if (next) take({ ...next, revision });
    else void ask();
  });
  void ask();

  return () => {
    isStopped = true;
    stop();
  };
}
