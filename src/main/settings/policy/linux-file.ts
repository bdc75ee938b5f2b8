/**
 * The policy of an administrator on Linux: one file, which only root can have written. It is read at the start and before
 * Electron is ready, so synchronously; a computer without the file pays for one look at a folder.
 */
import { noPolicy, type Policy, parsePolicy } from './policy.ts';

const FOLDER = '/etc/sightglass';
export const LINUX_POLICY_FILE = `${FOLDER}/policy.json`;

/** A policy is a handful of lines; what is longer is something else. In bytes. */
export const LINUX_POLICY_LIMIT = 64 * 1024;

/** What `stat` says of a file or folder, where symbolic links have been followed. */
export interface FileFacts {
  readonly uid: number;
  readonly mode: number;
  readonly size: number;
  isFile(): boolean;
}

/** The operating system's own calls: `statSync`, `lstatSync`, and `readFileSync` as UTF-8. */
export interface PolicyFileReader {
  /** @throws the error of the operating system, with its `code` */
  stat(path: string): FileFacts;
  /** Of a link itself. @throws the error of the operating system, with its `code` */
  lstat(path: string): unknown;
  /** @throws the error of the operating system, with its `code` */
  read(path: string): string;
}

/**
 * - `owner`, `writable`: of the file or of its folder. Somebody else than root could have written it: nothing of it counts.
 *   But a slip with `chmod` must not give free what an administrator has restricted, so that everything is restricted.
 * - `no_file`, `too_large`, `unreadable`, `not_json`: it is root's, and nothing of it can be used.
 */
export type PolicyFileFault = 'owner' | 'writable' | 'no_file' | 'too_large' | 'unreadable' | 'not_json';

export interface FoundPolicy {
  readonly policy: Policy;
  /** What is wrong with the file as a whole; null where nothing is, and where there is none. */
  readonly fault: PolicyFileFault | null;
}

/** Group and others may not write. */
const WRITABLE_BY_OTHERS = 0o022;

/** Reads the policy of this computer; no fault keeps the program from starting. */
export function readLinuxPolicy(reader: PolicyFileReader): FoundPolicy {
  let file: FileFacts;
  try {
    // The folder first: who may write there can take the file away or put another one in its place.
    const foreign = foreignTo(reader.stat(FOLDER));
    if (foreign) return unusable(foreign);
    file = reader.stat(LINUX_POLICY_FILE);
  } catch (error) {
    return isMissing(error) && !leadsNowhere(reader) ? { policy: noPolicy, fault: null } : unusable('unreadable');
  }
  const foreign = foreignTo(file);
  if (foreign) return unusable(foreign);
  // A pipe would be waited for without end.
  if (!file.isFile()) return unusable('no_file');
  if (file.size > LINUX_POLICY_LIMIT) return unusable('too_large');
  let text: string;
  try {
    text = reader.read(LINUX_POLICY_FILE);
  } catch {
    return unusable('unreadable');
  }
  try {
    // Editors of other systems put a byte order mark before it.
    return { policy: parsePolicy(JSON.parse(text.replace(/^\uFEFF/, ''))), fault: null };
  } catch {
    return unusable('not_json');
  }
}

function foreignTo({ uid, mode }: FileFacts): PolicyFileFault | null {
  if (uid !== 0) return 'owner';
  return (mode & WRITABLE_BY_OTHERS) === 0 ? null : 'writable';
}

/** The computer is managed all the same: what an administrator has not allowed stays forbidden. */
const unusable = (fault: PolicyFileFault): FoundPolicy => ({ policy: parsePolicy(null), fault });

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/**
 * Whether there is a link to a policy that is away, as on a drive that is not mounted yet: an administrator has set something,
 * and nobody can read what.
 */
function leadsNowhere({ stat, lstat }: PolicyFileReader): boolean {
  const answers = (look: (path: string) => unknown, path: string): boolean => {
    try {
      look(path);
      return true;
    } catch (error) {
      return !isMissing(error);
    }
  };
  return [FOLDER, LINUX_POLICY_FILE].some((path) => answers(lstat, path) && !answers(stat, path));
}
