/**
 * When an alarm is raised and when it ends: once for as long as its condition lasts. Pure. A condition has to last before it
 * is one, and has to be over for a while before the alarm ends, so that nothing rings at every tremble.
 */
import type { AlarmKind } from '../../../shared/alarms.ts';

/** A condition that is so, or of which nobody can say now. What is not among the findings is well. */
export interface Finding {
  /** The same for as long as it is the same condition. */
  readonly key: string;
  readonly kind: AlarmKind;
  readonly profileId: string | null;
  readonly connectionId: string | null;
  /** Why: the code of an error, or what a wall waits for. */
  readonly reason: string | null;
  /** False: nobody can say. It raises nothing, and ends nothing. */
  readonly isKnown: boolean;
}

export interface Alarm extends Pick<Finding, 'key' | 'kind' | 'profileId' | 'connectionId' | 'reason'> {
  /** One for each time that it is raised. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** It was raised, and told, by an earlier run. */
  readonly isOfLastRun: boolean;
}

/** Instants are in milliseconds of `uptime`. */
export interface AlarmMemory {
  /** Since when conditions last that are no alarms yet. */
  readonly coming: ReadonlyMap<string, number>;
  /** `wellSince`: since when the condition is over; null while it is not. */
  readonly inForce: ReadonlyMap<string, { readonly alarm: Alarm; readonly wellSince: number | null }>;
}

/** How long a condition lasts before it is an alarm, and how long it is over before the alarm ends, in milliseconds. */
export type AlarmTimes = Readonly<Record<AlarmKind, { readonly raisedAfter: number; readonly endedAfter: number }>>;

export interface AlarmStep {
  readonly memory: AlarmMemory;
  readonly raised: readonly Alarm[];
  readonly ended: readonly Alarm[];
  /** When to look again though nothing changes; null: not at all. */
  readonly lookInMs: number | null;
}

export const nothingWrong: AlarmMemory = { coming: new Map(), inForce: new Map() };

export interface AlarmMoment {
  readonly uptime: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly times: AlarmTimes;
  randomUuid(): string;
}

export function alarmStep(memory: AlarmMemory, findings: readonly Finding[], moment: AlarmMoment): AlarmStep {
  const { uptime, times } = moment;
  const coming = new Map<string, number>();
  const inForce = new Map<string, { alarm: Alarm; wellSince: number | null }>();
  const raised: Alarm[] = [];
  const ended: Alarm[] = [];
  const looks: number[] = [];

  for (const finding of findings) {
    const { key, kind, profileId, connectionId, reason, isKnown } = finding;
    const before = memory.inForce.get(key);
    if (before) {
      // What is behind it may change without that it is another alarm.
      const alarm = isKnown && reason !== before.alarm.reason ? { ...before.alarm, reason } : before.alarm;
      inForce.set(key, { alarm, wellSince: null });
      continue;
    }
    if (!isKnown) continue;
    const since = memory.coming.get(key) ?? uptime;
    const left = since + times[kind].raisedAfter - uptime;
    if (left > 0) {
      coming.set(key, since);
      looks.push(left);
      continue;
    }
    const alarm = {
      id: moment.randomUuid(),
      key,
      kind,
      profileId,
      connectionId,
      reason,
      since: moment.now,
      isOfLastRun: false,
    };
    inForce.set(key, { alarm, wellSince: null });
    raised.push(alarm);
  }

  for (const [key, before] of memory.inForce) {
    if (inForce.has(key)) continue;
    const wellSince = before.wellSince ?? uptime;
    const left = wellSince + times[before.alarm.kind].endedAfter - uptime;
    if (left <= 0) ended.push(before.alarm);
    else {
      inForce.set(key, { ...before, wellSince });
      looks.push(left);
    }
  }
  return { memory: { coming, inForce }, raised, ended, lookInMs: looks.length === 0 ? null : Math.min(...looks) };
}

/** After a sleep: nothing has lasted through it, since nobody looked. */
export const countedAnew = ({ inForce }: AlarmMemory): AlarmMemory => ({
  coming: new Map(),
  inForce: new Map([...inForce].map(([key, { alarm }]) => [key, { alarm, wellSince: null }])),
});
