/** What watches over all other features: the status of the program, and alarms, out of what they say. */
import type { GrantEvent } from '../oauth/grants/grant-events.ts';
import type { GrantKeeper } from '../oauth/grants/grant-keeper.ts';
import { endOfGrant } from '../oauth/grants/renewal-rules.ts';
import type { About } from './about.ts';
import { createAlarmHooks } from './alarms/alarm-hooks.ts';
import { noticeOf } from './alarms/alarm-notices.ts';
import type { Alarm } from './alarms/alarm-rules.ts';
import { openAlarmStore } from './alarms/alarm-store.ts';
import { createAlarmsFeature } from './alarms/alarms-feature.ts';
import { type Circumstances, conditionsOf } from './alarms/conditions.ts';
import { createUnstoredNotice } from './alarms/unstored-notice.ts';
import type { AuditFeature } from './audit/audit-feature.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { ProgramOptions } from './program-options.ts';
import type { SignInFeature } from './sign-in/sign-in-feature.ts';
import { createStatusFeature, type PartsOfFeatures } from './status/status-feature.ts';
import type { UpdatesFeature } from './updates/updates-feature.ts';
import type { WallFeature } from './wall/wall-feature.ts';
import type { WorkbooksFeature } from './workbooks/workbooks-feature.ts';

/** What is asked of each. */
interface WatchedFeatures {
  readonly about: Pick<About, 'sharedState'>;
  readonly audit: Pick<AuditFeature, 'condition' | 'watch'>;
  readonly clock: Pick<ClockWatch, 'isWrong'>;
  readonly signIn: Pick<SignInFeature, 'sharedState'>;
  readonly updates: Pick<UpdatesFeature, 'sharedState'>;
  readonly wall: Pick<WallFeature, 'walls'>;
  readonly workbooks: Pick<WorkbooksFeature, 'windowState'>;
}

interface WatchedParts {
  readonly features: WatchedFeatures;
  readonly keeper: Pick<GrantKeeper, 'held'>;
}

/** Where nobody chose a time to be told after. */
const USUAL_RENEWAL_LIMIT_MINUTES = 10;

export function watchOver(options: ProgramOptions, watched: WatchedParts, onChange: () => void) {
  const { choices, monitoring, profiles } = options;
  const { audit } = watched.features;
  const persons = createPersons();
  let idleMs = 0;
  const store = openAlarmStore({ ...options, store: monitoring?.store ?? null });
  const hooks = createAlarmHooks(options, store.installation);
  const aboutOf = ({ profileId, connectionId }: Alarm) => {
    const profile = profileId === null ? null : profiles.find(profileId);
    const connection = profile?.connections.find(({ id }) => id === connectionId) ?? null;
    return { profile, connection };
  };
  const alarms = createAlarmsFeature({
    ...options,
    store,
    findings: () =>
      conditionsOf({ ...circumstancesOf(options, watched), outcomeOf: status.outcomeOf, ...persons, idleMs }),
    renewalLimitMs: () => (choices.get('notifyRenewal') || USUAL_RENEWAL_LIMIT_MINUTES) * 60_000,
    noticeOf: (alarm) => noticeOf(alarm, aboutOf(alarm)),
    onAlarm(event, alarm) {
      audit.watch.onAlarm(event, alarm);
      hooks.tell(event, alarm, aboutOf(alarm).connection?.server.provider ?? null);
    },
    onChange,
  });
  const status = createStatusFeature({
    ...options,
    startedAt: monitoring?.startedAt ?? options.uptime(),
    file: monitoring?.file,
    parts: () => ({
      ...partsOf(options, watched),
      alarms: alarms.status(),
      hooks: hooks.views(),
    }),
  });

  const lookForUnstored = createUnstoredNotice({
    notices: options.notices,
    grants: () => watched.features.signIn.sharedState().grants,
  });

  return {
    alarms: {
      ...alarms,
      changed(): void {
        lookForUnstored();
        alarms.changed();
      },
      /** @param ms for how long nobody has used the computer */
      noteIdle(ms: number): void {
        idleMs = ms;
      },
      grantEvent(event: GrantEvent): void {
        persons.grantEvent(event);
        if (event.kind === 'forgotten') alarms.left(event.connectionId);
      },
      async restore() {
        await alarms.restore?.();
        // A command that runs alone is over in a moment, and leaves it to the program.
        if (options.hasWindows !== false) hooks.begin();
      },
      async close() {
        await alarms.close?.();
        await hooks.close();
      },
    },
    status,
  };
}

/** What a person did about a sign-in in this run. */
function createPersons() {
  const did = new Map<string, 'signed-in' | 'signed-out'>();
  return {
    personDid: (connectionId: string) => did.get(connectionId) ?? null,
    grantEvent(event: GrantEvent): void {
      if (event.kind === 'adopted') did.set(event.grant.connectionId, 'signed-in');
      if (event.kind === 'restored') did.delete(event.grant.connectionId);
      if (event.kind === 'forgotten') did.set(event.connectionId, 'signed-out');
    },
  };
}

/** From when on only a person helps. */
const ends = (keeper: WatchedParts['keeper']) => (connectionId: string) => {
  const grant = keeper.held().find((one) => one.connectionId === connectionId);
  return grant ? endOfGrant(grant) : null;
};

function circumstancesOf(
  { profiles, wallClock, monitoring, desktop, now }: ProgramOptions,
  { features, keeper }: WatchedParts,
): Omit<Circumstances, 'outcomeOf' | 'personDid' | 'idleMs'> {
  const panes = desktop.windows().flatMap((windowId) => features.workbooks.windowState(windowId).panes);
  return {
    profiles: profiles.all(),
    grants: features.signIn.sharedState().grants,
    endOf: ends(keeper),
    walls: features.wall.walls(),
    isOpen: (profileId) => panes.some((pane) => pane.profileId === profileId),
    isKeychainAway: monitoring?.isKeychainAway() ?? false,
    isClockWrong: wallClock && wallClock.difference() === null ? null : features.clock.isWrong(),
    auditProblem: features.audit.condition()?.problem ?? null,
    now: now(),
  };
}

function partsOf(
  options: ProgramOptions,
  { features, keeper }: WatchedParts,
): Omit<PartsOfFeatures, 'alarms' | 'hooks'> {
  const { wallClock, monitoring, choices } = options;
  const { online, policy, vault } = features.about.sharedState();
  return {
    version: options.version,
    platform: options.platform,
    pid: monitoring?.pid ?? 0,
    isOnline: online,
    isManaged: policy.isManaged,
    profiles: options.profiles.all(),
    grants: features.signIn.sharedState().grants,
    endOf: ends(keeper),
    hasNames: choices.get('statusNames'),
    windows: options.desktop.windows().map((windowId) => features.workbooks.windowState(windowId)),
    walls: features.wall.walls(),
    vault,
    isKeychainAway: monitoring?.isKeychainAway() ?? false,
    clockAheadMs: wallClock?.difference()?.aheadMs ?? null,
    isClockWrong: features.clock.isWrong(),
    audit: features.audit.condition() ?? { isOn: false, problem: null, outlets: [] },
    updates: features.updates.sharedState().updates,
  };
}
