/** Keeps every grant fresh, and hands out tokens that are good for a while. */
import { passesWithNetwork } from '../../../shared/errors.ts';
import type { GrantView } from '../../../shared/state.ts';
import type { Grant } from './grant.ts';
import { createGrantAdoption, type GrantAdoption, type GrantAdoptionOptions } from './grant-adoption.ts';
import { createGrantRenewals, type GrantRenewalsOptions } from './grant-renewals.ts';
import { absenceOf, createGrantTable, type GrantTableOptions } from './grant-table.ts';
import { cannotRenew } from './grant-view.ts';
import { isDue, isRenewable, isUsable } from './renewal-rules.ts';

/** The store, the server, the clock, and who is told; each is described where it is used. */
export interface GrantKeeperOptions extends GrantTableOptions, GrantRenewalsOptions, GrantAdoptionOptions {
  onChange(connectionId: string, view: GrantView): void;
}

export interface GrantKeeper extends GrantAdoption {
  view(connectionId: string): GrantView;
  /** All grants in use. */
  held(): readonly Grant[];
  /** The connections whose stored grant could not be read, and is still stored. */
  unread(): readonly string[];
  /**
   * A grant that is good for at least its margin, renewed if need be. While renewal fails for a passing reason, the
   * present grant as long as its token is usable.
   *
   * @throws AppError `grant_missing`, `grant_dead`, `renewal_unavailable`, or what made the renewal fail (`offline`,
   * `server_busy`, `tls_untrusted`, `client_rejected`...)
   */
  fresh(connectionId: string): Promise<Grant>;
  /** Renews now, or joins the renewal under way. Rejects like `fresh`, whether the present token is usable or not. */
  renew(connectionId: string): Promise<Grant>;
  /** After sleep, unlock or a new network: looks at every clock again, and retries at once what failed offline. */
  wake(reason: 'resume' | 'unlock' | 'network-up'): void;
  /** Stops all timers. Resolves when renewals under way, and what could not be saved earlier, have been saved. */
  dispose(): Promise<void>;
}

export function createGrantKeeper(options: GrantKeeperOptions): GrantKeeper {
  const { now, log } = options;
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
    if (!entry.renewal && !isDue(present, now())) return present;
    const usable = () => isUsable(present, now());
    if (!isRenewable(present)) {
      if (usable()) return present;
      await renewals.end(entry, cannotRenew(present));
      throw absenceOf(entry);
    }
    if (!entry.renewal && entry.problem && entry.retryAt !== null) {
      if (usable()) return present;
      if (now() < entry.notBefore) throw entry.problem;
    }
    try {
      return await renewals.renew(entry);
    } catch (error) {
      // It may have ended, or the person may have signed out, while the renewal was under way.
      if (table.isCurrent(entry) && entry.grant?.accessToken === present.accessToken && usable()) return present;
      throw error;
    }
  }

  async function renew(connectionId: string): Promise<Grant> {
    const entry = table.find(connectionId);
    if (!entry) throw absenceOf(entry);
    return renewals.renew(entry);
  }

  function wake(reason: 'resume' | 'unlock' | 'network-up'): void {
    log.info('grant.wake', { reason, grants: table.all().length });
    for (const entry of table.all()) {
      if (!entry.grant && entry.problem?.code === 'vault_locked') {
        // What could not be read then may be readable now.
        table.remove(entry.connectionId);
        void adoption.restore([entry.connectionId]);
      }
      if (!entry.grant || entry.renewal) continue;
      if (entry.retryAt !== null && entry.problem && passesWithNetwork(entry.problem.code)) {
        entry.failures = 0;
        renewals.renewInBackground(entry);
      } else renewals.schedule(entry);
    }
  }

  async function dispose(): Promise<void> {
    table.close();
    await Promise.all(
      table.all().map(async (entry) => {
        entry.stopTimer();
        entry.saver.pause();
        // Before the renewal under way, which may take long, and after it, when it had the same trouble.
        await entry.saver.saveAgain();
        // Its failure is in the entry already.
        await entry.renewal?.catch(() => undefined);
        await entry.saver.saveAgain();
      }),
    );
    await table.inTurn.settled();
  }

  return { ...adoption, view: table.view, held, unread, fresh, renew, wake, dispose };
}
