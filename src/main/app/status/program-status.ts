/** How the program is, out of what its features say: pure. Names of people, of workbooks and of files have no way into it. */
import type { Profile } from '../../../shared/profile/profile.ts';
import type { GrantView, PaneView, TabView, VaultView } from '../../../shared/state.ts';
import { type ConnectionStatus, type ProgramStatus, STATUS_SCHEMA } from '../../../shared/status.ts';
import type { UpdateView } from '../../../shared/updates.ts';
import type { WallStanding } from '../wall/wall-standing.ts';

/** How a renewal of this run ended. Milliseconds since the epoch. */
export interface RenewalOutcome {
  readonly at: number;
  readonly code: string | null;
}

export interface OutletView {
  readonly waiting: number;
  readonly dropped: number;
  readonly problem: string | null;
}

export interface StatusParts {
  readonly version: string;
  readonly platform: string;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly startedAt: number;
  readonly uptimeMs: number;
  readonly isEnded: boolean;
  readonly alarms: ProgramStatus['alarms'];
  readonly isOnline: boolean;
  readonly isManaged: boolean;
  readonly profiles: readonly Profile[];
  readonly grants: readonly GrantView[];
  /** When only a person helps any more, in milliseconds since the epoch; null where nobody said. */
  endOf(connectionId: string): number | null;
  outcomeOf(connectionId: string): RenewalOutcome | null;
  /** Whether what a person called profiles and connections may be told. */
  readonly hasNames: boolean;
  readonly windows: readonly { readonly panes: readonly PaneView[]; readonly tabs: readonly TabView[] }[];
  readonly walls: readonly WallStanding[];
  readonly vault: Pick<VaultView, 'mode' | 'backend'>;
  readonly isKeychainAway: boolean;
  /** Null while no server has told the time. */
  readonly clockAheadMs: number | null;
  readonly isClockWrong: boolean;
  readonly audit: {
    readonly isOn: boolean;
    readonly problem: string | null;
    readonly outlets: readonly (OutletView & { readonly id: 'systemLog' | 'collector' })[];
  };
  readonly hooks: ProgramStatus['hooks'];
  readonly updates: UpdateView;
}

export const isoOf = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : isoOf(at));

export function statusOf(parts: StatusParts): ProgramStatus {
  const { alarms, audit, walls, windows } = parts;
  const outlet = (wanted: 'systemLog' | 'collector') => {
    const found = audit.outlets.find(({ id }) => id === wanted);
    return found ? { waiting: found.waiting, dropped: found.dropped, problem: found.problem } : null;
  };
  return {
    schema: STATUS_SCHEMA,
    program: 'sightglass',
    version: parts.version,
    platform: parts.platform,
    state: parts.isEnded ? 'ended' : 'running',
    time: isoOf(parts.now),
    pid: parts.pid,
    startedAt: isoOf(parts.startedAt),
    uptimeSeconds: Math.max(0, Math.floor(parts.uptimeMs / 1_000)),
    isWell: alarms.length === 0,
    alarms,
    isOnline: parts.isOnline,
    isManaged: parts.isManaged,
    connections: connectionsOf(parts),
    workbooks: workbooksOf(windows),
    windows: windows.length,
    walls: walls.map(({ hasPicture, lacks, tabs, failing, problem }) => ({
      hasPicture,
      lacks,
      tabs,
      failing,
      problem,
    })),
    vault: { mode: parts.vault.mode, backend: parts.vault.backend, isLocked: parts.isKeychainAway },
    clock: {
      aheadSeconds: parts.clockAheadMs === null ? null : Math.round(parts.clockAheadMs / 1_000),
      isWrong: parts.isClockWrong,
    },
    audit: {
      isOn: audit.isOn,
      problem: audit.problem,
      systemLog: outlet('systemLog'),
      collector: outlet('collector'),
    },
    hooks: parts.hooks,
    updates: { status: parts.updates.status, version: versionOf(parts.updates) },
  };
}

const versionOf = (updates: UpdateView): string | null => ('release' in updates ? updates.release.version : null);

function connectionsOf({ profiles, grants, hasNames, endOf, outcomeOf }: StatusParts): ConnectionStatus[] {
  return profiles.flatMap((profile) =>
    profile.connections.flatMap((connection): ConnectionStatus[] => {
      const grant = grants.find(({ connectionId }) => connectionId === connection.id);
      if (!grant) return [];
      return [
        {
          profileId: profile.id,
          connectionId: connection.id,
          profile: hasNames ? profile.name : null,
          connection: hasNames ? connection.label : null,
          provider: connection.server.provider,
          isServiceAccount: grant.isServiceAccount,
          state: grant.status,
          expiresAt: isoOrNull(grant.expiresAt),
          isRenewable: grant.renewable,
          renewsAt: isoOrNull(grant.renewsAt),
          endsAt: isoOrNull(endOf(connection.id)),
          lastRenewal: lastRenewal(grant, outcomeOf(connection.id)),
          problem: grant.problem?.code ?? null,
        },
      ];
    }),
  );
}

function lastRenewal({ lastRenewedAt }: GrantView, ofThisRun: RenewalOutcome | null): ConnectionStatus['lastRenewal'] {
  if (ofThisRun) {
    const { at, code } = ofThisRun;
    return { at: isoOf(at), outcome: code === null ? 'done' : 'failed', code };
  }
  return lastRenewedAt === null ? null : { at: isoOf(lastRenewedAt), outcome: 'done', code: null };
}

function workbooksOf(windows: StatusParts['windows']): ProgramStatus['workbooks'] {
  const phases = windows.flatMap(({ panes }) => panes.map(({ phase }) => phase));
  const count = (wanted: PaneView['phase']) => phases.filter((phase) => phase === wanted).length;
  return {
    live: count('ready'),
    loading: count('loading'),
    failed: count('failed'),
    asleep: windows.flatMap(({ tabs }) => tabs.filter(({ paneId }) => paneId === null)).length,
  };
}

/** Whether nothing but the time is different. */
export function isSameStatus(one: ProgramStatus | null, other: ProgramStatus): boolean {
  return one !== null && JSON.stringify(withoutTime(one)) === JSON.stringify(withoutTime(other));
}

/** The clock trembles by a second without that anything happened. */
function withoutTime({ clock, ...status }: ProgramStatus): object {
  const { aheadSeconds } = clock;
  const rough = aheadSeconds === null ? null : Math.round(aheadSeconds / 10);
  return { ...status, clock: { ...clock, aheadSeconds: rough }, time: null, startedAt: null, uptimeSeconds: null };
}
