/**
 * Writes a file so that a later reading, even after a loss of power, finds all of the old text or all of the new. The
 * libraries for settings write on the main thread, and do not look at how much of their one write arrived: a disk that
 * fills up in the middle would put half a vault in the place of a whole one.
 */
import { open, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCodeOf } from '../../shared/errors.ts';

/** Virus scanners and indexers hold a file on Windows for a moment after it was written. */
const heldByOthers: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const RENAME_WAITS_MS = [20, 50, 100, 200, 400, 800, 1_600];

/**
 * Replaces the file, readable by its owner alone. Resolves when the new one is flushed and in its place (see
 * `flushFolder` for the rest); one call at a time for each path. Throws what the operating system said; the old file is
 * then as it was.
 *
 * @returns the folder that the file is in
 */
export async function replaceFile(
  path: string,
  text: string | Uint8Array,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  // A link that an administrator put there stays one, as long as it leads somewhere. Where that cannot be told, writing
  // to the path itself either works or says why not.
  const target = await realpath(path).catch(() => path);
  // Always the same name, so that an interruption leaves no more than one behind.
  const staging = `${target}.partial`;
  try {
    await rm(staging, { force: true });
    const file = await open(staging, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await moveInto(target, staging, platform);
  } catch (error) {
    // What is left there is overwritten the next time; the reason for this failure is the one that counts.
    await rm(staging, { force: true }).catch(() => undefined);
    throw error;
  }
  return dirname(target);
}

async function moveInto(target: string, staging: string, platform: NodeJS.Platform): Promise<void> {
  for (const wait of platform === 'win32' ? RENAME_WAITS_MS : []) {
    try {
      return await rename(staging, target);
    } catch (error) {
      if (!heldByOthers.has(systemCodeOf(error))) throw error;
      await delay(wait);
    }
  }
  await rename(staging, target);
}
