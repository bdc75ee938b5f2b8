/**
 * Puts one file in the place of another: all of it or nothing, whatever happens in between. Everything here is synchronous,
 * since it is done while the program ends, or before it has begun.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const CHUNK_BYTES = 4 * 1024 * 1024;

/** Base64 of the SHA-512 of a file. Throws what the operating system said. */
export function hashOfFile(path: string): string {
  const hash = createHash('sha512');
  const file = openSync(path, 'r');
  try {
    forEachChunk(file, (chunk) => void hash.update(chunk));
  } finally {
    closeSync(file);
  }
  return hash.digest('base64');
}

/**
 * Copies a file beside the target, checks what was written, and only then renames it over the target. The target is what
 * it was when anything fails.
 *
 * @param sha512 base64; the bytes that are written are the ones that are checked
 * @throws what the operating system said, with code `WRONG_HASH` where the source is not what it should be
 */
export function placeFile(source: string, sha512: string, target: string): void {
  const staging = join(dirname(target), `.${basename(target)}.partial`);
  rmSync(staging, { force: true });
  try {
    const hash = createHash('sha512');
    const from = openSync(source, 'r');
    try {
      const to = openSync(staging, 'wx', 0o755);
      try {
        forEachChunk(from, (chunk) => {
          hash.update(chunk);
          writeWhole(to, chunk);
        });
        fsyncSync(to);
      } finally {
        closeSync(to);
      }
    } finally {
      closeSync(from);
    }
    if (hash.digest('base64') !== sha512) throw Object.assign(new Error('wrong hash'), { code: 'WRONG_HASH' });
    renameSync(staging, target);
  } finally {
    rmSync(staging, { force: true });
  }
}

/** Another name for a file, or a copy where the file system has no such thing, or it is another one. */
export function keepFile(source: string, target: string): void {
  rmSync(target, { force: true });
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}

function forEachChunk(file: number, take: (chunk: Buffer) => void): void {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) take(buffer.subarray(0, size));
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
