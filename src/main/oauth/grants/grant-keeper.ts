/**
 * Keeps every grant fresh: one timer for each, one renewal at a time for each, and a rotated refresh token in the
 * store before anybody sees the access token that came with it (RFC 9700 section 4.14).
 */

import { AppError, asAppError, codeOf, type ErrorCode } from '../../../shared/errors.ts';
import type { GrantView } from '../../../shared/state.ts';
import { createSerialQueue } from '../../async/serial-queue.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import { retryAfterMs } from '../../net/retry-after.ts';
import { type Grant, isRenewable, isUsable, renewalDue } from './grant.ts';
import { cannotRenew, grantView } from './grant-view.ts';
import { backOff, isDue, nextLook, timerDelay } from './renewal-rules.ts';

export interface GrantKeeperDeps extends Timers {
  /** The store. Writes for one connection never overlap. */
  load(connectionId: string): Promise<Grant | null>;
  save(grant: Grant): Promise<void>;
  remove(connectionId: string): Promise<void>;
  /**
   * Renews a grant. Raises grant_dead when the server will never accept it again. A grant whose refresh token was
   * replaced before the renewal is done goes to `keepRotated` first, so that a failure after it loses nothing.
   */
  refresh(grant: Grant, keepRotated: (rotated: Grant) => Promise<void>): Promise<Grant>;
  /** Begins to tell the server to forget the grant (RFC 7009). Best effort: signing out never waits for it. */
  revoke?(grant: Grant): void;
  /** Whether the grant belongs to a connection that exists and is what it was given for. Left out: it does. */
  fits?(grant: Grant): boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  onChange(connectionId: string, view: GrantView): void;
  log: Log;
}

export interface GrantKeeper {
  /**
   * Saves a new grant and takes it over. Raises vault_write_failed, or profile_missing when its connection is gone or
   * has changed; the earlier grant stays then.
   */
  adopt(grant: Grant): Promise<void>;
  /**
   * Takes over what the store holds for these connections, and forgets what no longer fits them. Never raises: what
   * cannot be read shows in its view.
   */
  restore(connectionIds: readonly string[]): Promise<void>;
  view(connectionId: string): GrantView;
  /**
   * A grant that is good for at least its margin, renewed if need be. While renewal fails for a passing reason, the
   * present grant as long as its token is usable. Raises grant_missing, grant_dead, renewal_unavailable, or what
   * made the renewal fail (offline, server_busy, tls_untrusted, client_rejected...).
   */
  fresh(connectionId: string): Promise<Grant>;
  /** Renews now, or joins the renewal under way. Raises like `fresh`, whether the present token is usable or not. */
  renew(connectionId: string): Promise<Grant>;
  /** After sleep, unlock or a new network: looks at every clock again, and retries at once what failed offline. */
  wake(reason: 'resume' | 'unlock' | 'network-up'): void;
  /** Signs out. Resolves when the store has let go; raises vault_write_failed when it does not. */
  forget(connectionId: string): Promise<void>;
  /**
   * Stops all timers. Resolves when renewals under way and what could not be saved earlier have been saved, and
   * revocations under way are done or have had three seconds.
   */
  dispose(): Promise<void>;
}

interface Entry {
  readonly connectionId: string;
  grant: Grant | null;
  ended: boolean;
  problem: AppError | null;
  /** When to renew, with this grant's jitter. */
  dueAt: number;
  failures: number;
  /** While backing off: when to try again. */
  retryAt: number | null;
  /** Set by Retry-After: not before then, whoever asks. */
  notBefore: number;
  timer: unknown;
  renewal: Promise<Grant> | null;
  /** What a renewal brought and the store did not take. Until it does, a restart would meet a dead refresh token. */
  unsaved: Grant | null;
  failedSaves: number;
  saveTimer: unknown;
}

/** What a new network may have cured. Wi-Fi that wants a login first shows itself as an untrusted server. */
const networkProblems: ReadonlySet<string> = new Set<ErrorCode>(['offline', 'tls_untrusted']);

export function createGrantKeeper(deps: GrantKeeperDeps): GrantKeeper {
  const entries = new Map<string, Entry>();
  /** Writes for one connection, so that a removal can never be undone by an older save. */
  const inTurn = createSerialQueue<string>();
  let disposed = false;

  function newEntry(connectionId: string, grant: Grant | null, problem: AppError | null = null): Entry {
    const dueAt = grant ? renewalDue(grant, deps.random()) : 0;
    const calm = { ended: false, failures: 0, retryAt: null, notBefore: 0, timer: null, renewal: null };
    const saved = { unsaved: null, failedSaves: 0, saveTimer: null };
    return { connectionId, grant, problem, dueAt, ...calm, ...saved };
  }

  const isCurrent = (entry: Entry): boolean => entries.get(entry.connectionId) === entry;

  const view = (connectionId: string): GrantView => grantView(connectionId, entries.get(connectionId) ?? null);

  function changed(entry: Entry): void {
    if (isCurrent(entry)) deps.onChange(entry.connectionId, view(entry.connectionId));
  }

  function stopTimer(entry: Entry): void {
    if (entry.timer !== null) deps.clearTimer(entry.timer);
    entry.timer = null;
  }

  function stopSaving(entry: Entry): void {
    if (entry.saveTimer !== null) deps.clearTimer(entry.saveTimer);
    entry.saveTimer = null;
  }

  /** For an entry that ends: neither its renewal nor what it had left to save is of any use. */
  function stopAll(entry: Entry): void {
    stopTimer(entry);
    stopSaving(entry);
    entry.unsaved = null;
  }

  function schedule(entry: Entry): void {
    stopTimer(entry);
    const { grant } = entry;
    if (disposed || !grant || entry.renewal || !isCurrent(entry)) return;
    const renewable = isRenewable(grant);
    const at = nextLook(grant, entry, deps.now());
    entry.timer = deps.setTimer(
      () => {
        entry.timer = null;
        if (deps.now() < at) schedule(entry);
        else if (renewable) renewInBackground(entry);
        else void end(entry, cannotRenew(grant));
      },
      timerDelay(at, deps.now()),
    );
  }

  function renewInBackground(entry: Entry): void {
    renewal(entry).catch((error: unknown) => {
      // `renewal` has already put the failure into the view and the next try on the timer.
      deps.log.warn('grant.renewal-failed', { connectionId: entry.connectionId, code: codeOf(error) });
    });
  }

  /** The server no longer accepts the grant: nothing of it is kept. */
  async function end(entry: Entry, problem: AppError): Promise<void> {
    stopAll(entry);
    if (!isCurrent(entry)) return;
    entry.grant = null;
    entry.ended = true;
    entry.problem = problem;
    entry.retryAt = null;
    changed(entry);
    deps.log.warn('grant.ended', { connectionId: entry.connectionId, code: problem.code });
    try {
      await inTurn(entry.connectionId, async () => {
        if (isCurrent(entry)) await deps.remove(entry.connectionId);
      });
    } catch (error) {
      deps.log.error('grant.remove-failed', { connectionId: entry.connectionId, code: codeOf(error) });
    }
  }

  /** What is left of a grant that was forgotten or replaced during its renewal. */
  function discard(entry: Entry, late: Grant): AppError {
    // Only when signed out: after a new sign-in the server may count both as one grant and end the new one too.
    if (!entries.has(entry.connectionId)) deps.revoke?.(late);
    return new AppError('grant_missing', 'This sign-in ended while it was being renewed.');
  }

  function backOffAfter(entry: Entry, error: AppError): void {
    const now = deps.now();
    const asked = retryAfterMs(error);
    entry.failures += 1;
    entry.problem = error;
    entry.notBefore = asked === null ? 0 : now + asked;
    entry.retryAt = Math.max(now + backOff(entry.failures, deps.random()), entry.notBefore);
  }

  const saveCurrent = (entry: Entry, grant: Grant): Promise<void> =>
    inTurn(entry.connectionId, async () => {
      if (!isCurrent(entry)) return;
      await deps.save(grant);
      saved(entry);
    });

  async function runRenewal(entry: Entry, grant: Grant): Promise<Grant> {
    let next: Grant;
    let latest = grant;
    const keepRotated = async (rotated: Grant) => {
      latest = rotated;
      if (!isCurrent(entry)) return;
      entry.grant = rotated;
      await saveCurrent(entry, rotated).catch((error: unknown) => {
        // It is still in memory, and the renewal under way will save again.
        deps.log.error('grant.save-failed', { connectionId: entry.connectionId, code: codeOf(error) });
      });
    };
    try {
      next = await deps.refresh(grant, keepRotated);
    } catch (cause) {
      const error = asAppError(cause, 'Renewing the sign-in failed in an unexpected way');
      if (!isCurrent(entry)) {
        if (error.code !== 'grant_dead') discard(entry, latest);
        throw error;
      }
      if (error.code === 'grant_dead') await end(entry, error);
      else backOffAfter(entry, error);
      throw error;
    }
    if (!isCurrent(entry)) throw discard(entry, next);
    let problem: AppError | null = null;
    try {
      await saveCurrent(entry, next);
    } catch (error) {
      // The old refresh token is dead by now, so the new grant is used all the same, and the person is told.
      problem = saveFailure(error);
      saveLater(entry, next, error);
    }
    if (!isCurrent(entry)) throw discard(entry, next);
    entry.grant = next;
    entry.dueAt = renewalDue(next, deps.random());
    entry.problem = problem;
    entry.failures = 0;
    entry.retryAt = null;
    entry.notBefore = 0;
    deps.log.info('grant.renewed', { connectionId: entry.connectionId, expiresAt: next.expiresAt });
    return next;
  }

  function saved(entry: Entry): void {
    stopSaving(entry);
    entry.unsaved = null;
    entry.failedSaves = 0;
  }

  function saveLater(entry: Entry, grant: Grant, cause: unknown): void {
    deps.log.error('grant.save-failed', { connectionId: entry.connectionId, code: codeOf(cause) });
    if (!isCurrent(entry)) return;
    stopSaving(entry);
    entry.unsaved = grant;
    entry.failedSaves += 1;
    if (disposed) return;
    entry.saveTimer = deps.setTimer(
      () => {
        entry.saveTimer = null;
        void saveAgain(entry);
      },
      backOff(entry.failedSaves, deps.random()),
    );
  }

  /** Tries once more to save what is unsaved; a failure leads to the next try. */
  async function saveAgain(entry: Entry): Promise<void> {
    try {
      await inTurn(entry.connectionId, async () => {
        // Looked at only now: a renewal may have saved something newer, or somebody signed out.
        if (!isCurrent(entry) || !entry.unsaved) return;
        await deps.save(entry.unsaved);
        saved(entry);
        if (entry.problem?.code === 'vault_write_failed') entry.problem = null;
        deps.log.info('grant.saved-late', { connectionId: entry.connectionId });
        changed(entry);
      });
    } catch (error) {
      if (entry.unsaved) saveLater(entry, entry.unsaved, error);
    }
  }

  function renewal(entry: Entry): Promise<Grant> {
    if (entry.renewal) return entry.renewal;
    const { grant } = entry;
    if (!grant) return Promise.reject(absence(entry));
    if (!isRenewable(grant)) return Promise.reject(cannotRenew(grant));
    stopTimer(entry);
    const running = runRenewal(entry, grant).finally(() => {
      entry.renewal = null;
      schedule(entry);
      changed(entry);
    });
    entry.renewal = running;
    changed(entry);
    return running;
  }

  function absence(entry: Entry | undefined): AppError {
    if (entry?.ended && entry.problem) return entry.problem;
    return new AppError('grant_missing', 'There is no sign-in for this connection.');
  }

  async function fresh(connectionId: string): Promise<Grant> {
    const entry = entries.get(connectionId);
    const present = entry?.grant;
    if (!entry || !present) throw absence(entry);
    // With a renewal under way, the present token may already be dead at the server.
    if (!entry.renewal && !isDue(present, deps.now())) return present;
    const usable = () => isUsable(present, deps.now());
    if (!isRenewable(present)) {
      if (usable()) return present;
      await end(entry, cannotRenew(present));
      throw absence(entry);
    }
    if (!entry.renewal && entry.problem && entry.retryAt !== null) {
      if (usable()) return present;
      if (deps.now() < entry.notBefore) throw entry.problem;
    }
    try {
      return await renewal(entry);
    } catch (error) {
      if (isCurrent(entry) && entry.grant?.accessToken === present.accessToken && usable()) return present;
      throw error;
    }
  }

  async function renew(connectionId: string): Promise<Grant> {
    const entry = entries.get(connectionId);
    if (!entry) throw absence(entry);
    return renewal(entry);
  }

  /** Called from within the write queue, so that memory and store change in the same order. */
  function install(entry: Entry): void {
    const earlier = entries.get(entry.connectionId);
    if (earlier) stopAll(earlier);
    entries.set(entry.connectionId, entry);
    schedule(entry);
    changed(entry);
  }

  const fits = (grant: Grant): boolean => deps.fits?.(grant) ?? true;

  async function adopt(grant: Grant): Promise<void> {
    const { connectionId, expiresAt } = grant;
    const unwanted = new AppError('profile_missing', 'The connection was removed or changed during the sign-in.');
    try {
      await inTurn(connectionId, async () => {
        // Looked at here and not before: the connection may go while earlier writes are under way.
        if (!fits(grant)) throw unwanted;
        await deps.save(grant);
        install(newEntry(connectionId, grant));
      });
    } catch (error) {
      if (error !== unwanted) throw saveFailure(error);
      deps.revoke?.(grant);
      throw unwanted;
    }
    deps.log.info('grant.adopted', { connectionId, expiresAt });
  }

  /** What is stored, unless the connection became another since: then nothing of it is kept. */
  async function loadFitting(connectionId: string): Promise<Grant | null> {
    const grant = await deps.load(connectionId);
    if (!grant || fits(grant)) return grant;
    deps.log.warn('grant.misfit-forgotten', { connectionId });
    deps.revoke?.(grant);
    await deps.remove(connectionId);
    return null;
  }

  const restoreOne = (connectionId: string): Promise<void> =>
    inTurn(connectionId, async () => {
      let entry: Entry;
      try {
        entry = newEntry(connectionId, await loadFitting(connectionId));
      } catch (error) {
        entry = newEntry(connectionId, null, asAppError(error, 'The sign-in could not be read'));
        deps.log.error('grant.restore-failed', { connectionId, code: codeOf(error) });
      }
      // What is already known is newer than what the store has.
      if (!entries.has(connectionId)) install(entry);
    });

  function wake(reason: 'resume' | 'unlock' | 'network-up'): void {
    deps.log.info('grant.wake', { reason, grants: entries.size });
    for (const entry of [...entries.values()]) {
      if (!entry.grant && entry.problem?.code === 'vault_locked') {
        // What could not be read then may be readable now.
        entries.delete(entry.connectionId);
        void restoreOne(entry.connectionId);
      }
      if (!entry.grant || entry.renewal) continue;
      if (entry.retryAt !== null && networkProblems.has(entry.problem?.code ?? '')) {
        entry.failures = 0;
        renewInBackground(entry);
      } else schedule(entry);
    }
  }

  /** Takes a grant out of memory; a renewal that is under way then finds itself no longer current. */
  function drop(connectionId: string): void {
    const entry = entries.get(connectionId);
    if (!entry) return;
    stopAll(entry);
    entries.delete(connectionId);
    deps.onChange(connectionId, view(connectionId));
    // What a renewal under way brings is revoked when it comes.
    if (entry.grant && !entry.renewal) deps.revoke?.(entry.grant);
  }

  async function forget(connectionId: string): Promise<void> {
    drop(connectionId);
    try {
      await inTurn(connectionId, async () => {
        // A sign-in whose save was already under way has arrived in the meantime; it was signed out as well.
        drop(connectionId);
        await deps.remove(connectionId);
      });
    } catch (error) {
      throw saveFailure(error);
    }
    deps.log.info('grant.forgotten', { connectionId });
  }

  async function dispose(): Promise<void> {
    disposed = true;
    await Promise.all(
      [...entries.values()].map(async (entry) => {
        stopTimer(entry);
        stopSaving(entry);
        // Before the renewal under way, which may take long, and after it, when it had the same trouble.
        await saveAgain(entry);
        await entry.renewal?.catch(() => undefined);
        await saveAgain(entry);
      }),
    );
    await inTurn.settled();
  }

  return {
    adopt,
    restore: async (connectionIds) => void (await Promise.all(connectionIds.map(restoreOne))),
    view,
    fresh,
    renew,
    wake,
    forget,
    dispose,
  };
}

function saveFailure(error: unknown): AppError {
  // Its remedy is another one than that of a full disk.
  if (error instanceof AppError && error.code === 'vault_locked') return error;
  const reason = error instanceof AppError ? ` ${error.message}` : '';
  return new AppError('vault_write_failed', `The store did not take the change.${reason}`);
}
