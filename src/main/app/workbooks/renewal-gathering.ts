/**
 * Gathers the grants of one profile that are renewed within a minute, so that what it shows is loaded once and not once
 * for each: they were signed in to at about the same time, and so their renewals are due at about the same time.
 */
import type { GrantView } from '../../../shared/state.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Panes, RenewalCause } from '../../viewer/panes.ts';

/** So long one renewed grant waits for the others at most. */
const LONGEST_WAIT_MS = 60_000;
/** And no longer than this part of the time that what is on screen has left: then it is to load, and to take over. */
const SHARE_OF_SESSION = 0.2;

export interface RenewalGatheringOptions extends Clock, Pick<Timers, 'setTimer'> {
  /** The grants of a profile. */
  grantsOf(profileId: string): readonly GrantView[];
  readonly panes: Pick<Panes, 'renewProfile' | 'earliestSessionEnd'>;
}

export interface RenewalGathering {
  /** A grant was renewed: renews what its profile shows, now or together with the grants that are about to follow. */
  renewed(profileId: string, connectionId: string, cause: RenewalCause): void;
  /** Renews at once what waits for other grants of the profile. */
  flush(profileId: string): void;
  stop(): void;
}

interface Waiting {
  readonly cause: RenewalCause;
  readonly renewed: ReadonlySet<string>;
  /** The `uptime` at which the first of them was renewed. */
  readonly since: number;
  stopTimer(): void;
}

/** How long to wait for the other grants of a profile, in milliseconds: 0 when none is about to be renewed. */
export function gatheringDelay(
  others: readonly Pick<GrantView, 'status' | 'renewsAt'>[],
  sessionLeft: number,
  now: number,
): number {
  const longest = Math.max(0, Math.min(LONGEST_WAIT_MS, sessionLeft * SHARE_OF_SESSION));
  const isExpected = ({ status, renewsAt }: Pick<GrantView, 'status' | 'renewsAt'>) =>
    status === 'renewing' || (status === 'signed-in' && renewsAt !== null && renewsAt - now <= longest);
  return others.some(isExpected) ? longest : 0;
}

/** Nothing waits at first. */
export function createRenewalGathering(options: RenewalGatheringOptions): RenewalGathering {
  const { panes, now, uptime } = options;
  const waiting = new Map<string, Waiting>();

  function flush(profileId: string): void {
    const found = waiting.get(profileId);
    if (!found) return;
    found.stopTimer();
    waiting.delete(profileId);
    panes.renewProfile(profileId, found.cause);
  }

  return {
    renewed(profileId, connectionId, cause) {
      const before = waiting.get(profileId);
      before?.stopTimer();
      const renewed = new Set(before?.renewed).add(connectionId);
      const since = before?.since ?? uptime();
      const others = options.grantsOf(profileId).filter((grant) => !renewed.has(grant.connectionId));
      const sessionLeft = (panes.earliestSessionEnd(profileId) ?? now()) - now();
      const delayMs = gatheringDelay(others, sessionLeft, now()) - (uptime() - since);
      // A renewal at its time among them counts as a change.
      const gathered = { cause: before?.cause === 'change' ? before.cause : cause, renewed, since };
      waiting.set(profileId, { ...gathered, stopTimer: () => {} });
      if (delayMs <= 0) return flush(profileId);
      const stopTimer = options.setTimer(() => flush(profileId), delayMs);
      waiting.set(profileId, { ...gathered, stopTimer });
    },
    flush,
    stop() {
      for (const { stopTimer } of waiting.values()) stopTimer();
      waiting.clear();
    },
  };
}
