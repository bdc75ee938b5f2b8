/** Grants for machines: obtained without anybody's help, at the start of the program and whenever one is missing. */

import { AppError, asAppError, type ErrorCode } from '../../../shared/errors.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import { retryAfterMs } from '../../net/retry-after.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import { backOff } from '../../oauth/grants/renewal-rules.ts';
import type { ClientCredentialsRequest } from '../../oauth/sign-in/client-credentials.ts';
import type { Connections } from '../profiles/connections.ts';

export interface ServiceAccountsOptions extends Timers {
  readonly connections: Pick<Connections, 'all' | 'clientCredentialsRequest'>;
  readonly keeper: { adopt(grant: Grant): Promise<void>; view(connectionId: string): { readonly status: string } };
  obtain(request: ClientCredentialsRequest, signal: AbortSignal): Promise<Grant>;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** A try failed; another may follow. Null when one succeeded. */
  onOutcome(connectionId: string, error: AppError | null): void;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface ServiceAccounts {
  /** Obtains a grant now. Raises what `obtainServiceAccountGrant` and the keeper's `adopt` raise, and profile_missing. */
  obtain(connectionId: string): Promise<void>;
  /**
   * Sees to it that every machine connection without a grant gets one, and keeps trying while the reason may pass: a
   * wallboard often starts before its network does. Never raises.
   */
  ensureAll(): void;
  /** Gives up what is under way for these connections: they are about to change. */
  stop(connectionIds: readonly string[]): void;
  /** Leaves these connections alone until somebody asks for one or the program starts again: they were signed out. */
  rest(connectionIds: readonly string[]): void;
  dispose(): void;
}

/** Failures that pass by themselves. The others need an administrator, and would fail again and again. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'offline',
  'tls_untrusted',
  'server_busy',
  'authorization_server_error',
]);

export function createServiceAccounts(options: ServiceAccountsOptions): ServiceAccounts {
  const { connections, keeper, log } = options;
  const waiting = new Map<string, unknown>();
  const resting = new Set<string>();
  const running = new Map<string, { readonly aborter: AbortController; readonly done: Promise<void> }>();
  let disposed = false;

  function stopWaiting(connectionId: string): void {
    if (waiting.has(connectionId)) options.clearTimer(waiting.get(connectionId));
    waiting.delete(connectionId);
  }

  async function run(connectionId: string, signal: AbortSignal): Promise<void> {
    const grant = await options.obtain(await connections.clientCredentialsRequest(connectionId), signal);
    signal.throwIfAborted();
    await keeper.adopt(grant);
    log.info('service-account.signed-in', { connectionId });
    options.onOutcome(connectionId, null);
  }

  /** One try at a time for each connection; whoever else asks joins it. */
  function obtain(connectionId: string): Promise<void> {
    const present = running.get(connectionId);
    if (present) return present.done;
    stopWaiting(connectionId);
    resting.delete(connectionId);
    const aborter = new AbortController();
    const done = run(connectionId, aborter.signal).finally(() => {
      if (running.get(connectionId)?.aborter === aborter) running.delete(connectionId);
    });
    running.set(connectionId, { aborter, done });
    return done;
  }

  function keepTrying(connectionId: string, failures: number): void {
    obtain(connectionId).catch((cause: unknown) => {
      const error = asAppError(cause, 'The machine could not sign in');
      log.warn('service-account.sign-in-failed', { connectionId, code: error.code });
      if (error.code === 'sign_in_cancelled') return;
      options.onOutcome(connectionId, error);
      if (!passing.has(error.code) || waiting.has(connectionId)) return;
      const wait = Math.max(backOff(failures + 1, options.random()), retryAfterMs(error) ?? 0);
      waiting.set(
        connectionId,
        options.setTimer(() => {
          waiting.delete(connectionId);
          keepTrying(connectionId, failures + 1);
        }, wait),
      );
    });
  }

  function stop(connectionIds: readonly string[]): void {
    for (const connectionId of connectionIds) {
      stopWaiting(connectionId);
      resting.delete(connectionId);
      running.get(connectionId)?.aborter.abort(new AppError('sign_in_cancelled', 'It was signed out or changed.'));
      running.delete(connectionId);
    }
  }

  return {
    obtain,
    ensureAll() {
      if (disposed) return;
      for (const { id, flow } of connections.all()) {
        const isMissing = ['signed-out', 'ended'].includes(keeper.view(id).status);
        if (flow === 'client_credentials' && isMissing && !running.has(id) && !resting.has(id)) {
          stopWaiting(id);
          keepTrying(id, 0);
        }
      }
    },
    stop,
    rest(connectionIds) {
      stop(connectionIds);
      for (const connectionId of connectionIds) resting.add(connectionId);
    },
    dispose() {
      disposed = true;
      stop([...waiting.keys(), ...running.keys()]);
    },
  };
}
