/** What the program knows of itself, for the checks that look at it. */
import type { PolicyView } from '../../../shared/about.ts';
import type { AuditCondition } from '../../../shared/ipc/audit.ts';
import type { UpdateView } from '../../../shared/updates.ts';

export interface ProgramFacts {
  readonly policy: PolicyView;
  /** Null where nothing is known of updates. */
  updates(): UpdateView | null;
  /** Null where nothing is recorded at all. */
  audit(): AuditCondition | null;
  /** Whether all profiles that were ever stored are understood. */
  profilesAreWhole(): boolean;
  /** How many saved set-ups have no embed secret in the vault, which none is saved without. */
  withoutSecrets(): number;
  /** The newest version that ever ran on these files, where it is newer than this one; null elsewhere. */
  newerVersion(): string | null;
}

/** For tests of other things. */
export const plainFacts: ProgramFacts = {
  policy: { isManaged: false, keys: [], notUnderstood: [], fault: null },
  updates: () => null,
  audit: () => null,
  profilesAreWhole: () => true,
  withoutSecrets: () => 0,
  newerVersion: () => null,
};
