/** Reads the newest of the log back, for a report. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { logFileName } from './log-file.ts';

export interface LogText {
  readonly name: string;
  readonly text: string;
}

/** So many older files there may be beside the current one; see `createLogFile`. */
const OLDEST = 3;

/**
 * Whole lines, so many bytes at most in all; the newest file first. A file that is not there, or cannot be read, is left out:
 * a report without it is better than none.
 */
export async function readNewestOfLog(directory: string, mostBytes: number): Promise<LogText[]> {
  const found: LogText[] = [];
  let room = mostBytes;
  for (let age = 0; age <= OLDEST && room > 0; age += 1) {
    const name = logFileName(age);
    const text = await readEnd(path.join(directory, name), room).catch(() => '');
    if (text === '') continue;
    found.push({ name, text });
    room -= Buffer.byteLength(text);
  }
  return found;
}

async function readEnd(file: string, mostBytes: number): Promise<string> {
  // A pipe would be waited for, and the report with it.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await handle.stat();
    if (!found.isFile()) return '';
    const { size } = found;
    // With the byte before: where that is a line break, the first line is whole.
    const start = Math.max(size - mostBytes - 1, 0);
    const bytes = Buffer.alloc(size - start);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
    const read = bytes.subarray(0, bytesRead);
    // What begins in the middle of a line begins with the next one; a line break is one byte in UTF-8, wherever it stands.
    return (start === 0 ? read : read.subarray(read.indexOf(0x0a) + 1)).toString('utf8');
  } finally {
    await handle.close();
  }
}
