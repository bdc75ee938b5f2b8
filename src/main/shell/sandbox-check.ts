/**
 * Why Linux gives a program no sandbox, from what can be read there. Chromium needs one of two things: user namespaces
 * that any person may make, or the helper `chrome-sandbox` with the rights of root. It tells neither which is missing nor
 * why, and dies before the first line of ours; see docs/decisions/0038.
 */

export interface SandboxFacts {
  /** Chromium gives root no sandbox, whatever the system could. */
  readonly isRoot: boolean;
  /** Whether the kernel filters system calls for programs that ask for it. */
  readonly hasSeccomp: boolean;
  /** `user.max_user_namespaces`; null where the kernel does not know it, and then there are none. */
  readonly mostUserNamespaces: number | null;
  /** `kernel.unprivileged_userns_clone`, of Debian and Arch; null elsewhere. */
  readonly usernsClone: number | null;
  /** `kernel.apparmor_restrict_unprivileged_userns`, of Ubuntu 23.10 and later; null elsewhere. */
  readonly apparmorRestricts: number | null;
  /** The AppArmor profile of this process, such as `sightglass (unconfined)`; null without AppArmor. */
  readonly apparmorLabel: string | null;
  /** The process and all that it starts gain no rights from files any more (`NoNewPrivs`). */
  readonly noNewPrivileges: boolean;
  readonly isInContainer: boolean;
  /** The helper beside the executable; null where there is none. */
  readonly helper: { readonly uid: number; readonly mode: number; readonly isOnNosuidMount: boolean } | null;
}

/** `namespaces`: none can be made, for a reason that cannot be read. */
export type SandboxCause =
  | 'root'
  | 'seccomp'
  | 'namespacesOff'
  | 'cloneOff'
  | 'apparmor'
  | 'container'
  | 'namespaces'
  | 'helper'
  | 'helperNosuid'
  | 'helperPrivileges';

/** @returns every cause that a person could remove, the one to begin with first; never empty */
export function sandboxCauses(facts: SandboxFacts): readonly SandboxCause[] {
  // With either of them nothing of the rest matters.
  if (facts.isRoot) return ['root'];
  if (!facts.hasSeccomp) return ['seccomp'];
  return [namespaceCause(facts), helperCause(facts)];
}

function namespaceCause(facts: SandboxFacts): SandboxCause {
  if ((facts.mostUserNamespaces ?? 0) === 0) return 'namespacesOff';
  if (facts.usernsClone === 0) return 'cloneOff';
  if (facts.apparmorRestricts === 1 && !isConfined(facts.apparmorLabel)) return 'apparmor';
  return facts.isInContainer ? 'container' : 'namespaces';
}

/** A program without a profile is put under this one when it makes a namespace. */
const isConfined = (label: string | null): boolean =>
  label !== null && !/^(?:unconfined|unprivileged_userns)\b/.test(label);

const SET_USER_ID = 0o4000;

function helperCause({ helper, noNewPrivileges }: SandboxFacts): SandboxCause {
  if (helper === null || helper.uid !== 0 || (helper.mode & SET_USER_ID) === 0) return 'helper';
  if (helper.isOnNosuidMount) return 'helperNosuid';
  return noNewPrivileges ? 'helperPrivileges' : 'helper';
}
