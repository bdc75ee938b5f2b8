/** Keeps every grant fresh, and hands out tokens that are good for a while. */
import type { GrantView } from '../../../shared/state.ts';
import type { Clock } from '../../async/clock.ts';
import type { Grant } from './grant.ts';
import { createGrantAdoption, type GrantAdoption, type GrantAdoptionOptions } from './grant-adoption.ts';
import { lifetimeOn } from './grant-lifetime.ts';
import { createGrantRenewals, type GrantRenewalsOptions } from './grant-renewals.ts';
import { absenceOf, createGrantTable, type GrantEntry, type GrantTableOptions } from './grant-table.ts';
import { isRenewable, isUsable, mayPassElsewhere } from './renewal-rules.ts';

/** The store, the server, the clock, and who is told; each is described where it is used. */
export interface GrantKeeperOptions extends GrantTableOptions, GrantRenewalsOptions, GrantAdoptionOptions {
  onChange(connectionId: string, view: GrantView): void;
}

export type KeeperWakeReason = 'resume' | 'unlock' | 'network-up' | 'clock-corrected';

export interface GrantKeeper extends GrantAdoption {
  view(connectionId: string): GrantView;
  /** All grants in use. */
  held(): readonly Grant[];
  /** The connections whose stored grant could not be read, and is still stored. */
  unread(): readonly string[];
  /**
   * A grant that is good for at least its margin, renewed if need be. While renewal fails for a passing reason, the
   * present grant as long as it is worth it (`isWorthLending`).
   *
   * @throws AppError `grant_missing`, `grant_dead`, `renewal_refused`, `renewal_unavailable`, or what made the renewal fail (`offline`,
   * `server_busy`, `tls_untrusted`, `client_rejected`...); in a back-off, what made the last one fail
   */
  fresh(connectionId: string): Promise<Grant>;
  /**
   * Renews now, or joins the renewal under way. Rejects like `fresh`, whether the present token is usable or not. Of the
   * codes, `renewal_unavailable` says that there is nothing to renew with, and the present token may be good all the same.
   */
  renew(connectionId: string): Promise<Grant>;
  /** A person wants to try again: ends a back-off of our own, but not the wait that a server asked for. */
  tryAgain(connectionId: string): void;
  /**
   * After sleep, unlock, a new network or a correction of the clock: looks at every clock again. The first three retry at
   * once what failed offline, or may have been refused by a network, unless a server asked to be left alone.
   */
  wake(reason: KeeperWakeReason): void;
  /**
   * For the beginning of the end: from now on no renewal begins, and what could not be saved earlier is tried to save now.
   * Resolves when the renewals under way have ended.
   */
  stopRenewing(): Promise<void>;
  /**
   * Begins no renewal any more. Resolves when renewals under way, and what could not be saved earlier, have been saved;
   * what a rotated refresh token is exchanged for is no longer asked for.
   */
  dispose(): Promise<void>;
}

export function createGrantKeeper(options: GrantKeeperOptions): GrantKeeper {
  const { uptime, log } = options;
  const table = createGrantTable(options);
  const renewals = createGrantRenewals(options, table);
  const adoption = createGrantAdoption(options, table, renewals.schedule);

  const held = (): readonly Grant[] => table.all().flatMap(({ grant }) => grant ?? []);
  const unread = (): readonly string[] =>
    table.all().flatMap(({ connectionId, grant, ended, problem }) => (grant || ended || !problem ? [] : connectionId));

  async function fresh(connectionId: string): Promise<Grant> {
    const entry = table.find(connectionId);
    const present = entry?.grant;
    if (!entry || !present) throw absenceOf(entry);
    // With a renewal under way, the present token may already be dead at the server.
    if (!entry.renewal && !table.isDue(entry)) return table.present(entry, present);
    if (!isRenewable(present)) {
      if (isUsable(entry.token, uptime())) return table.present(entry, present);
      if (table.isUnproven(entry)) throw table.cannotRenew(present);
      await renewals.end(entry, table.cannotRenew(present));
      throw absenceOf(entry);
    }
    try {
      return await renewals.renew(entry);
    } catch (error) {
      // It may have ended, or the person may have signed out, while the renewal was under way.
      const isSame = table.isCurrent(entry) && entry.grant?.accessToken === present.accessToken;
      if (isSame && table.isWorthLending(entry)) return table.present(entry, present);
      throw error;
    }
  }

  async function renew(connectionId: string): Promise<Grant> {
    const entry = table.find(connectionId);
    if (!entry) throw absenceOf(entry);
    return renewals.renew(entry);
  }

  function tryAgain(connectionId: string): void {
    const entry = table.find(connectionId);
    if (!entry || entry.retryAt === null) return;
    entry.retryAt = Math.max(entry.notBefore, uptime());
    renewals.schedule(entry);
    table.changed(entry);
  }

  function wake(reason: KeeperWakeReason): void {
    log.info('grant.wake', { reason, grants: table.all().length });
    for (const entry of table.all()) {
      // What could not be read then may be readable now, and counts as stored until then; what was not saved may be savable.
      if (!entry.grant && entry.problem?.code === 'vault_locked') void adoption.restore([entry.connectionId]);
      if (reason === 'clock-corrected') {
        measureAnew(options, entry);
        table.changed(entry);
      }
      void entry.saver.saveAgain();
      if (!entry.grant || entry.renewal) continue;
      const failed = entry.retryAt === null ? null : entry.problem;
      const mayHavePassed = failed !== null && mayPassElsewhere(failed.code) && uptime() >= entry.notBefore;
      if (mayHavePassed && reason !== 'clock-corrected') {
        entry.failures = 0;
        entry.retryAt = uptime();
        renewals.renewInBackground(entry);
      } else renewals.schedule(entry);
    }
  }

  async function stopRenewing(): Promise<void> {
    table.close();
    await Promise.all(
      table.all().map(async (entry) => {
        entry.stopTimer();
        entry.saver.pause();
        // Before the renewal under way, which may take long.
        await entry.saver.saveAgain();
        // Its failure is in the entry already.
        await entry.renewal?.catch(() => undefined);
      }),
    );
  }

  async function dispose(): Promise<void> {
    await stopRenewing();
    // The renewal under way may have had the same trouble.
    await Promise.all(table.all().map((entry) => entry.saver.saveAgain()));
    await table.inTurn.settled();
  }

  return { ...adoption, view: table.view, held, unread, fresh, renew, tryAgain, wake, stopRenewing, dispose };
}

/** How long a token of an earlier run is good for is only now known for sure. That of this run was measured. */
function measureAnew(clock: Clock, entry: GrantEntry): void {
  if (!entry.grant || !entry.isOfEarlierRun) return;
  const margin = entry.token.expiresAt - entry.dueAt;
  entry.token = lifetimeOn(clock, entry.grant);
  entry.dueAt = entry.token.expiresAt - margin;
}
