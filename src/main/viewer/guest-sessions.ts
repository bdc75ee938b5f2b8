/** Prepares the session of each partition once, before its first guest. */
import type { Session } from 'electron';
import { type GuestSessionOptions, type PreparedSession, prepareGuestSession } from './guest-session.ts';

export interface GuestSessionsOptions extends Omit<GuestSessionOptions, 'session' | 'sigmaOrigin'> {
  /** Electron's `session.fromPartition`. */
  sessionOf(partition: string): Session;
  /** The origin of the workbooks that live in a partition; null when none is open. */
  sigmaOriginOfPartition(partition: string): string | null;
}

export interface GuestSessions {
  /** Sets the rules of the session; nothing more happens when that was done before. */
  prepare(partition: string): void;
  /** A guest loads in a host page that is there already. @param session the one that its web contents live in */
  load(session: Session, guestId: string): void;
}

export function createGuestSessions(options: GuestSessionsOptions): GuestSessions {
  const partitions = new Set<string>();
  const prepared = new WeakMap<Session, PreparedSession>();
  return {
    prepare(partition) {
      if (partitions.has(partition)) return;
      partitions.add(partition);
      const session = options.sessionOf(partition);
      const sigmaOrigin = () => options.sigmaOriginOfPartition(partition);
      prepared.set(session, prepareGuestSession({ ...options, session, sigmaOrigin }));
    },
    load: (session, guestId) => prepared.get(session)?.load(guestId),
  };
}
