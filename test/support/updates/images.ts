/**
 * Stand-ins for AppImages. There is no runtime of AppImages in Debian or on npm, so an image is a shell script that sets
 * what the runtime sets and starts an unpacked app, with a payload and a block map of electron-builder behind it. What the
 * program and electron-updater do with the file is the same.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, signatureOf } from '../../../scripts/release/descriptions.mjs';

const { buildBlockMap } = createRequire(import.meta.url)('app-builder-lib/out/targets/blockmap/blockmap.js') as {
  buildBlockMap(file: string, compression: 'deflate'): Promise<BuiltFile>;
};

interface BuiltFile {
  readonly size: number;
  readonly sha512: string;
  readonly blockMapSize: number;
}

export const IMAGE = 'Sightglass-x86_64.AppImage';

/**
 * The unpacked app once more, as another version. Everything but the archive is shared with the first one.
 *
 * @param version as long as the one that was built, since it takes its place in the archive
 * @returns the folder
 */
export function asVersion(unpacked: string, version: string): string {
  const folder = `${unpacked}-${version}`;
  execFileSync('cp', ['-al', unpacked, folder]);
  // Its own: notices of others, which hold versions too, stand before it.
  changeArchive(folder, /(?<="productName": ?"Sightglass",\s*"version": ?")\d+\.\d+\.\d+(?=")/, version);
  return folder;
}

/** Of both versions: what does not change between them is not sent. */
const sharedPayload = randomBytes(6 * 1024 * 1024);

/** @param start what the image runs, with the folder of the unpacked app in `$APPDIR` */
export async function makeImage(
  file: string,
  unpacked: string,
  start = 'exec "$APPDIR/sightglass" "$@"',
): Promise<BuiltFile> {
  const script = `#!/bin/sh\nexport APPIMAGE="$(readlink -f "$0")" APPDIR="${unpacked}"\n${start}\nexit\n`;
  writeFileSync(file, Buffer.concat([Buffer.from(script), sharedPayload, randomBytes(64 * 1024)]), { mode: 0o755 });
  return buildBlockMap(file, 'deflate');
}

export interface Published {
  readonly version: string;
  readonly file: BuiltFile;
  readonly privateKey: import('node:crypto').KeyObject;
  /** What is different from a right description; what is signed is what comes of it. */
  readonly change?: (description: Record<string, unknown>) => void;
  readonly stagingPercentage?: number;
  readonly notes?: string;
  /** Milliseconds since the epoch. */
  readonly signedAt?: number;
}

/** Puts a description and its signature on the server, as `sign-updates.mjs` does. */
export function publish(
  folder: string,
  { version, file, privateKey, change, stagingPercentage, notes, signedAt }: Published,
) {
  const name = 'latest-linux.yml';
  const written = JSON.stringify({
    version,
    files: [{ url: IMAGE, sha512: file.sha512, size: file.size, blockMapSize: file.blockMapSize }],
    releaseDate: '2026-11-20T10:00:00.000Z',
  });
  const description = describe(name, written, {
    now: signedAt ?? Date.now(),
    expiresInDays: 30,
    ...(stagingPercentage === undefined ? {} : { stagingPercentage }),
    ...(notes === undefined ? {} : { notes }),
  });
  change?.(description);
  const bytes = Buffer.from(JSON.stringify(description));
  writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, `${name}.sig`), signatureOf(bytes, privateKey));
}

/** A version that dies at its start, when its window has been painted and nothing is behind it yet. @returns the folder */
export function spoil(folder: string): string {
  const opened = /\w+\.info\(`vault\.opened`,\{mode:\w+\.mode,backend:\w+\.backend\}\)/;
  changeArchive(folder, opened, 'await new Promise(()=>setTimeout(process.abort,3e3))');
  return folder;
}

/** On Linux nothing holds an archive against its hash; text of the same length keeps every place in it. */
function changeArchive(folder: string, from: string | RegExp, to: string): void {
  const archive = join(folder, 'resources/app.asar');
  const text = readFileSync(archive).toString('latin1');
  const changed = text.replace(from, (found) => to.padEnd(found.length));
  if (changed === text || changed.length !== text.length) throw new Error(`The archive holds no such text: ${from}`);
  // The file is shared with the version that it was made from.
  rmSync(archive);
  writeFileSync(archive, Buffer.from(changed, 'latin1'));
}
