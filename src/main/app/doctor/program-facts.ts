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
}

/** For tests of other things. */
export const plainFacts: ProgramFacts = {
  policy: { isManaged: false, keys: [], notUnderstood: [], fault: null },
  updates: () => null,
  audit: () => null,
  profilesAreWhole: () => true,
};
