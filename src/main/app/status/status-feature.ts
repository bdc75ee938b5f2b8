/** The status of the program as plain data, for whoever asks, and as a heartbeat in a file where that is wished for. */
import type { ProgramStatus } from '../../../shared/status.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { Feature } from '../feature.ts';
import type { RenewalOutcome, StatusParts } from './program-status.ts';
import { statusOf } from './program-status.ts';

/** What the features say; the rest is known here. */
export type PartsOfFeatures = Omit<StatusParts, 'now' | 'startedAt' | 'uptimeMs' | 'isEnded' | 'outcomeOf'>;

export interface StatusOptions {
  now(): number;
  uptime(): number;
  /** Milliseconds of `uptime` at which the program began. */
  readonly startedAt: number;
  /** What the features say now. */
  parts(): PartsOfFeatures;
}

export interface StatusFeature extends Feature<never> {
  programStatus(): ProgramStatus;
  grantEvent(event: GrantEvent): void;
}

export function createStatusFeature(options: StatusOptions): StatusFeature {
  const { now, uptime, startedAt } = options;
  const outcomes = new Map<string, RenewalOutcome>();

  function programStatus(isEnded = false): ProgramStatus {
    const uptimeMs = uptime() - startedAt;
    return statusOf({
      ...options.parts(),
      now: now(),
      startedAt: now() - uptimeMs,
      uptimeMs,
      isEnded,
      outcomeOf: (connectionId) => outcomes.get(connectionId) ?? null,
    });
  }

  return {
    handlers: {},
    sharedState: () => ({}),
    windowState: () => ({}),
    programStatus: () => programStatus(),
    grantEvent(event) {
      if (event.kind === 'renewed') outcomes.set(event.grant.connectionId, { at: now(), code: null });
      else if (event.kind === 'renewal-failed') {
        outcomes.set(event.connectionId, { at: now(), code: event.problem.code });
      } else if (event.kind === 'adopted') outcomes.delete(event.grant.connectionId);
      else if (event.kind === 'forgotten') outcomes.delete(event.connectionId);
    },
  };
}
