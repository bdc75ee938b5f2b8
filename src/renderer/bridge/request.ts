/** Requests to main, and what becomes of those that fail without an answer. */
import type { AppErrorView } from '../../shared/errors.ts';
import type { Answer } from '../../shared/ipc/contract.ts';

/** A failure that has no code of its own, such as a bridge that does not answer. */
export function internalError(cause: unknown): AppErrorView {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return { code: 'internal', values: { reason: 'said', said: detail.slice(0, 2_000) } };
}

/** Asks main; a call that throws becomes an answer too, so that no failure goes unseen. */
export async function request<Value>(call: () => Promise<Answer<Value>>): Promise<Answer<Value>> {
  try {
    return await call();
  } catch (cause) {
    return { ok: false, error: internalError(cause) };
  }
}
