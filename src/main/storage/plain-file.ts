/** Reads a file that may be something else by now: a pipe or a device in its place is told of, and not waited for. */
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Windows has no such flag, and no such pipes among its files. */
const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** @throws what Node throws, and `EFTYPE` for what is no file */
export function readPlainFileSync(path: string): string {
  const file = openSync(path, READING);
  try {
    requireFile(fstatSync(file));
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** For reading; whoever asked for it closes it. @throws what Node throws, and `EFTYPE` for what is no file */
export async function openPlainFile(path: string): Promise<FileHandle> {
  const file = await open(path, READING);
  try {
    requireFile(await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** @throws what Node throws, and `EFTYPE` for what is no file */
export async function readPlainFile(path: string): Promise<string> {
  const file = await openPlainFile(path);
  try {
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** A folder is told of by the system when it is read. */
function requireFile(found: Stats): void {
  if (found.isFile() || found.isDirectory()) return;
  throw Object.assign(new Error('It is no file.'), { code: 'EFTYPE' });
}
