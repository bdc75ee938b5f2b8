/** What watches over all other features: the status of the program, out of what they say. */
import type { GrantKeeper } from '../oauth/grants/grant-keeper.ts';
import { isRenewable } from '../oauth/grants/renewal-rules.ts';
import type { About } from './about.ts';
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
  readonly audit: Pick<AuditFeature, 'standing'>;
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

export function watchOver(options: ProgramOptions, { features, keeper }: WatchedParts) {
  const status = createStatusFeature({
    ...options,
    startedAt: options.monitoring?.startedAt ?? options.uptime(),
    parts: () => partsOf(options, { features, keeper }),
  });
  return { status };
}

function partsOf(options: ProgramOptions, { features, keeper }: WatchedParts): PartsOfFeatures {
  const { wallClock, monitoring } = options;
  const { online, policy, vault } = features.about.sharedState();
  const held = keeper.held();
  return {
    version: options.version,
    platform: options.platform,
    pid: monitoring?.pid ?? 0,
    alarms: [],
    isOnline: online,
    isManaged: policy.isManaged,
    profiles: options.profiles.all(),
    grants: features.signIn.sharedState().grants,
    endOf(connectionId) {
      const grant = held.find((one) => one.connectionId === connectionId);
      return grant && !isRenewable(grant) ? grant.expiresAt : null;
    },
    hasNames: false,
    windows: options.desktop.windows().map((windowId) => features.workbooks.windowState(windowId)),
    walls: features.wall.walls(),
    vault,
    isKeychainAway: monitoring?.isKeychainAway() ?? false,
    clockAheadMs: wallClock?.difference()?.aheadMs ?? null,
    isClockWrong: features.clock.isWrong(),
    audit: features.audit.standing(),
    hooks: { address: null, command: null },
    updates: features.updates.sharedState().updates,
  };
}
