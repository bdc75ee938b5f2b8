import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zipOf } from '../../../src/main/storage/zip.ts';

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const files = [
  { name: 'report.json', text: JSON.stringify({ schema: 1, words: 'Wärme, 日本, 🙂' }) },
  { name: 'empty.txt', text: '' },
  { name: 'long.log', text: 'a line of the log\n'.repeat(20_000) },
];
const at = new Date(2026, 10, 27, 18, 30, 42).getTime();

/** Reads a zip by its own directory, independently of what wrote it (APPNOTE.TXT 4.3.12 and 4.3.16). */
function readZip(zip: Buffer): { name: string; text: string }[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let place = zip.readUInt32LE(end + 16);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    const [sum, packed, size] = [16, 20, 24].map((offset) => zip.readUInt32LE(place + offset));
    const [nameLength = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) => zip.readUInt16LE(place + offset));
    const name = zip.toString('utf8', place + 46, place + 46 + nameLength);
    const local = zip.readUInt32LE(place + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = inflateRawSync(zip.subarray(start, start + (packed ?? 0)));
    expect(zip.toString('latin1', local, local + 4)).toBe('PK\x03\x04');
    expect([content.length, crc32(content)]).toEqual([size, sum]);
    place += 46 + nameLength + extra + comment;
    return { name, text: content.toString('utf8') };
  });
}

async function isThere(program: string): Promise<boolean> {
  return run(program, ['--help']).then(
    () => true,
    () => false,
  );
}

describe('a zip', () => {
  test('holds every file as it was, and little of what repeats', async () => {
    const zip = await zipOf(files, at);
    expect(readZip(zip)).toEqual(files);
    expect(zip.length).toBeLessThan(5_000);
  });

  test('without files is an empty one', async () => {
    expect(readZip(await zipOf([], at))).toEqual([]);
  });

  test('is taken by unzip, with names, modes and times', async (context) => {
    if (!(await isThere('unzip'))) context.skip();
    const path = join(folder, 'report.zip');
    await writeFile(path, await zipOf(files, at));
    expect((await run('unzip', ['-t', path])).stdout).toContain('No errors detected');
    await run('unzip', ['-o', path, '-d', join(folder, 'out')]);
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(files.map(({ name }) => name).sort());
    for (const { name, text } of files) {
      const unpacked = join(folder, 'out', name);
      expect(await readFile(unpacked, 'utf8')).toBe(text);
      const { mode, mtimeMs } = await stat(unpacked);
      expect([mode & 0o777, mtimeMs]).toEqual([0o600, at]);
    }
  });

  test('is taken by Python’s zipfile', async (context) => {
    if (!(await isThere('python3'))) context.skip();
    const path = join(folder, 'python.zip');
    await writeFile(path, await zipOf(files, at));
    const script =
      'import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n' +
      'print(json.dumps([{"name": n, "text": z.read(n).decode("utf-8")} for n in z.namelist()]))';
    const { stdout } = await run('python3', ['-c', script, path], { maxBuffer: 8 * 1024 * 1024 });
    expect(JSON.parse(stdout)).toEqual(files);
  });
});
