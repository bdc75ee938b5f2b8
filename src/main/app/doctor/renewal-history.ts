/** The last renewals of each sign-in and how they ended, for as long as the program runs. It holds codes and times, and no token. */
import type { ErrorCode } from '../../../shared/errors.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';

export interface Renewal {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Why it failed; null where it went well. */
  readonly problem: ErrorCode | null;
}

export interface RenewalHistory {
  /** The last ones of a connection, the newest at the end. */
  of(connectionId: string): readonly Renewal[];
  grantEvent(event: GrantEvent): void;
}

/** An hourly renewal over most of a day, or a back-off of some minutes. */
const MOST = 20;

export function createRenewalHistory({ now }: { now(): number }): RenewalHistory {
  const renewals = new Map<string, readonly Renewal[]>();

  function add(connectionId: string, problem: ErrorCode | null): void {
    const before = renewals.get(connectionId) ?? [];
    renewals.set(connectionId, [...before, { at: now(), problem }].slice(-MOST));
  }

  return {
    of: (connectionId) => renewals.get(connectionId) ?? [],
    grantEvent(event) {
      switch (event.kind) {
        case 'renewed':
          return add(event.grant.connectionId, null);
        case 'renewal-failed':
        case 'ended':
          return add(event.connectionId, event.problem.code);
        // Whoever signs in begins anew.
        case 'adopted':
          return void renewals.delete(event.grant.connectionId);
        case 'forgotten':
          return void renewals.delete(event.connectionId);
      }
    },
  };
}
