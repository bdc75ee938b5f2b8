import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOfFile, keepFile, placeFile } from '../../../src/main/shell/place-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-place-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** More than one piece of what is read at once. */
const content = Buffer.alloc(9 * 1024 * 1024, 'new');
const sha512 = createHash('sha512').update(content).digest('base64');

function files() {
  const [source, target] = [join(folder, 'source'), join(folder, 'target')];
  writeFileSync(source, content);
  writeFileSync(target, 'old', { mode: 0o755 });
  return { source, target };
}

test('a file takes the place of another, whole and executable, and leaves nothing beside it', () => {
  const { source, target } = files();
  expect(hashOfFile(source)).toBe(sha512);
  placeFile(source, sha512, target);
  expect(readFileSync(target).equals(content)).toBe(true);
  expect(statSync(target).mode & 0o777).toBe(0o755);
  expect(readdirSync(folder).sort()).toEqual(['source', 'target']);
});

test('one that is not what it should be leaves everything as it was', () => {
  const { source, target } = files();
  expect(() => placeFile(source, createHash('sha512').update('x').digest('base64'), target)).toThrow(
    expect.objectContaining({ code: 'WRONG_HASH' }),
  );
  expect(() => placeFile(join(folder, 'missing'), sha512, target)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  expect(readFileSync(target, 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['source', 'target']);
});

test('what cannot be put in its place leaves nothing half', () => {
  const { source } = files();
  const target = join(folder, 'a folder');
  mkdirSync(join(target, 'with something in it'), { recursive: true });
  expect(() => placeFile(source, sha512, target)).toThrow(expect.objectContaining({ code: 'EISDIR' }));
  expect(readdirSync(folder).sort()).toEqual(['a folder', 'source', 'target']);
});

test('what an interruption left there is in nobody’s way', () => {
  const { source, target } = files();
  writeFileSync(join(folder, '.target.partial'), 'half');
  placeFile(source, sha512, target);
  expect(readFileSync(target).equals(content)).toBe(true);
});

test('what is kept stays as it was when another file takes its place', () => {
  const { source, target } = files();
  const kept = join(folder, 'kept');
  writeFileSync(kept, 'of an earlier update');
  keepFile(target, kept);
  placeFile(source, sha512, target);
  expect(readFileSync(kept, 'utf8')).toBe('old');
});
