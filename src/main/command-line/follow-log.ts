/** Prints the log as it stands in its file, and what is added to it, also after a new file has taken its place. */
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCodeOf } from '../../shared/errors.ts';
import type { Timers } from '../async/timers.ts';

export interface LogReading extends Timers {
  readonly folder: string;
  readonly follows: boolean;
  /** Takes whole lines, with the ends of the lines; resolves when it takes more. */
  write(lines: string): Promise<void>;
  /** Ends the following. */
  readonly signal: AbortSignal;
}

export const LOG_NAME = 'sightglass.log';

/** No system tells of a file that grows in the same way, and nobody reads faster than this. */
const LOOK_MS = 300;
const PIECE_BYTES = 64 * 1024;

/** @throws what Node throws where there is no log, or it cannot be read */
export async function readLog({ folder, follows, write, signal, setTimer }: LogReading): Promise<void> {
  const path = join(folder, LOG_NAME);
  let file = await openLog(path);
  const cut = createCut(write);
  try {
    for (;;) {
      await readOn(file, cut);
      if (!follows || signal.aborted) break;
      // What was added to the old file before the new one took its place is read first.
      if (await isReplaced(file, path)) {
        await readOn(file, cut);
        const next = await openAgain(path);
        if (next) {
          await file.close();
          file = next;
          continue;
        }
      }
      await wait(LOOK_MS, setTimer, signal);
      if (signal.aborted) break;
    }
    await cut.end();
  } finally {
    await file.close();
  }
}

async function isReplaced(file: FileHandle, path: string): Promise<boolean> {
  try {
    const [here, there] = [await file.stat(), await stat(path)];
    return here.ino !== there.ino || here.dev !== there.dev;
  } catch (error) {
    // Between two files there is none for a moment.
    if (systemCodeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** A pipe in its place would be waited for. */
async function openLog(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const found = await file.stat();
  if (found.isFile() || found.isDirectory()) return file;
  await file.close();
  throw Object.assign(new Error('It is no file.'), { code: 'EFTYPE' });
}

const openAgain = (path: string): Promise<FileHandle | null> =>
  openLog(path).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw error;
  });

interface Cut {
  take(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

/** Hands on whole lines alone: a line may be half written, and a letter cut in two. */
function createCut(write: (lines: string) => Promise<void>): Cut {
  let rest: Buffer = Buffer.alloc(0);
  return {
    async take(bytes) {
      const all = Buffer.concat([rest, bytes]);
      const end = all.lastIndexOf(0x0a) + 1;
      rest = Buffer.from(all.subarray(end));
      if (end > 0) await write(all.subarray(0, end).toString('utf8'));
    },
    async end() {
      if (rest.length > 0) await write(`${rest.toString('utf8')}\n`);
    },
  };
}

/** From where the last reading of this file ended. */
async function readOn(file: FileHandle, cut: Cut): Promise<void> {
  const piece = Buffer.alloc(PIECE_BYTES);
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, null);
    if (bytesRead === 0) return;
    await cut.take(Buffer.from(piece.subarray(0, bytesRead)));
  }
}

function wait(ms: number, setTimer: Timers['setTimer'], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = setTimer(done, ms);
    function done(): void {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
