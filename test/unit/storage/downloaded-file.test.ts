/** A file that was received comes into its place over nothing that is there. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faultOfFolder, isThere, removeLeftover, settleFile } from '../../../src/main/storage/downloaded-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-downloaded-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const nameOf = (number: number) => (number === 1 ? 'a.csv' : `a (${number}).csv`);
function received(text: string): string {
  const path = join(folder, `${text}.part`);
  writeFileSync(path, text);
  return path;
}

test('a file takes its name, and the part goes', async () => {
  expect(await settleFile(received('one'), folder, nameOf)).toBe('a.csv');
  expect(readdirSync(folder)).toEqual(['a.csv']);
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('one');
});

test('what is there stays as it is, be it a file or a folder', async () => {
  writeFileSync(join(folder, 'a.csv'), 'kept');
  mkdirSync(join(folder, 'a (2).csv'));
  expect(await settleFile(received('one'), folder, nameOf)).toBe('a (3).csv');
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('kept');
});

test('several that end at once each have a name of their own', async () => {
  const names = await Promise.all(['one', 'two', 'three'].map((text) => settleFile(received(text), folder, nameOf)));
  expect(names.toSorted()).toEqual(['a (2).csv', 'a (3).csv', 'a.csv']);
  const texts = names.map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(texts).toEqual(['one', 'two', 'three']);
});

test('a part that is gone leaves nothing behind that looks like the file', async () => {
  await expect(settleFile(join(folder, 'gone.part'), folder, nameOf)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that is well has no fault; one that is missing or a file has', async () => {
  expect(await faultOfFolder(folder, 1)).toBeNull();
  expect(await faultOfFolder(join(folder, 'gone'), 1)).toBe('missing');
  expect(await faultOfFolder(received('one'), 1)).toBe('missing');
  expect(await faultOfFolder(join(received('one'), 'in-a-file'), 1)).toBe('missing');
});

test('more than a disk can hold is told', async () => {
  expect(await faultOfFolder(folder, Number.MAX_SAFE_INTEGER)).toBe('full');
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder that may not be written is told',
  async () => {
    chmodSync(folder, 0o500);
    expect(await faultOfFolder(folder, 1)).toBe('notWritable');
    chmodSync(folder, 0o700);
  },
);

test('a leftover goes, also one that is gone already', async () => {
  const path = received('one');
  await removeLeftover(path);
  await removeLeftover(path);
  expect(await isThere(path)).toBe(false);
});
