/** Obtains the grants of service accounts: at the start of the program, and whenever one is missing. */

import { AppError, asAppError, type ErrorCode, passesByItself } from '../../../shared/errors.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import { retryAfterMs } from '../../net/retry-after.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import { backOff, mayPassElsewhere } from '../../oauth/grants/renewal-rules.ts';
import type { ClientCredentialsRequest } from '../../oauth/sign-in/client-credentials.ts';
import type { Connections } from '../profiles/connections.ts';
import { createPlannedTries } from './planned-tries.ts';

export interface ServiceAccountsOptions extends Timers, Pick<Clock, 'uptime'> {
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
  /**
   * Obtains a grant now, or joins the try under way. A server that asked to be left alone is left alone, and what it
   * answered is the answer.
   *
   * @throws AppError the codes of `obtainServiceAccountGrant` and of `GrantKeeper.adopt`, and `profile_missing`
   */
  obtain(connectionId: string): Promise<void>;
  /**
   * Obtains a grant for every connection of a service account that has none, and keeps trying while the reason may pass:
   * a wallboard often starts before its network does. Never throws.
   */
  ensureAll(): void;
  /** Gives up what is under way for these connections: they are about to change. */
  stop(connectionIds: readonly string[]): void;
  /** Leaves these connections alone until one is asked for or the program starts again: they were signed out. */
  suspend(connectionIds: readonly string[]): void;
  /** Whether a connection is left alone so. */
  isAtRest(connectionId: string): boolean;
  dispose(): void;
}

export function createServiceAccounts(options: ServiceAccountsOptions): ServiceAccounts {
  const { connections, keeper, log } = options;
  const tries = createPlannedTries(options);
  const suspended = new Set<string>();
  const running = new Map<string, { readonly aborter: AbortController; readonly done: Promise<void> }>();
  let disposed = false;

  async function run(connectionId: string, signal: AbortSignal): Promise<void> {
    const grant = await options.obtain(await connections.clientCredentialsRequest(connectionId), signal);
    signal.throwIfAborted();
    await keeper.adopt(grant);
    log.info('service-account.signed-in', { connectionId });
    options.onOutcome(connectionId, null);
  }

  /** One try at a time for each connection; another caller joins it. */
  function tryNow(connectionId: string): Promise<void> {
    const present = running.get(connectionId);
    if (present) return present.done;
    const leftAlone = tries.leftAlone(connectionId);
    if (leftAlone) return Promise.reject(leftAlone.answer);
    tries.drop(connectionId);
    suspended.delete(connectionId);
    const aborter = new AbortController();
    const done = run(connectionId, aborter.signal)
      .catch((error: unknown) => {
        if (!aborter.signal.aborted) tries.heed(connectionId, error);
        throw error;
      })
      .finally(() => {
        if (running.get(connectionId)?.aborter === aborter) running.delete(connectionId);
      });
    running.set(connectionId, { aborter, done });
    return done;
  }

  function keepTrying(connectionId: string, failures: number, present = tryNow(connectionId)): void {
    present.catch((cause: unknown) => {
      const error = asAppError(cause, 'serviceAccount');
      log.warn('service-account.sign-in-failed', { connectionId, code: error.code });
      if (error.code === 'sign_in_cancelled') return;
      options.onOutcome(connectionId, error);
      // The others need an administrator, and would fail again and again.
      if (!mayPass(error.code) || tries.has(connectionId)) return;
      const wait = Math.max(backOff(failures + 1, options.random()), retryAfterMs(error) ?? 0);
      tries.plan(connectionId, wait, () => keepTrying(connectionId, failures + 1));
    });
  }

  function stop(connectionIds: readonly string[]): void {
    for (const connectionId of connectionIds) {
      tries.forget(connectionId);
      suspended.delete(connectionId);
      running.get(connectionId)?.aborter.abort(new AppError('sign_in_cancelled', { reason: 'signedOut' }));
      running.delete(connectionId);
    }
  }

  function obtain(connectionId: string): Promise<void> {
    const isPlanned = tries.has(connectionId);
    const done = tryNow(connectionId);
    // The try of a person takes the place of the planned one, and is not to be the last.
    if (isPlanned) keepTrying(connectionId, 0, done);
    return done;
  }

  return {
    obtain,
    ensureAll() {
      for (const { id } of disposed ? [] : connections.all().filter(isServiceAccount)) {
        if (running.has(id) || suspended.has(id) || hasGrant(keeper, id)) continue;
        const leftAlone = tries.leftAlone(id);
        tries.drop(id);
        // Planned anew: the timer stood still while the computer slept.
        if (leftAlone) tries.plan(id, leftAlone.leftMs, () => keepTrying(id, 0));
        else keepTrying(id, 0);
      }
    },
    stop,
    suspend(connectionIds) {
      stop(connectionIds);
      for (const connectionId of connectionIds) suspended.add(connectionId);
    },
    isAtRest: (connectionId) => suspended.has(connectionId),
    dispose() {
      disposed = true;
      stop([...tries.all(), ...running.keys()]);
    },
  };
}

/** A wallboard starts before its VPN does, and meets the page of a filter in the place of the server. */
const mayPass = (code: ErrorCode): boolean =>
  passesByItself(code) || mayPassElsewhere(code) || code === 'token_request_rejected';

const hasGrant = (keeper: ServiceAccountsOptions['keeper'], connectionId: string): boolean =>
  !['signed-out', 'ended'].includes(keeper.view(connectionId).status);
