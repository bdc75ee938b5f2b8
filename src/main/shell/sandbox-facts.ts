/** Reads what `sandbox-check.ts` judges. Only a start that has no sandbox pays for it. */
import { dirname, join } from 'node:path';
import type { SandboxFacts } from './sandbox-check.ts';

export interface SystemReader {
  /** @throws the error of the operating system */
  read(path: string): string;
  /** @throws the error of the operating system */
  stat(path: string): { readonly uid: number; readonly mode: number };
}

/** The kernel has it where it filters system calls (Linux 4.14). */
export const SECCOMP = '/proc/sys/kernel/seccomp/actions_avail';

/**
 * @param executable `process.execPath`
 * @param uid `process.getuid()`
 */
export function readSandboxFacts({ read, stat }: SystemReader, executable: string, uid: number): SandboxFacts {
  const textOf = (path: string): string | null => {
    try {
      return read(path).replace(/\0+$/, '').trim();
    } catch {
      // Each of them is missing somewhere, and that is what is to be known.
      return null;
    }
  };
  const numberOf = (path: string): number | null => {
    const text = textOf(path);
    return text !== null && /^\d+$/.test(text) ? Number(text) : null;
  };
  const statOf = (path: string) => {
    try {
      return stat(path);
    } catch {
      return null;
    }
  };
  const helperPath = join(dirname(executable), 'chrome-sandbox');
  const helper = statOf(helperPath);
  return {
    isRoot: uid === 0,
    hasSeccomp: statOf(SECCOMP) !== null,
    mostUserNamespaces: numberOf('/proc/sys/user/max_user_namespaces'),
    usernsClone: numberOf('/proc/sys/kernel/unprivileged_userns_clone'),
    apparmorRestricts: numberOf('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
    apparmorLabel: textOf('/proc/self/attr/apparmor/current'),
    noNewPrivileges: /^NoNewPrivs:\s*1$/m.test(textOf('/proc/self/status') ?? ''),
    isInContainer: ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'].some(
      (path) => statOf(path) !== null,
    ),
    helper: helper && {
      uid: helper.uid,
      mode: helper.mode,
      isOnNosuidMount: isNosuid(helperPath, textOf('/proc/self/mountinfo') ?? ''),
    },
  };
}

/**
 * Whether files of root have no rights of root where a file is.
 *
 * @param mounts as in proc(5): the fifth field is the place, with octal escapes, the sixth the options
 */
function isNosuid(path: string, mounts: string): boolean {
  let longest = '';
  let options = '';
  for (const line of mounts.split('\n')) {
    const [, , , , escaped = '', found = ''] = line.split(' ');
    const place = escaped.replace(/\\([0-7]{3})/g, (_all, code: string) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    const isAbove = place === '/' || path === place || path.startsWith(`${place}/`);
    // A later mount hides an earlier one in the same place.
    if (place !== '' && isAbove && place.length >= longest.length) [longest, options] = [place, found];
  }
  return options.split(',').includes('nosuid');
}
