// LemonLDAP::NG and django-oauth-toolkit, from Debian's own packages. They are unpacked into a folder of ours and not
// installed: no service is set up or started, nothing of the machine is changed, and it needs no root.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './cli.mjs';
import { root } from './paths.mjs';

const wanted = [
  'liblemonldap-ng-portal-perl',
  'libstring-random-perl',
  'libio-string-perl',
  'libplack-perl',
  'python3-django-oauth-toolkit',
];
const folder = join(root, 'test/servers/.debian');
const mark = join(folder, 'unpacked');
const dpkgStatus = '/var/lib/dpkg/status';

/**
 * The folder that holds them, or null with a word on why they are left out.
 * @returns {string | null}
 */
export function ensureDebianServers() {
  const why = whyNot();
  if (why) {
    say(`LemonLDAP::NG and django-oauth-toolkit are left out: ${why}`);
    return null;
  }
  // Which packages are missing changes with what is installed.
  const key = wanted.join('\n');
  const isCurrent = existsSync(mark) && readFileSync(mark, 'utf8') === key;
  if (isCurrent && statSync(mark).mtimeMs > statSync(dpkgStatus).mtimeMs) return folder;
  const packages = missingPackages() ?? (isRoot() ? afterUpdate() : undefined);
  if (!packages) {
    say('LemonLDAP::NG and django-oauth-toolkit are left out: apt-get does not know them. `apt-get update` may help.');
    return null;
  }
  say('Unpacking LemonLDAP::NG and django-oauth-toolkit from Debian …');
  rmSync(folder, { recursive: true, force: true });
  if (!unpack(packages)) {
    say('LemonLDAP::NG and django-oauth-toolkit are left out: their packages could not be fetched.');
    return null;
  }
  writeFileSync(mark, key);
  return folder;
}

/** The reason why this machine cannot run them, or undefined. */
function whyNot() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!/^ID=debian$/m.test(release)) return 'they come from Debian, and this is another system.';
  const absent = ['apt-get', 'dpkg-deb', '/usr/bin/perl', '/usr/bin/python3'].find(
    (name) => spawnSync(name, ['--version']).error,
  );
  return absent && `there is no ${absent}.`;
}

/**
 * What of it and of what it needs is not installed, each as `name=version`; undefined when apt does not know it.
 * What is installed in an older version is good enough.
 */
function missingPackages() {
  const run = spawnSync('apt-get', ['install', '--simulate', '--no-install-recommends', ...wanted], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (run.status !== 0) return undefined;
  return [...run.stdout.matchAll(/^Inst (\S+) \((\S+) /gm)].map(([, name, version]) => `${name}=${version}`);
}

function afterUpdate() {
  say('Updating the package lists …');
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 2] });
  return missingPackages();
}

/** @param {string[]} packages @returns {boolean} */
function unpack(packages) {
  const archives = join(folder, 'archives');
  mkdirSync(archives, { recursive: true });
  const sandbox = isRoot() ? ['--option', 'APT::Sandbox::User=root'] : [];
  const fetched = spawnSync('apt-get', ['download', '-qq', ...sandbox, ...packages], {
    cwd: archives,
    stdio: ['ignore', 'ignore', 2],
  });
  if (fetched.status !== 0) return false;
  for (const archive of readdirSync(archives)) {
    if (spawnSync('dpkg-deb', ['--extract', join(archives, archive), folder]).status !== 0) return false;
  }
  rmSync(archives, { recursive: true });
  return true;
}

const isRoot = () => process.getuid?.() === 0;
