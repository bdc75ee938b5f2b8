/** From how the program is to the conditions that need somebody. Pure. */
import { isHeld } from '../../../shared/grants.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { GrantView } from '../../../shared/state.ts';
import type { RenewalOutcome } from '../status/program-status.ts';
import type { WallStanding } from '../wall/wall-standing.ts';
import type { Finding } from './alarm-rules.ts';

const DAY_MS = 24 * 3_600_000;
/** Who has not touched the computer for so long is not about to come back from the next room. */
export const AWAY_MS = 3_600_000;

export interface Circumstances {
  readonly profiles: readonly Profile[];
  readonly grants: readonly GrantView[];
  /** How the last renewal of this run ended; null where there was none. */
  outcomeOf(connectionId: string): RenewalOutcome | null;
  /** From when on only a person helps, in milliseconds since the epoch; null where nobody said. */
  endOf(connectionId: string): number | null;
  /** What a person did about it in this run. */
  personDid(connectionId: string): 'signed-in' | 'signed-out' | null;
  readonly walls: readonly WallStanding[];
  /** Whether a window shows a workbook of the profile. */
  isOpen(profileId: string): boolean;
  /** For how long nobody has used the computer, in milliseconds. */
  readonly idleMs: number;
  readonly isKeychainAway: boolean;
  /** Null: no server has told the time. */
  readonly isClockWrong: boolean | null;
  /** What the system said when the audit trail could not be written. */
  readonly auditProblem: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

type Found = Finding | null;

export function conditionsOf(circumstances: Circumstances): Finding[] {
  const { profiles, walls } = circumstances;
  const ofConnections = profiles.flatMap((profile) =>
    profile.connections.flatMap(({ id }): Found[] => {
      const grant = circumstances.grants.find(({ connectionId }) => connectionId === id);
      if (!grant) return [];
      return [renewal(profile, grant, circumstances), signInEnds(profile, grant, circumstances)];
    }),
  );
  return [...ofConnections, ...walls.map(wall), ...ofComputer(circumstances)].filter((one) => one !== null);
}

/** Whether a renewal failed says only a renewal; a sign-in that was read from the vault has had none yet. */
function renewal(profile: Profile, grant: GrantView, { outcomeOf, personDid }: Circumstances): Found {
  const { connectionId, status, problem } = grant;
  const found = findingOf('renewal', { profileId: profile.id, connectionId });
  if (status === 'ended') return { ...found, reason: problem?.code ?? null };
  const did = personDid(connectionId);
  if (status === 'signed-out') return did === 'signed-out' ? null : { ...found, isKnown: false };
  // One that cannot be renewed is well until it ends.
  if (!grant.renewable) return null;
  const outcome = outcomeOf(connectionId);
  if (outcome === null) return did === 'signed-in' ? null : { ...found, isKnown: false };
  return outcome.code === null ? null : { ...found, reason: outcome.code };
}

/** Nobody is there: it hangs on a wall, or a workbook is open and its person has gone. */
function signInEnds(profile: Profile, grant: GrantView, circumstances: Circumstances): Found {
  const { connectionId, isServiceAccount } = grant;
  if (isServiceAccount) return null;
  const found = findingOf('signInEnds', { profileId: profile.id, connectionId });
  if (!isHeld(grant)) return { ...found, isKnown: false };
  const end = circumstances.endOf(connectionId);
  if (end === null || end - circumstances.now > DAY_MS) return null;
  const isOnWall = circumstances.walls.some(({ profileId }) => profileId === profile.id);
  const isAway = circumstances.idleMs >= AWAY_MS && circumstances.isOpen(profile.id);
  return isOnWall || isAway ? found : null;
}

function wall({ windowId, profileId, lacks, failing }: WallStanding): Found {
  const reason = lacks ?? (failing > 0 ? 'tabs' : null);
  return reason === null ? null : { ...findingOf('wall', { profileId }), key: WALL + windowId, reason };
}

const WALL = 'wall ';
/** Which window an alarm of a wall is about; null for any other one. */
export const windowOfWall = (key: string): string | null => (key.startsWith(WALL) ? key.slice(WALL.length) : null);

function ofComputer({ isKeychainAway, isClockWrong, auditProblem }: Circumstances): Found[] {
  return [
    isKeychainAway ? findingOf('keychain') : null,
    isClockWrong === false ? null : { ...findingOf('clock'), isKnown: isClockWrong !== null },
    auditProblem === null ? null : { ...findingOf('audit'), reason: auditProblem },
  ];
}

function findingOf(
  kind: Finding['kind'],
  { profileId = null, connectionId = null }: Partial<Pick<Finding, 'profileId' | 'connectionId'>> = {},
): Finding {
  const key = connectionId === null ? kind : `${kind} ${connectionId}`;
  return { key, kind, profileId, connectionId, reason: null, isKnown: true };
}
