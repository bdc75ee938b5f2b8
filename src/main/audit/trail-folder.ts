/** The files of the trail: how they are called, how their lines are read in small steps, and how one is appended to. */

import { isUtf8 } from 'node:buffer';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCodeOf } from '../../shared/errors.ts';

/** Small enough that nobody waits for it, and far more than a line. */
const STEP_BYTES = 32 * 1024;
/** No line of ours is as long; the rest of one that is counts as another one. */
const LONGEST_LINE = 256 * 1024;

const pattern = /^audit-(\d{6,9})\.jsonl$/;

export const fileName = (number: number): string => `audit-${String(number).padStart(6, '0')}.jsonl`;

/** The numbers of the files that are there, in order. */
export async function fileNumbers(folder: string): Promise<number[]> {
  try {
    const names = await readdir(folder);
    return names.flatMap((name) => Number(pattern.exec(name)?.[1] ?? []) || []).sort((one, other) => one - other);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

export interface TrailLine {
  readonly file: number;
  /** From 1 on. */
  readonly line: number;
  /** Null for bytes that are no text, or too long a line. */
  readonly text: string | null;
  /** As they are in the file, without a line break. */
  readonly bytes: Buffer;
  /** Where it begins in the file. */
  readonly offset: number;
  /** Whether a line break follows; one without was broken off. */
  readonly isEnded: boolean;
}

/** Reads the lines of a file, a little at a time; nothing for a file that is not there. */
export async function* linesOf(folder: string, file: number): AsyncGenerator<TrailLine> {
  const handle = await openIfThere(join(folder, fileName(file)));
  if (!handle) return;
  try {
    const step = Buffer.alloc(STEP_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    let offset = 0;
    let line = 0;
    const next = (bytes: Buffer, isEnded: boolean): TrailLine => {
      line += 1;
      const isText = bytes.length <= LONGEST_LINE && isUtf8(bytes);
      const found = { file, line, text: isText ? bytes.toString('utf8') : null, bytes, offset, isEnded };
      offset += bytes.length + (isEnded ? 1 : 0);
      return found;
    };
    for (;;) {
      const { bytesRead } = await handle.read(step, 0, STEP_BYTES, null);
      if (bytesRead === 0) break;
      rest = Buffer.concat([rest, step.subarray(0, bytesRead)]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        yield next(Buffer.from(rest.subarray(0, end)), true);
        rest = rest.subarray(end + 1);
      }
      if (rest.length > LONGEST_LINE) {
        yield next(rest, false);
        rest = Buffer.alloc(0);
      }
    }
    if (rest.length > 0) yield next(rest, false);
  } finally {
    await handle.close();
  }
}

/** The lines of the files from one number on. */
export async function* linesFrom(folder: string, first: number): AsyncGenerator<TrailLine> {
  for (const file of await fileNumbers(folder)) if (file >= first) yield* linesOf(folder, file);
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    const handle = await open(path, constants.O_RDONLY | noFollow | noWaiting);
    return await onlyFile(handle);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Windows has no such flag, and no such links for ordinary people. */
const noFollow = constants.O_NOFOLLOW ?? 0;

/** A pipe in the place of a file would be waited for, and with it everything that is to be recorded. */
const noWaiting = constants.O_NONBLOCK ?? 0;

/** @throws what is told of anything but a file */
async function onlyFile(handle: FileHandle): Promise<FileHandle> {
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw Object.assign(new Error('It is no file.'), { code: 'EFTYPE' });
}

/** A file that is appended to. */
export interface AppendedFile {
  /** As `stat` says now; null when it is gone, or another one lies in its place. */
  size(): Promise<number | null>;
  /** Appends and flushes. @throws what Node throws; a part may be written then */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Readable by its owner alone, and only ever appended to. */
export async function openForAppending(folder: string, file: number): Promise<AppendedFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, fileName(file));
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | noFollow | noWaiting;
  const isNew = (await statIfThere(path)) === null;
  const handle = await onlyFile(await open(path, flags, 0o600));
  // The head may tell of what is in it a moment later; a loss of power must not leave the one without the other.
  if (isNew) await flush(folder);
  return {
    async size() {
      const [own, there] = await Promise.all([handle.stat(), statIfThere(path)]);
      // Windows has file ids as well; where a file system has none, both are 0.
      return there?.ino === own.ino ? own.size : null;
    },
    async append(text) {
      await handle.appendFile(text);
      await handle.datasync();
    },
    close: () => handle.close(),
  };
}

/** So that the name of a new file outlives a loss of power. Windows cannot, and some network drives do not. */
async function flush(folder: string): Promise<void> {
  try {
    const handle = await open(folder, constants.O_RDONLY);
    await handle.sync().finally(() => handle.close());
  } catch {
    // Most systems write it together with the first line.
  }
}

async function statIfThere(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

export const removeFile = (folder: string, file: number): Promise<void> =>
  rm(join(folder, fileName(file)), { force: true });

export async function sizeOf(folder: string, file: number): Promise<number> {
  return (await statIfThere(join(folder, fileName(file))))?.size ?? 0;
}
