/** The status of the program as plain data, for whoever asks, and as a heartbeat in a file where that is wished for. */
import type { ProgramStatus } from '../../../shared/status.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { Choices } from '../../settings/choices.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { MonitoringEdges } from './monitoring-edges.ts';
import { type RenewalOutcome, type StatusParts, statusOf } from './program-status.ts';

/** What the features say; the rest is known here. */
export type PartsOfFeatures = Omit<StatusParts, 'now' | 'startedAt' | 'uptimeMs' | 'isEnded' | 'outcomeOf'>;

export interface StatusOptions {
  now(): number;
  uptime(): number;
  /** Milliseconds of `uptime` at which the program began. */
  readonly startedAt: number;
  /** What the features say now. */
  parts(): PartsOfFeatures;
  readonly choices: Pick<Choices, 'get' | 'onChange'>;
  /** Left out: nothing is written. */
  readonly file?: MonitoringEdges['file'] | undefined;
  readonly timers: Timers;
  readonly notices: Pick<Notices, 'addRevocable'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface StatusFeature extends Feature<never> {
  programStatus(): ProgramStatus;
  /** How the last renewal of this run ended. */
  outcomeOf(connectionId: string): RenewalOutcome | null;
  grantEvent(event: GrantEvent): void;
  /** Something may be different. */
  changed(): void;
}

export function createStatusFeature(options: StatusOptions): StatusFeature {
  const { now, uptime, startedAt, choices, file } = options;
  const outcomes = new Map<string, RenewalOutcome>();
  const outcomeOf = (connectionId: string) => outcomes.get(connectionId) ?? null;

  function programStatus(isEnded = false): ProgramStatus {
    const uptimeMs = uptime() - startedAt;
    return statusOf({ ...options.parts(), now: now(), startedAt: now() - uptimeMs, uptimeMs, isEnded, outcomeOf });
  }
  const heartbeat = file && createHeartbeat({ ...options, file, status: programStatus });

  choices.onChange((id) => {
    if (id === 'statusFile') void (choices.get('statusFile') ? heartbeat?.begin() : heartbeat?.stop());
    if (id === 'statusNames') heartbeat?.changed();
  });

  return {
    handlers: {},
    sharedState: () => ({}),
    windowState: () => ({}),
    programStatus: () => programStatus(),
    outcomeOf,
    changed: () => heartbeat?.changed(),
    grantEvent(event) {
      if (event.kind === 'renewed') outcomes.set(event.grant.connectionId, { at: now(), code: null });
      else if (event.kind === 'renewal-failed') {
        outcomes.set(event.connectionId, { at: now(), code: event.problem.code });
      } else if (event.kind === 'adopted') outcomes.delete(event.grant.connectionId);
      else if (event.kind === 'forgotten') outcomes.delete(event.connectionId);
    },
    async restore() {
      if (choices.get('statusFile')) heartbeat?.begin();
      // A policy may have been another one when the last run ended.
      else await heartbeat?.stop();
    },
    wake: () => heartbeat?.changed(),
    close: () => heartbeat?.end(),
  };
}
