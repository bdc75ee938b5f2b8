/** Prepares the session of each partition once, before its first guest. */
import type { Session } from 'electron';
import { type GuestSessionOptions, prepareGuestSession } from './guest-session.ts';

export interface GuestSessionsOptions extends Omit<GuestSessionOptions, 'session' | 'sigmaOrigin'> {
  /** Electron's `session.fromPartition`. */
  sessionOf(partition: string): Session;
  /** The origin of the workbooks that live in a partition; null when none is open. */
  sigmaOriginOfPartition(partition: string): string | null;
}

export interface GuestSessions {
  /** Sets the rules of the session; nothing more happens when that was done before. */
  prepare(partition: string): void;
}

export function createGuestSessions(options: GuestSessionsOptions): GuestSessions {
  const prepared = new Set<string>();
  return {
    prepare(partition) {
      if (prepared.has(partition)) return;
      prepared.add(partition);
      prepareGuestSession({
        ...options,
        session: options.sessionOf(partition),
        sigmaOrigin: () => options.sigmaOriginOfPartition(partition),
      });
    },
  };
}
