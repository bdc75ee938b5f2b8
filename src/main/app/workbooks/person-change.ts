/**
 * Who counts as another person, and what then becomes of what a profile shows. Another person must find nothing of the
 * one before: neither a workbook that is open nor what Sigma stored.
 */
import type { Profile } from '../../../shared/profile/profile.ts';
import type { Log } from '../../log/log.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { Partitions } from './partitions.ts';
import type { WorkbookSessions } from './workbook-sessions.ts';

type GrantOfPerson = Pick<Grant, 'connectionId' | 'flow' | 'person'>;

/** A new grant took over. */
export interface Adoption {
  readonly grant: GrantOfPerson;
  /** The grant that it took the place of; null when there was none, or none that was still good. */
  readonly earlier: Pick<Grant, 'person'> | null;
}

export interface PersonChangeOptions {
  /** The profile of a connection; null when the connection is gone. */
  profileOf(connectionId: string): Pick<Profile, 'id'> | null;
  readonly panes: Pick<Panes, 'open' | 'targetsOf' | 'closeProfile' | 'renewProfile'>;
  readonly sessions: Pick<WorkbookSessions, 'targetOf'>;
  readonly partitions: Pick<Partitions, 'renew'>;
  /** Empties what the guests of a profile left in their session. */
  clearGuestSession(partition: string): Promise<void>;
  readonly log: Pick<Log, 'warn'>;
}

export interface PersonChange {
  /** A grant of the last run was taken up: its person is the last one known. */
  restored(grant: GrantOfPerson): void;
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
  /** Who was signed in to each connection last. It outlives the grant: workbooks stay on the screen when one ends. */
  const lastKnown = new Map<string, string>();

  function remember(connectionId: string, person: Grant['person'] | undefined): void {
    if (person) lastKnown.set(connectionId, person.userName);
  }

  function closeAndClearSession(profileId: string): Promise<void> {
    // Clearing reaches no page that still runs, so its panes are closed first, and those to come get another session.
    panes.closeProfile(profileId);
    return options.clearGuestSession(partitions.renew(profileId));
  }

  function reopenForNewPerson(profileId: string): void {
    // Asked before they are closed. Opened again without waiting: the new session has nothing to do with the old one.
    const open = panes.targetsOf(profileId);
    closeAndClearSession(profileId).catch(() => log.warn('session.not-cleared', { profileId }));
    for (const { workbookId, windowId } of open) panes.open(sessions.targetOf(workbookId, windowId));
  }

  return {
    restored: ({ connectionId, person }) => remember(connectionId, person),
    adopted({ grant, earlier }) {
      const { connectionId, person } = grant;
      // A profile that is being removed takes its connections with it.
      const profile = options.profileOf(connectionId);
      if (!profile) return;
      const before = lastKnown.get(connectionId) ?? earlier?.person?.userName;
      remember(connectionId, person);
      if (isAnother(grant, before)) reopenForNewPerson(profile.id);
      else panes.renewProfile(profile.id);
    },
    closeAndClearSession,
  };
}

/**
 * Whether a grant belongs to another person than the last one known.
 *
 * @param before the user name of that person; undefined when none was known
 */
export function isAnother({ flow, person }: Pick<Grant, 'flow' | 'person'>, before: string | undefined): boolean {
  // A grant that does not say whose it is may be anyone's; a service account is always the same.
  if (person === null) return flow !== 'client_credentials';
  return before !== undefined && before !== person.userName;
}
