/** Alarms: conditions that need somebody, each raised once, told where it has to be told, and ended once. */
import type { AppError } from '../../../shared/errors.ts';
import type { AlarmStatus } from '../../../shared/status.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import { isoOf } from '../status/program-status.ts';
import { type Alarm, type AlarmMemory, type AlarmTimes, alarmStep, countedAnew, type Finding } from './alarm-rules.ts';
import type { AlarmStore } from './alarm-store.ts';

export interface AlarmsOptions extends Clock {
  /** How it is now. */
  findings(): readonly Finding[];
  /** After how long renewals that fail are an alarm, in milliseconds. */
  renewalLimitMs(): number;
  readonly store: AlarmStore;
  readonly timers: Timers;
  randomUuid(): string;
  readonly notices: Pick<Notices, 'addRevocable'>;
  noticeOf(alarm: Alarm): AppError | null;
  /** Whoever else is told: the trail, the hooks. */
  onAlarm(event: 'raised' | 'ended', alarm: Alarm): void;
  readonly log: Pick<Log, 'info' | 'warn'>;
  onChange(): void;
}

export interface AlarmsFeature extends Feature<never> {
  /** Something may be different: looks soon. */
  changed(): void;
  inForce(): readonly Alarm[];
  status(): AlarmStatus[];
  /** A person signed out: what was about that sign-in is over. */
  left(connectionId: string): void;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A moment for what comes together. */
const LOOK_AFTER_MS = 1 * SECOND;
/** Time alone makes some conditions. */
const LOOK_AGAIN_MS = 30 * SECOND;

const timesWith = (renewalLimitMs: number): AlarmTimes => ({
  renewal: { raisedAfter: renewalLimitMs, endedAfter: 10 * SECOND },
  signInEnds: { raisedAfter: 5 * MINUTE, endedAfter: MINUTE },
  wall: { raisedAfter: 5 * MINUTE, endedAfter: 2 * MINUTE },
  // A session that opens by itself unlocks its keyring a moment later.
  keychain: { raisedAfter: 2 * MINUTE, endedAfter: MINUTE },
  clock: { raisedAfter: MINUTE, endedAfter: 5 * MINUTE },
  audit: { raisedAfter: 30 * SECOND, endedAfter: 2 * MINUTE },
});

export function createAlarmsFeature(options: AlarmsOptions): AlarmsFeature {
  const { store, log, now, uptime } = options;
  let memory: AlarmMemory = { coming: new Map(), inForce: new Map() };
  let isRunning = false;
  const shown = createShown(options);
  const looks = createLooks(options, look);

  const inForce = (): readonly Alarm[] => [...memory.inForce.values()].map(({ alarm }) => alarm);

  function look(): void {
    if (!isRunning) return;
    const findings = options.findings();
    const step = alarmStep(memory, findings, {
      uptime: uptime(),
      now: now(),
      times: timesWith(options.renewalLimitMs()),
      randomUuid: options.randomUuid,
    });
    memory = step.memory;
    for (const alarm of step.ended) end(alarm);
    for (const alarm of step.raised) tell('raised', alarm);
    // What an earlier run raised is shown once it is known to be so still.
    for (const { key, isKnown } of findings) if (isKnown) shown.show(memory.inForce.get(key)?.alarm);
    if (step.raised.length + step.ended.length > 0) changed();
    looks.plan(Math.min(step.lookInMs ?? LOOK_AGAIN_MS, LOOK_AGAIN_MS));
  }
  const lookSoon = (): void => {
    if (isRunning) looks.plan(LOOK_AFTER_MS);
  };

  function tell(event: 'raised' | 'ended', alarm: Alarm): void {
    const { id, kind, reason, connectionId } = alarm;
    log[event === 'raised' ? 'warn' : 'info'](`alarm.${event}`, { id, kind, reason, connectionId });
    options.onAlarm(event, alarm);
  }

  function end(alarm: Alarm): void {
    shown.take(alarm);
    tell('ended', alarm);
  }

  function changed(): void {
    void store.keep(inForce());
    options.onChange();
  }

  return {
    handlers: {},
    sharedState: () => ({}),
    windowState: () => ({}),
    changed: lookSoon,
    inForce,
    status: () =>
      inForce().map(({ id, kind, since, profileId, connectionId, reason }) => ({
        id,
        kind,
        since: isoOf(since),
        profileId,
        connectionId,
        reason,
      })),
    left(connectionId) {
      const over = inForce().filter((alarm) => alarm.connectionId === connectionId);
      if (over.length === 0) return;
      const rest = [...memory.inForce].filter(([, { alarm }]) => !over.includes(alarm));
      memory = { ...memory, inForce: new Map(rest) };
      for (const alarm of over) end(alarm);
      changed();
    },
    async restore() {
      isRunning = true;
      const before = store.ofLastRun().map((alarm) => [alarm.key, { alarm, wellSince: null }] as const);
      memory = { coming: new Map(), inForce: new Map(before) };
      lookSoon();
    },
    wake() {
      memory = countedAnew(memory);
      lookSoon();
    },
    close() {
      isRunning = false;
      looks.stop();
    },
  };
}

/** The notices of alarms, by their keys. */
function createShown({ notices, noticeOf }: Pick<AlarmsOptions, 'notices' | 'noticeOf'>) {
  const shown = new Map<string, { readonly reason: string | null; readonly take: () => void }>();
  function take({ key }: Alarm): void {
    shown.get(key)?.take();
    shown.delete(key);
  }
  return {
    take,
    show(alarm: Alarm | undefined): void {
      // One that was dismissed comes back when there is another reason, and not before.
      if (!alarm || shown.get(alarm.key)?.reason === alarm.reason) return;
      take(alarm);
      const notice = noticeOf(alarm);
      shown.set(alarm.key, { reason: alarm.reason, take: notice ? notices.addRevocable(notice) : () => undefined });
    },
  };
}

/** One look that is to come: the earliest that was asked for. */
function createLooks({ timers, uptime }: Pick<AlarmsOptions, 'timers' | 'uptime'>, look: () => void) {
  let next: { readonly stop: () => void; readonly at: number } | null = null;
  const stop = (): void => {
    next?.stop();
    next = null;
  };
  return {
    stop,
    plan(delayMs: number): void {
      const at = uptime() + delayMs;
      if (next && next.at <= at) return;
      stop();
      const action = () => {
        next = null;
        look();
      };
      next = { stop: timers.setTimer(action, delayMs), at };
    },
  };
}
