/**
 * What is worth telling a person who is not looking: from what windows show to causes, each with a key that is the same for as
 * long as it is the same cause. Pure.
 */

import type { AlarmKind } from '../../../shared/alarms.ts';
import { reasonFor } from '../../../shared/alert-rules.ts';
import type { Alert } from '../../../shared/alerts.ts';
import { isHeld, isOfRenewed } from '../../../shared/grants.ts';
import type { GrantView, PaneView } from '../../../shared/state.ts';
import type { ShownState } from '../../../shared/state-change.ts';
import type { Alarm } from '../alarms/alarm-rules.ts';
import { windowOfWall } from '../alarms/conditions.ts';

/** Where a person goes who wants to see more. */
export type Place =
  | { readonly kind: 'profile'; readonly profileId: string }
  | { readonly kind: 'workbook'; readonly windowId: string; readonly paneId: string; readonly isAlert: boolean }
  | { readonly kind: 'downloads'; readonly paneId: string }
  /** Null: whichever there is. */
  | { readonly kind: 'window'; readonly windowId: string | null };

export type CauseKind = 'signIn' | 'renewal' | 'download' | 'action' | 'alert' | 'alarm';

/** Alarms that have no other notification already. */
type AlarmSays = Exclude<AlarmKind, 'renewal'>;

export interface Cause {
  readonly key: string;
  readonly kind: CauseKind;
  /** Which words say it. */
  readonly says:
    | 'signIn'
    | 'renewal'
    | 'signInByHand'
    | 'download'
    | 'action'
    | 'noData'
    | 'chartError'
    | 'control'
    | 'actionAlert'
    | AlarmSays;
  /** Whether it goes on being so; what is over in a moment is told then or not at all. */
  readonly lasts: boolean;
  /** When it ends, in milliseconds since the epoch, where its words say so. */
  readonly at?: number;
  readonly place: Place;
  /** Of a profile, a file or a workbook: told only where names may be. */
  readonly name: string;
}

export interface Found {
  readonly causes: readonly Cause[];
  /** Beginnings of keys of which nobody can say now whether they are so: what was told of them stays told. */
  readonly unknown: readonly string[];
}

export interface Surroundings {
  /** For how long renewals of a connection have failed, in milliseconds; 0 while they do not. */
  failingFor(connectionId: string): number;
  /** After how long that is told of; 0: never. */
  readonly renewalLimitMs: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly alarms: readonly Alarm[];
}

/**
 * Whether the renewal of a grant fails, which may still end well by itself. What cannot be renewed fails at nothing, and one
 * that was renewed may have another trouble.
 */
export const isFailing = (grant: GrantView): boolean =>
  isHeld(grant) && grant.renewable && grant.problem !== null && !isOfRenewed(grant.problem);

/** Whether a person has to sign in again by hand when it ends. */
export const endsByHand = (grant: GrantView): boolean => isHeld(grant) && !grant.renewable && !grant.isServiceAccount;

/** So long before the end of one that cannot be renewed its person is told: early enough to finish a thought, in milliseconds. */
export const BEFORE_END_MS = 10 * 60_000;

/** @param states of each window; what all of them share is in the first */
export function worthTelling(states: readonly ShownState[], around: Surroundings): Found {
  const [shared] = states;
  if (!shared) return { causes: [], unknown: [] };
  const alarms = ofAlarmsInForce(around.alarms, shared);
  return together([ofGrants(shared, around), alarms, ofDownloads(shared), ...states.map(ofPanes)]);
}

const together = (all: readonly Found[]): Found => ({
  causes: all.flatMap(({ causes }) => causes),
  unknown: all.flatMap(({ unknown }) => unknown),
});

/** One for each profile: a person who has several connections to sign in to goes to the same place for all of them. */
function ofGrants({ profiles, grants }: ShownState, around: Surroundings): Found {
  return together(
    profiles.map(({ profile }): Found => {
      const own = grants.filter((grant) => profile.connections.some(({ id }) => id === grant.connectionId));
      const place: Place = { kind: 'profile', profileId: profile.id };
      const common = { lasts: true, place, name: profile.name };
      const signIn = `signIn ${profile.id}`;
      const renewal = `renewal ${profile.id}`;
      // A service account signs in by itself.
      const ofPeople = own.filter((grant) => !grant.isServiceAccount);
      if (ofPeople.some(({ status }) => status === 'ended')) {
        return { causes: [{ ...common, key: signIn, kind: 'signIn', says: 'signIn' }], unknown: [renewal] };
      }
      const { renewalLimitMs } = around;
      const isLate = own.some(
        (grant) =>
          isFailing(grant) &&
          renewalLimitMs > 0 &&
          around.failingFor(grant.connectionId) >= renewalLimitMs &&
          !wasToldBefore(grant, around),
      );
      // What has ended may be tried once more, and end again.
      const unknown = own.some(({ status }) => status === 'renewing') ? [signIn] : [];
      const late: Cause[] = isLate ? [{ ...common, key: renewal, kind: 'renewal', says: 'renewal' }] : [];
      const end = endToTell(ofPeople, profile.id, around);
      const byHand: Cause[] =
        end === null
          ? []
          : [{ ...common, key: `byHand ${profile.id} ${end}`, kind: 'renewal', says: 'signInByHand', at: end }];
      return { causes: [...late, ...byHand], unknown };
    }),
  );
}

/** When the first of them ends that cannot be renewed, if that is soon and nothing else tells of it. */
function endToTell(grants: readonly GrantView[], profileId: string, around: Surroundings): number | null {
  const { renewalLimitMs, now, alarms } = around;
  const isToldOf = alarms.some((one) => one.kind === 'signInEnds' && one.profileId === profileId && !one.isOfLastRun);
  if (renewalLimitMs === 0 || isToldOf) return null;
  const ends = grants.filter(endsByHand).flatMap(({ expiresAt }) => expiresAt ?? []);
  const end = Math.min(...ends);
  return end - now <= BEFORE_END_MS ? end : null;
}

/** An earlier run told of it, and it has not ended since. */
const wasToldBefore = ({ connectionId }: GrantView, { alarms }: Surroundings): boolean =>
  alarms.some((alarm) => alarm.isOfLastRun && alarm.kind === 'renewal' && alarm.connectionId === connectionId);

function ofAlarmsInForce(alarms: readonly Alarm[], { profiles }: ShownState): Found {
  const causes = alarms.flatMap(({ id, key, kind, profileId, isOfLastRun }): Cause[] => {
    if (isOfLastRun || kind === 'renewal') return [];
    const name = profiles.find(({ profile }) => profile.id === profileId)?.profile.name ?? '';
    const place: Place =
      kind === 'signInEnds' && profileId !== null
        ? { kind: 'profile', profileId }
        : { kind: 'window', windowId: windowOfWall(key) };
    return [{ key: `alarm ${id}`, kind: 'alarm', says: kind, lasts: true, place, name }];
  });
  return { causes, unknown: [] };
}

function ofDownloads({ downloads }: ShownState): Found {
  const causes = downloads
    .filter(({ status }) => status === 'done')
    .map(({ downloadId, paneId, name }): Cause => {
      const place: Place = { kind: 'downloads', paneId };
      return { key: `download ${downloadId}`, kind: 'download', says: 'download', lasts: false, place, name };
    });
  return { causes, unknown: [] };
}

function ofPanes({ alerts, window }: ShownState): Found {
  const loaded = together(
    window.panes.map((pane) => {
      const place = { kind: 'workbook', windowId: window.windowId, paneId: pane.paneId } as const;
      const own = ofAlerts(pane, place, alerts);
      const told = new Set(own.causes.flatMap(({ key }) => / action (\S+ \d+)$/.exec(key)?.[1] ?? []));
      const actions = pane.contents.actions
        .map(({ id, times }) => `${id} ${times}`)
        .filter((key) => !told.has(key))
        .map((key): Cause => {
          const common = { kind: 'action', says: 'action', lasts: false } as const;
          return { ...common, key: `action ${key}`, place: { ...place, isAlert: false }, name: pane.title };
        });
      return together([own, { causes: actions, unknown: [] }]);
    }),
  );
  // A tab that is asleep says nothing, and is no other one when it wakes.
  const isLoaded = ({ workbookId }: Alert) => window.panes.some((pane) => pane.workbookId === workbookId);
  const asleep = alerts.filter((alert) => !isLoaded(alert)).map(({ alertId }) => `alert ${alertId} `);
  return together([loaded, { causes: [], unknown: asleep }]);
}

const wordsOf = {
  'no-data': 'noData',
  'chart-error': 'chartError',
  control: 'control',
  action: 'actionAlert',
} as const;

function ofAlerts(
  pane: PaneView,
  place: Omit<Extract<Place, { kind: 'workbook' }>, 'isAlert'>,
  alerts: readonly Alert[],
): Found {
  const own = alerts.filter(({ workbookId }) => workbookId === pane.workbookId);
  return together(
    own.map(({ alertId, when }): Found => {
      // The document on screen may be another one, which a link of the workbook led to.
      const reason = pane.place.document.isOwn ? reasonFor(when, pane) : 'unknown';
      if (reason === null) return { causes: [], unknown: [] };
      if (reason === 'unknown') return { causes: [], unknown: [`alert ${alertId} `] };
      const common = { kind: 'alert', says: wordsOf[when.kind], lasts: when.kind !== 'action' } as const;
      const key = `alert ${alertId} ${reason}`;
      return { causes: [{ ...common, key, place: { ...place, isAlert: true }, name: pane.title }], unknown: [] };
    }),
  );
}
