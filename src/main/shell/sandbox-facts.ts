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

const NAMESPACES = '/proc/sys/user/max_user_namespaces';
const CLONE = '/proc/sys/kernel/unprivileged_userns_clone';
const APPARMOR = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
const LABEL = '/proc/self/attr/apparmor/current';
const STATUS = '/proc/self/status';
const MOUNTS = '/proc/self/mountinfo';
const CONTAINERS = ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'];
const helperOf = (executable: string): string => join(dirname(executable), 'chrome-sandbox');

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
  const helperPath = helperOf(executable);
  const helper = statOf(helperPath);
  return {
    isRoot: uid === 0,
    hasSeccomp: statOf(SECCOMP) !== null,
    mostUserNamespaces: numberOf(NAMESPACES),
    usernsClone: numberOf(CLONE),
    apparmorRestricts: numberOf(APPARMOR),
    apparmorLabel: textOf(LABEL),
    noNewPrivileges: /^NoNewPrivs:\s*1$/m.test(textOf(STATUS) ?? ''),
    isInContainer: CONTAINERS.some((path) => statOf(path) !== null),
    helper: helper && {
      uid: helper.uid,
      mode: helper.mode,
      isOnNosuidMount: isNosuid(helperPath, textOf(MOUNTS) ?? ''),
    },
  };
}

/** The same without holding anybody up, for a program that runs already. */
export async function lookAtSandboxFacts(
  { read, stat }: { read(path: string): Promise<string>; stat(path: string): Promise<{ uid: number; mode: number }> },
  executable: string,
  uid: number,
): Promise<SandboxFacts> {
  const answers = new Map<string, unknown>();
  const ask = async (kind: 'read' | 'stat', path: string) =>
    answers.set(`${kind} ${path}`, await (kind === 'read' ? read(path) : stat(path)).catch(() => null));
  await Promise.all([
    ...[NAMESPACES, CLONE, APPARMOR, LABEL, STATUS, MOUNTS].map((path) => ask('read', path)),
    ...[SECCOMP, ...CONTAINERS, helperOf(executable)].map((path) => ask('stat', path)),
  ]);
  const known = <Answer>(key: string): Answer => {
    const answer = answers.get(key) ?? null;
    if (answer === null) throw new Error('It is not there.');
    return answer as Answer;
  };
  const reader: SystemReader = { read: (path) => known(`read ${path}`), stat: (path) => known(`stat ${path}`) };
  return readSandboxFacts(reader, executable, uid);
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
