/** When installed packages match the lock file. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureDependencies, installedMatchesLock } from '../../../scripts/dependencies.mjs';

const root = { '': { version: '1.0.0' } };

describe('installed packages against the lock file', () => {
  test('match when every package has the locked version', () => {
    const packages = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a/node_modules/b': { version: '2.0.0' } };
    expect(installedMatchesLock({ packages: { ...root, ...packages } }, { packages })).toBe(true);
  });

  test('differ when a version differs, a package is missing or one is too many', () => {
    const locked = { packages: { ...root, 'node_modules/a': { version: '1.0.0' } } };
    expect(installedMatchesLock(locked, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
    expect(installedMatchesLock(locked, { packages: {} })).toBe(false);
    const oneMore = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } };
    expect(installedMatchesLock(locked, { packages: oneMore })).toBe(false);
  });

  test('match although optional packages of other platforms are missing', () => {
    const locked = { packages: { ...root, 'node_modules/a-win32': { version: '1.0.0', optional: true } } };
    expect(installedMatchesLock(locked, { packages: {} })).toBe(true);
  });
});

describe('the memory of the last match', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-lock-'));
    mkdirSync(join(folder, 'node_modules'));
    const packages = { 'node_modules/a': { version: '1.0.0' } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { ...root, ...packages } }));
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const memory = () => readFileSync(join(folder, 'node_modules/.sightglass-lock-hash'), 'utf8');

  test('is written without an install when node_modules already matches', () => {
    ensureDependencies(folder);
    expect(memory()).toMatch(/^[0-9a-f]{64}$/);
  });

  test('changes with the lock file', () => {
    ensureDependencies(folder);
    const before = memory();
    const lock = join(folder, 'package-lock.json');
    writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`);
    ensureDependencies(folder);
    expect(memory()).not.toBe(before);
  });
});
