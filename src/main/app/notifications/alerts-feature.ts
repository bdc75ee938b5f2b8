/** What people want to be told of their workbooks: set at a workbook, kept with its tab, and gone with who set it. */
import { isDeepStrictEqual } from 'node:util';
import { MOST_ALERTS } from '../../../shared/alert-limits.ts';
import type { Alert } from '../../../shared/alerts.ts';
import { AppError, codeOf } from '../../../shared/errors.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Log } from '../../log/log.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { Profiles, SettingsStore } from '../../settings/profiles.ts';
import { storing } from '../../settings/storing.ts';
import { openWorkbookAlerts } from '../../settings/workbook-alerts.ts';
import type { Feature } from '../feature.ts';
import type { Connections } from '../profiles/connections.ts';
import { isAnother } from '../workbooks/person-change.ts';

export interface AlertsFeatureOptions {
  readonly profiles: Pick<Profiles, 'all' | 'areWhole'>;
  /** The file of the tabs; null: they end with the program. */
  readonly store: SettingsStore | null;
  readonly connections: Pick<Connections, 'exists' | 'find'>;
  randomUuid(): string;
  readonly log: Pick<Log, 'warn'>;
  onChange(): void;
}

export interface AlertsFeature extends Feature<'alerts.add' | 'alerts.remove', 'alerts'> {
  /** Nobody is signed in to a profile any more, or somebody else is. */
  forget(profileId: string): void;
  /** Another person signed in, or one of whom nobody knows whether they are another. */
  grantEvent(event: GrantEvent): void;
  /** A profile has changed or gone: what went with it is forgotten. */
  prune(): void;
}

export function createAlertsFeature(options: AlertsFeatureOptions): AlertsFeature {
  const { connections, profiles, log, onChange } = options;
  const store = openWorkbookAlerts(options.store);

  function change(next: Alert[]): Promise<void> {
    const stored = store.set(next);
    onChange();
    return stored;
  }
  const only = (isKept: (alert: Alert) => boolean) => {
    if (store.all().every(isKept)) return;
    change(store.all().filter(isKept)).catch((error: unknown) => log.warn('tabs.not-kept', { code: codeOf(error) }));
  };
  /** @throws AppError `settings_write_failed` */
  const chosen = (next: Alert[]): Promise<void> => storing(change(next));

  const forget = (profileId: string) => only((one) => one.profileId !== profileId);

  return {
    handlers: {
      async 'alerts.add'({ workbookId, when }) {
        const profile = profiles.all().find(({ workbooks }) => workbooks.some(({ id }) => id === workbookId));
        if (!profile) throw new AppError('profile_missing', { reason: 'workbookRemoved' });
        const shown = store.all();
        if (shown.some((one) => one.workbookId === workbookId && isDeepStrictEqual(one.when, when))) return;
        // The window offers no more than that.
        if (shown.length >= MOST_ALERTS) throw new AppError('request_refused', { reason: 'notNow' });
        await chosen([...shown, { alertId: options.randomUuid(), profileId: profile.id, workbookId, when }]);
      },
      'alerts.remove': ({ alertId }) => chosen(store.all().filter((one) => one.alertId !== alertId)),
    },
    sharedState: () => ({ alerts: store.all() }),
    windowState: () => ({}),
    forget,
    grantEvent(event) {
      if (event.kind !== 'adopted' || isServiceAccount(event.grant)) return;
      const { grant, lastPerson } = event;
      if (lastPerson !== null && !isAnother(grant, lastPerson)) return;
      // A profile that is being removed takes its connections with it.
      if (connections.exists(grant.connectionId)) forget(connections.find(grant.connectionId).profile.id);
    },
    prune() {
      // A profile that is kept aside comes back with its workbooks.
      if (!profiles.areWhole()) return;
      const ids = new Set(profiles.all().flatMap(({ workbooks }) => workbooks.map(({ id }) => id)));
      only(({ workbookId }) => ids.has(workbookId));
    },
  };
}
