/** The log on disk: a few files of bounded size that only their owner can read. */
import { constants } from 'node:fs';
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemCodeOf } from '../../shared/errors.ts';

export interface LogFile {
  /** Takes one line without its line break, and returns at once. */
  write(line: string): void;
  /** Resolves when everything taken so far is in the file, or has been given up. */
  flush(): Promise<void>;
}

export interface LogFileOptions {
  readonly directory: string;
  readonly maxBytes?: number;
  /** How many older files there may be beside the current one. */
  readonly keep?: number;
  /** Takes the one report of a failure; stderr unless told otherwise. */
  readonly report?: (message: string) => void;
}

/**
 * Appends to `sightglass.log`; before it would pass `maxBytes` it becomes `sightglass.1.log`, and so on up to `keep`
 * older files. Lines stay in order. A log that cannot be written must not stop the program: the first failure goes to
 * stderr, and what could not be written is given up.
 */
export function createLogFile(options: LogFileOptions): LogFile {
  const { directory, maxBytes = 5 * 1024 * 1024, keep = 3 } = options;
  const report = options.report ?? ((message: string) => void process.stderr.write(`${message}\n`));
  const file = createRotatingFile(directory, maxBytes, keep);
  let lines: string[] = [];
  let isReported = false;
  let work: Promise<void> | null = null;

  async function drain(): Promise<void> {
    // Whatever was written in the same turn goes out in one piece.
    await Promise.resolve();
    while (lines.length > 0) {
      const batch = takeBatch();
      try {
        await file.append(batch);
      } catch (error) {
        if (!isReported) report(`The log could not be written to ${directory} (${systemCodeOf(error)}).`);
        isReported = true;
      }
    }
    work = null;
  }

  /** As many lines as fit into one file, and at least one. */
  function takeBatch(): string {
    let bytes = 0;
    let count = 0;
    for (const line of lines) {
      bytes += Buffer.byteLength(line) + 1;
      if (count > 0 && bytes > file.room()) break;
      count += 1;
    }
    const batch = lines.slice(0, count);
    lines = lines.slice(count);
    return `${batch.join('\n')}\n`;
  }

  return {
    write(line) {
      lines.push(line);
      work ??= drain();
    },
    async flush() {
      while (work) await work;
    },
  };
}

const NAME = 'sightglass';
/** A pipe in the place of the file would be waited for, and with it the end of the program. Windows has no such flag. */
const APPENDING = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);
/** @param age 0 for the current file */
export const logFileName = (age: number): string => (age === 0 ? `${NAME}.log` : `${NAME}.${age}.log`);

interface RotatingFile {
  /** How many bytes the current file may still take. */
  room(): number;
  /** Appends, to a new file where the current one has no room. Throws what the operating system said. */
  append(text: string): Promise<void>;
}

function createRotatingFile(directory: string, maxBytes: number, keep: number): RotatingFile {
  const file = (age: number): string => path.join(directory, logFileName(age));
  /** Null until the file was looked at. */
  let size: number | null = null;

  async function openLog(): Promise<number> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    // An existing directory or file keeps its mode unless told; Windows takes no notice of either.
    await chmod(directory, 0o700);
    const handle = await open(file(0), APPENDING, 0o600);
    try {
      await handle.chmod(0o600);
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  }

  async function rotate(): Promise<void> {
    await rm(file(keep), { force: true });
    for (let age = keep - 1; age >= 0; age -= 1) {
      if (await exists(file(age))) await rename(file(age), file(age + 1));
    }
  }

  async function write(text: string): Promise<void> {
    const bytes = Buffer.byteLength(text);
    size ??= await openLog();
    if (size > 0 && size + bytes > maxBytes) {
      await rotate();
      size = await openLog();
    }
    const handle = await open(file(0), APPENDING, 0o600);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    size += bytes;
  }

  return {
    room: () => maxBytes - (size ?? 0),
    async append(text) {
      try {
        await write(text);
      } catch (error) {
        // The next line looks at the disk afresh.
        size = null;
        throw error;
      }
    },
  };
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
