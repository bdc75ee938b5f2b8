/**
 * Renews grants: one timer for each, one renewal at a time for each, and a rotated refresh token in the store before
 * any caller gets the access token that came with it (RFC 9700 section 4.14).
 */
import { AppError, asAppError, codeOf } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Grant } from './grant.ts';
import type { GrantEvent } from './grant-events.ts';
import { lifetimeOn } from './grant-lifetime.ts';
import { absenceOf, type GrantEntry, type GrantTable, saveFailure, stopEntry } from './grant-table.ts';
import { endsGrant, isLapsed, isRenewable, nextLook, renewalDue, retryPlan } from './renewal-rules.ts';

export interface GrantRenewalsOptions extends Timers, Clock {
  remove(connectionId: string): Promise<void>;
  /**
   * Renews a grant. As soon as its refresh token was replaced, the grant with the new one goes to `keepRotated`, so that a
   * failure after it loses nothing.
   *
   * @throws AppError `grant_dead` when the server will never accept the grant again, `renewal_refused` when it is not sure
   * that it was the server who refused
   */
  refresh(grant: Grant, keepRotated: (rotated: Grant) => Promise<void>): Promise<Grant>;
  /** What a renewed grant lacks of what its connection asks for; null when it has everything. Left out: it has. */
  scopesProblem?(grant: Grant): AppError | null;
  /** Begins to tell the server to forget the grant (RFC 7009). Best effort: signing out never waits for it. */
  revoke?(grant: Grant): void;
  random(): number;
  onEvent(event: GrantEvent): void;
  readonly log: Log;
}

export interface GrantRenewals {
  /** Sets the timer of the entry for when it is next to be acted on. */
  schedule(entry: GrantEntry): void;
  /**
   * Renews now, or joins the renewal under way. In a back-off nothing is asked: what failed last is the answer to all
   * who ask. Rejects with an AppError.
   */
  renew(entry: GrantEntry): Promise<Grant>;
  /** Renews without a caller who waits. A failure shows in the view and sets the timer for the next try. */
  renewInBackground(entry: GrantEntry): void;
  /** Keeps nothing of the grant, since the server no longer accepts it. Never rejects. */
  end(entry: GrantEntry, problem: AppError): Promise<void>;
}

export function createGrantRenewals(options: GrantRenewalsOptions, table: GrantTable): GrantRenewals {
  const { uptime, log } = options;

  function schedule(entry: GrantEntry): void {
    entry.stopTimer();
    const { grant } = entry;
    if (table.isClosed() || !grant || entry.renewal || !table.isCurrent(entry)) return;
    const plan = {
      isRenewable: isRenewable(grant),
      isUnproven: table.isUnproven(entry),
      dueAt: entry.dueAt,
      retryAt: entry.retryAt,
    };
    const at = nextLook(entry.token, plan, uptime());
    entry.stopTimer = options.setTimer(
      () => {
        // A very long timer is cut short, and fires early.
        if (uptime() < at) schedule(entry);
        else if (plan.isRenewable) renewInBackground(entry);
        // A clock that nobody has confirmed ends nothing: what was signed in would be lost for good.
        else if (!table.isUnproven(entry)) void end(entry, table.cannotRenew(grant));
      },
      Math.max(0, at - uptime()),
    );
  }

  function renewInBackground(entry: GrantEntry): void {
    renew(entry).catch((error: unknown) => {
      log.warn('grant.renewal-failed', { connectionId: entry.connectionId, code: codeOf(error) });
    });
  }

  async function end(entry: GrantEntry, problem: AppError): Promise<void> {
    const { connectionId } = entry;
    stopEntry(entry);
    if (!table.isCurrent(entry)) return;
    entry.grant = null;
    entry.ended = true;
    entry.problem = problem;
    entry.retryAt = null;
    table.changed(entry);
    options.onEvent({ kind: 'ended', connectionId, problem });
    log.warn('grant.ended', { connectionId, code: problem.code });
    try {
      await table.inTurn(connectionId, async () => {
        // A new sign-in may have taken its place, and must not be removed with it.
        if (table.isCurrent(entry)) await options.remove(connectionId);
      });
    } catch (error) {
      log.error('grant.remove-failed', { connectionId, code: codeOf(error) });
    }
  }

  async function renewOnce(entry: GrantEntry, grant: Grant): Promise<Grant> {
    let renewed: Grant | null = null;
    try {
      renewed = await runRenewal({ options, table, end }, entry, grant);
      return table.present(entry, renewed);
    } finally {
      entry.renewal = null;
      schedule(entry);
      table.changed(entry);
      if (table.isCurrent(entry)) tellOutcome(entry, renewed);
    }
  }

  function tellOutcome({ connectionId, grant, problem }: GrantEntry, renewed: Grant | null): void {
    if (renewed) options.onEvent({ kind: 'renewed', grant: renewed });
    // One that has ended with it is told of as that.
    else if (grant && problem) options.onEvent({ kind: 'renewal-failed', connectionId, problem });
  }

  function renew(entry: GrantEntry): Promise<Grant> {
    if (entry.renewal) return entry.renewal;
    const { grant } = entry;
    if (!grant) return Promise.reject(absenceOf(entry));
    if (!isRenewable(grant)) return Promise.reject(table.cannotRenew(grant));
    if (entry.problem && entry.retryAt !== null && uptime() < entry.retryAt) return Promise.reject(entry.problem);
    // What a server sent now might never reach the store.
    if (table.isClosed()) return Promise.reject(new AppError('sign_in_cancelled', { reason: 'closing' }));
    entry.stopTimer();
    const running = renewOnce(entry, grant);
    entry.renewal = running;
    table.changed(entry);
    return running;
  }

  return { schedule, renew, renewInBackground, end };
}

interface RenewalContext {
  readonly options: GrantRenewalsOptions;
  readonly table: GrantTable;
  end(entry: GrantEntry, problem: AppError): Promise<void>;
}

/** One renewal: refresh, save, take over. Whether the entry is still in use is looked at after every wait. */
async function runRenewal(context: RenewalContext, entry: GrantEntry, grant: Grant): Promise<Grant> {
  const { options, table } = context;
  const { connectionId } = entry;
  const { log } = options;
  const startedAt = options.uptime();
  let latest = grant;
  const keepRotated = async (rotated: Grant): Promise<void> => {
    latest = rotated;
    if (!table.isCurrent(entry)) return;
    entry.grant = rotated;
    // The renewal under way saves again when it succeeds; until one does, this is what the store has to have.
    await entry.saver.save(rotated).catch((error: unknown) => entry.saver.saveLater(rotated, error));
    // The exchange would keep the program from closing, and the next start makes it anyway.
    const isExchangeNext = grant.flow === 'token_exchange';
    if (isExchangeNext && table.isClosed()) throw new AppError('sign_in_cancelled', { reason: 'closing' });
  };
  let next: Grant;
  try {
    next = await options.refresh(grant, keepRotated);
  } catch (cause) {
    const error = asAppError(cause, 'renewal');
    await noteFailure(context, entry, error, latest);
    throw error;
  }
  if (!table.isCurrent(entry)) throw discard(context, entry, next);
  let problem = options.scopesProblem?.(next) ?? null;
  try {
    await entry.saver.save(next);
  } catch (error) {
    // The old refresh token is dead by now, so the new grant is used all the same, and the person is told.
    problem = saveFailure(error);
    entry.saver.saveLater(next, error);
  }
  if (!table.isCurrent(entry)) throw discard(context, entry, next);
  entry.grant = next;
  entry.token = lifetimeOn(options, next, startedAt);
  entry.isOfEarlierRun = false;
  entry.dueAt = renewalDue(entry.token, options.random());
  entry.problem = problem;
  entry.failures = 0;
  entry.refusals = 0;
  entry.retryAt = null;
  entry.notBefore = Number.NEGATIVE_INFINITY;
  log.info('grant.renewed', { connectionId, expiresAt: next.expiresAt });
  return next;
}

/** @param latest the grant as it stands after a rotation that the failed renewal may have begun with */
async function noteFailure(context: RenewalContext, entry: GrantEntry, error: AppError, latest: Grant): Promise<void> {
  const { options, table } = context;
  const uptime = options.uptime();
  const refusals = error.code === 'renewal_refused' ? entry.refusals + 1 : 0;
  const isOver = endsGrant(error, { token: entry.token, refusals }, uptime);
  if (!table.isCurrent(entry)) {
    if (!isOver) discard(context, entry, latest);
    return;
  }
  if (isOver) {
    await context.end(entry, error);
    return;
  }
  const wasLapsed = isLapsed(entry, uptime);
  entry.refusals = refusals;
  entry.failures += 1;
  entry.problem = error;
  const plan = retryPlan(error, entry, uptime, options.random());
  entry.retryAt = plan.retryAt;
  entry.notBefore = plan.notBefore;
  const { connectionId } = entry;
  if (!wasLapsed && isLapsed(entry, uptime)) options.log.warn('grant.lapsed', { connectionId, code: error.code });
}

/** Gives back what is left of a grant that was signed out of during its renewal, and says why there is none. */
function discard({ options, table }: RenewalContext, entry: GrantEntry, late: Grant): AppError {
  // Not after a new sign-in: the server may count both as one grant and end the new one too.
  if (!table.find(entry.connectionId)) options.revoke?.(late);
  return new AppError('grant_missing', { reason: 'endedDuringRenewal' });
}
