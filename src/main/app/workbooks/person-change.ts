/**
 * Who counts as another person, and what then becomes of what a profile shows. Another person must find nothing of the
 * one before: neither a workbook that is open nor what Sigma stored.
 */
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { Log } from '../../log/log.ts';
import type { Grant, Person } from '../../oauth/grants/grant.ts';
import type { Panes } from '../../viewer/panes.ts';
import { comparableAddress } from './embed-user.ts';
import type { Partitions } from './partitions.ts';
import type { WorkbookSessions } from './workbook-sessions.ts';

type GrantOfPerson = Pick<Grant, 'connectionId' | 'flow' | 'person'>;

/** A new grant took over (see `GrantEvent`). */
export interface Adoption {
  readonly grant: GrantOfPerson;
  /** Who was signed in to the connection last; null when that is not known. */
  readonly lastPerson: Pick<Person, 'userName'> | null;
}

export interface PersonChangeOptions {
  /** The profile of a connection; null when the connection is gone. */
  profileOf(connectionId: string): Pick<Profile, 'id'> | null;
  readonly panes: Pick<Panes, 'open' | 'targetsOf' | 'closeProfile' | 'renewProfile'>;
  readonly sessions: Pick<WorkbookSessions, 'targetOf'>;
  readonly partitions: Pick<Partitions, 'renew'>;
  /** Empties what the guests of a profile left in their session. */
  clearGuestSession(partition: string): Promise<void>;
  /** What is kept of the person before goes. */
  onLeft(profileId: string): void;
  readonly log: Pick<Log, 'warn'>;
}

export interface PersonChange {
  /**
   * What is open takes the new grant up: in a new session for another person, behind the scenes for the same.
   *
   * Call it in the very turn in which the grant takes over: a guest that is signed in between would show one person in
   * the session of the other.
   */
  adopted(adoption: Adoption): void;
  /**
   * Closes what a profile shows and leaves its session behind: for a sign-out, and for a profile that changes. Resolves
   * when that session is empty.
   */
  closeAndClearSession(profileId: string): Promise<void>;
}

export function createPersonChange(options: PersonChangeOptions): PersonChange {
  const { panes, sessions, partitions, log } = options;
  function closeAndClearSession(profileId: string): Promise<void> {
    // Clearing reaches no page that still runs, so its panes are closed first, and those to come get another session.
    panes.closeProfile(profileId);
    options.onLeft(profileId);
    return options.clearGuestSession(partitions.renew(profileId));
  }

  function reopenForNewPerson(profileId: string): void {
    // Asked before they are closed. Opened again without waiting: the new session has nothing to do with the old one.
    const open = panes.targetsOf(profileId);
    closeAndClearSession(profileId).catch(() => log.warn('session.not-cleared', { profileId }));
    for (const { workbookId, windowId } of open) panes.open(sessions.targetOf(workbookId, windowId));
  }

  return {
    adopted({ grant, lastPerson }) {
      // A profile that is being removed takes its connections with it.
      const profile = options.profileOf(grant.connectionId);
      if (!profile) return;
      if (isAnother(grant, lastPerson)) reopenForNewPerson(profile.id);
      else panes.renewProfile(profile.id);
    },
    closeAndClearSession,
  };
}

/**
 * Whether a grant belongs to another person than the last one known.
 *
 * @param last null when none was known
 */
export function isAnother(grant: Pick<Grant, 'flow' | 'person'>, last: Pick<Person, 'userName'> | null): boolean {
  // A grant that does not say whose it is may be anyone's; a service account is always the same.
  if (grant.person === null) return !isServiceAccount(grant);
  if (last === null || last.userName === grant.person.userName) return false;
  // One address in other letters is no other person; names that are no addresses compare as they are.
  const address = comparableAddress(grant.person);
  return address === undefined || address !== comparableAddress(last);
}
