// Brings node_modules in line with package-lock.json, and runs npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError, say } from './cli.mjs';
import { root } from './paths.mjs';

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} LockFile */

/**
 * Do the installed packages match the lock file? npm leaves out what is optional and for another platform, so a missing
 * optional package is no difference; a missing other one, another version or one too many is.
 * @param {LockFile} wanted package-lock.json
 * @param {LockFile} installed node_modules/.package-lock.json, written by npm at the end of each install
 */
export function installedMatchesLock(wanted, installed) {
  const paths = Object.keys(wanted.packages).filter((path) => path !== '');
  const matches = paths.every((path) => {
    const have = installed.packages[path];
    const want = wanted.packages[path];
    return have ? have.version === want?.version : want?.optional === true;
  });
  return matches && Object.keys(installed.packages).every((path) => path in wanted.packages);
}

/**
 * Brings node_modules in line with package-lock.json. The hash of the last match spares reading both files each time.
 * @param {string} [folder]
 * @param {{ anew?: boolean }} [options] `anew`: whatever lies there is replaced by what the lock file's hashes name
 */
export function ensureDependencies(folder = root, { anew = false } = {}) {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const installedFile = join(folder, 'node_modules/.package-lock.json');
  const hashFile = join(folder, 'node_modules/.sightglass-lock-hash');
  const remembered = () => sha256(lock, existsSync(installedFile) ? readFileSync(installedFile, 'utf8') : '');
  if (!anew && existsSync(hashFile) && readFileSync(hashFile, 'utf8') === remembered()) return;
  if (anew || !existsSync(installedFile) || !installedMatchesLock(JSON.parse(lock), parsed(installedFile))) {
    say('Installing the dependencies with npm ci …');
    npm(['ci', '--no-audit', '--no-fund'], { cwd: folder, failure: 'npm ci failed; its messages are above.' });
  }
  writeFileSync(hashFile, remembered());
}

/**
 * Runs npm, with its result and its errors on stderr (`quiet`: its errors alone).
 * @param {string[]} args
 * @param {{ cwd: string, failure: string, quiet?: boolean }} options
 */
export function npm(args, { cwd, failure, quiet = false }) {
  // `npm run` names the npm in use; a shell is needed to start npm.cmd on Windows when we were started without it.
  const cli = process.env.npm_execpath;
  // npm warns about many things that cannot be changed here.
  const all = [...args, '--loglevel=error'];
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = ['ignore', quiet ? 'ignore' : 2, 2];
  const result = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...all], { cwd, stdio })
    : spawnSync('npm', all, { cwd, stdio, shell: process.platform === 'win32' });
  if (result.status !== 0) throw new SetUpError(failure);
}

/** @param {string} file @returns {LockFile} */
function parsed(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Half-written by an interrupted install: it matches nothing.
    return { packages: { damaged: {} } };
  }
}

/** @param {...string} texts */
function sha256(...texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}
