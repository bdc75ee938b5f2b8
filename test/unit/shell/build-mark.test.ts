import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isPackage, readBuildMark } from '../../../src/main/shell/build-mark.ts';

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
  expect(readBuildMark(folder).isTestBuild).toBe(expected);
});

const commit = '0123456789abcdef0123456789abcdef01234567';
const nothing = { isTestBuild: false, isRelease: false, commit: null, updateKey: null, updateUrl: null };

test.each([
  [
    { isRelease: true, commit },
    { isRelease: true, commit },
  ],
  // A build for tests is never one for people, whatever else it says.
  [{ isRelease: true, isTestBuild: true }, { isTestBuild: true }],
  [
    { updateUrl: 'https://updates.example.com/sightglass/', updateKey: 'MCow' },
    { updateUrl: 'https://updates.example.com/sightglass/', updateKey: 'MCow' },
  ],
  // One part that is not understood, and nothing counts.
  [{ isRelease: true, commit: 'main' }, {}],
  [{ isRelease: true, updateUrl: 'http://updates.example.com/' }, {}],
  [{ isTestBuild: true, updateUrl: 'file:///tmp/' }, {}],
])('%j reads as %j', (sightglass, expected) => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ sightglass }));
  expect(readBuildMark(folder)).toEqual({ ...nothing, ...expected });
});

test('the repository itself bears no mark, so that no package for people is one for tests', () => {
  expect(readBuildMark(join(import.meta.dirname, '../../..'))).toEqual(nothing);
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
