// The official Electron of the pinned version, as an archive whose hash is known before it is unpacked: the package
// `electron`, which package-lock.json pins by its own hash, lists the SHA-256 of each archive that belongs to it.
import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetUpError, say } from '../cli.mjs';
import { root } from '../paths.mjs';

const electronPackage = join(root, 'node_modules/electron');

/** @returns {{ version: string, checksums: Record<string, string> }} */
export function pinnedElectron() {
  return {
    version: JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8')).version,
    checksums: JSON.parse(readFileSync(join(electronPackage, 'checksums.json'), 'utf8')),
  };
}

/**
 * Puts archives of Electron into a folder, where electron-builder unpacks them from.
 * @param {string} folder
 * @param {object} options
 * @param {NodeJS.Platform} options.system
 * @param {readonly string[]} options.architectures
 * @param {{ version: string, checksums: Record<string, string> }} [options.pinned]
 * @param {(wanted: { version: string, platform: string, arch: string, checksums: Record<string, string> }) => Promise<string>}
 *   [options.download] resolves to the archive's path; it may come from a mirror or a cache, the hash tells
 * @throws {SetUpError} for an archive that is not the one that is pinned
 */
export async function takeOfficialElectron(folder, options) {
  const { system, architectures, pinned = pinnedElectron(), download = downloadArchive } = options;
  const { version, checksums } = pinned;
  for (const arch of architectures) {
    const name = `electron-v${version}-${system}-${arch}.zip`;
    const wanted = checksums[name];
    if (!wanted) throw new SetUpError(`The package electron@${version} lists no ${name}.`);
    const archive = await download({ version, platform: system, arch, checksums });
    const copy = join(folder, name);
    // What is hashed is what is unpacked: nobody changes the copy in between.
    copyFileSync(archive, copy);
    const found = await sha256(copy);
    if (found !== wanted) {
      throw new SetUpError(`${name} is not the official one: its SHA-256 is ${found}, and ${wanted} is pinned.`);
    }
    say(
      `Electron ${version}, the official build: ${name}, SHA-256 ${found}, as electron@${version} of package-lock.json lists it.`,
    );
  }
}

/** @param {{ version: string, platform: string, arch: string, checksums: Record<string, string> }} wanted */
async function downloadArchive(wanted) {
  const { downloadArtifact } = await import('@electron/get');
  try {
    return await downloadArtifact({ ...wanted, artifactName: 'electron' });
  } catch (error) {
    throw new SetUpError(
      `The official Electron ${wanted.version} could not be had (${error instanceof Error ? error.message : error}). ` +
        'Run this where GitHub can be reached, or set ELECTRON_MIRROR.',
    );
  }
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
