/** This computer as a Debian that packages are installed on, for all its people. Only for machines that are thrown away. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the program looks for what an administrator has set. */
const POLICY_FOLDER = '/etc/sightglass';
/** Beside what tests have set, so that the next run knows what an interrupted one left. */
const POLICY_MARK = join(POLICY_FOLDER, 'written-by-tests');

/** Sets what an administrator could. */
export function setPolicy(text: string): void {
  mkdirSync(POLICY_FOLDER, { recursive: true });
  writeFileSync(POLICY_MARK, '');
  writeFileSync(join(POLICY_FOLDER, 'policy.json'), text, { mode: 0o644 });
}

/** Takes away what `setPolicy` set, in this run or in an earlier one, and nothing else. */
export function removePolicy(): void {
  if (existsSync(POLICY_MARK)) rmSync(POLICY_FOLDER, { recursive: true });
}

/** Why packages cannot be installed here; null when they can. */
export function reasonAgainstInstalling(): string | null {
  if (process.platform !== 'linux') return 'this is no Linux';
  if (process.getuid?.() !== 0) return 'only root can install packages';
  const { error } = spawnSync('apt-get', ['--version'], { stdio: 'ignore' });
  if (error) return 'there is no apt-get';
  // Somebody's own program, and what an administrator has set, are not for tests to take away.
  removePolicy();
  if (existsSync(POLICY_FOLDER) && readdirSync(POLICY_FOLDER).length > 0)
    return `there is a policy in ${POLICY_FOLDER}`;
  const { said } = run('dpkg-query', ['--status', 'sightglass']);
  const isOthers = said.includes('\nVersion: ') && !said.includes('built for tests');
  return isOthers ? 'Sightglass is installed already, and not by these tests' : null;
}

export interface Ran {
  readonly code: number | null;
  /** Both channels. */
  readonly said: string;
}

export function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = process.env): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...environment, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, said: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

/** @throws Error with what was said, unless the program ends well */
export function mustRun(program: string, args: readonly string[], environment?: NodeJS.ProcessEnv): string {
  const { code, said } = run(program, args, environment);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${said}`);
  return said;
}

const quietly = ['-y', '-qq', '--no-install-recommends'];

export const apt = (...args: readonly string[]): Ran =>
  run('apt-get', [...args.slice(0, 1), ...quietly, ...args.slice(1)]);

/** The version of a package that is installed; null when none is, or not wholly. */
export function installedVersion(name: string): string | null {
  const { said } = run('dpkg-query', ['--status', name]);
  return said.includes('\nStatus: install ok installed\n') ? (/^Version: (.+)$/m.exec(said)?.[1] ?? null) : null;
}

/** What the package manager itself keeps, and lists that others make anew from what is there. */
const NOT_OURS =
  /^\/(?:var\/lib\/(?:dpkg|apt|systemd)|var\/log)\/|\/(?:mimeinfo\.cache|icon-theme\.cache)$|\.(?:pyc)$|^\/etc\/(?:passwd|group|shadow|gshadow|subuid|subgid)-?$/;

/** Every file and folder of the places that packages may write to. */
export function filesOfSystem(): ReadonlySet<string> {
  const found = mustRun('find', ['/opt', '/usr', '/etc', '/var/lib', '/var/spool', '-xdev']).split('\n');
  return new Set(found.filter((path) => path !== '' && !NOT_OURS.test(path)));
}
