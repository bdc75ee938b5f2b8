/** Puts a file that was received under a name of its own into its place, over nothing that is there. */
import { constants } from 'node:fs';
import { access, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCodeOf } from '../../shared/errors.ts';

/** Beyond that a name is not looked for any further. */
const MOST_TRIES = 10_000;
/** Virus scanners hold a new file on Windows for a moment. */
const heldByOthers: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const WAITS_MS = [50, 100, 200, 400, 800, 1_600];

/**
 * The name is taken first, by an empty file that only one program can make, and then the whole file replaces that. So two
 * that end at once get two names, also on disks without hard links.
 *
 * @param nameOf the wanted name for 1, and the others with their number
 * @returns the name that it got
 * @throws what the system said; then the received file lies where it was
 */
export async function settleFile(
  received: string,
  folder: string,
  nameOf: (number: number) => string,
): Promise<string> {
  const name = await takeName(folder, nameOf);
  const place = join(folder, name);
  try {
    await move(received, place);
  } catch (error) {
    await rm(place, { force: true }).catch(() => undefined);
    throw error;
  }
  return name;
}

async function takeName(folder: string, nameOf: (number: number) => string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = nameOf(number);
    try {
      await (await open(join(folder, name), 'wx')).close();
      return name;
    } catch (error) {
      if (systemCodeOf(error) !== 'EEXIST' || number === MOST_TRIES) throw error;
    }
  }
}

async function move(from: string, to: string): Promise<void> {
  for (const wait of process.platform === 'win32' ? WAITS_MS : []) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (!heldByOthers.has(systemCodeOf(error))) throw error;
      await delay(wait);
    }
  }
  await rename(from, to);
}

/** Less room than this on a disk counts as none: systems keep some for themselves. */
const ROOM_BYTES = 64 * 1024;

/** What is wrong with a folder that was written into; null where nothing is seen. */
export async function faultOfFolder(
  folder: string,
  missingBytes: number,
): Promise<'missing' | 'notWritable' | 'full' | null> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'missing';
    await access(folder, constants.W_OK);
  } catch (error) {
    return systemCodeOf(error) === 'ENOENT' || systemCodeOf(error) === 'ENOTDIR' ? 'missing' : 'notWritable';
  }
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize < Math.max(ROOM_BYTES, missingBytes) ? 'full' : null;
  } catch {
    return null;
  }
}

export async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** What is left of a file that nobody wants any more. */
export const removeLeftover = (path: string): Promise<void> => rm(path, { force: true });
