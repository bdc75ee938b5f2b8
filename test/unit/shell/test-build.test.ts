import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isPackage, isTestBuild } from '../../../src/main/shell/test-build.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-mark-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  [{ name: 'sightglass', sightglass: { isTestBuild: true } }, true],
  [{ name: 'sightglass' }, false],
  [{ sightglass: { isTestBuild: false } }, false],
  [{ sightglass: { isTestBuild: 'true' } }, false],
  [{ sightglass: null }, false],
  [{ isTestBuild: true }, false],
])('%j is a build for tests: %s', (description, expected) => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description));
  expect(isTestBuild(folder)).toBe(expected);
});

test('the repository itself does not bear the mark, so that no package for people does', () => {
  expect(isTestBuild(join(import.meta.dirname, '../../..'))).toBe(false);
});

test.each([
  ['/opt/Sightglass/resources/app.asar', true],
  ['C:\\Program Files\\Sightglass\\resources\\app.asar', true],
  ['/Applications/Sightglass.app/Contents/Resources/APP.ASAR', true],
  ['/home/ada/sightglass', false],
  ['/home/ada/app.asar.unpacked', false],
])('%s is a package, whatever its executable is called: %s', (appPath, expected) => {
  expect(isPackage(appPath)).toBe(expected);
});
