/** Which Electron a release may run on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  fixedUntil,
  mayRunOn,
  OLD_ELECTRON_EXIT_CODE,
  OLDEST_ELECTRON,
  PINNED_ELECTRON,
  refuseOldElectron,
} from '../../../src/main/shell/oldest-electron.ts';
import { en } from '../../../src/shared/text/en.ts';

const root = join(import.meta.dirname, '../../..');
const release = { isRelease: true };

describe('a release', () => {
  test.each(['43.0.0', '43.8.12', '45.4.1', '46.0.0-nightly.20261120', '100.0.0'])('runs on Electron %s', (version) => {
    expect(mayRunOn(version, release)).toBe(true);
  });

  test.each(['42.9.9', '33.4.11', '9.0.0', '43', '', 'v45.4.1', '45.4', ' 45.4.1', '45.4.1x', '99999.0.0', undefined])(
    'does not run on Electron %s',
    (version) => expect(mayRunOn(version, release)).toBe(false),
  );

  test('that may not run says why, in the log too, and ends with a code of its own', () => {
    const logged: unknown[] = [];
    const log = { error: (...entry: unknown[]) => void logged.push(entry) } as never;
    expect(refuseOldElectron('33.4.11', { text: en, log })).toEqual({
      kind: 'say',
      title: 'Sightglass could not start',
      text: expect.stringMatching(/Electron 33\.4\.11.*43 or newer/),
      code: OLD_ELECTRON_EXIT_CODE,
    });
    expect(logged).toEqual([['program.electron-too-old', { electron: '33.4.11', oldest: 43 }]]);
  });
});

test('what is no release runs on the Electron of the tests', () => {
  expect(mayRunOn('33.4.11', { isRelease: false })).toBe(true);
});

test('the oldest Electron is the last of the three that were supported when the pin was raised', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
  expect(OLDEST_ELECTRON).toBe(Number.parseInt(version, 10) - 2);
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  expect(lock.packages['node_modules/electron'].version).toBe(version);
});

test('the doctor knows until when the pinned Electron is fixed, and others by the same rhythm', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
  expect(PINNED_ELECTRON.major).toBe(Number.parseInt(version, 10));
  expect(fixedUntil(version)).toBe(PINNED_ELECTRON.fixedUntil);
  const weeks = (PINNED_ELECTRON.fixedUntil - fixedUntil(`${PINNED_ELECTRON.major - 3}.1.0`)) / (7 * 86_400_000);
  expect(weeks).toBe(24);
  expect(fixedUntil(undefined)).toBe(0);
});

test('the first thing that a start does is to look at its Electron', () => {
  const start = readFileSync(join(root, 'src/main/index.ts'), 'utf8');
  const [looks, ...later] = ['if (!mayRunOn(', 'await refuse(', 'withoutSandbox({', 'else await begin();'].map((part) =>
    start.indexOf(part),
  );
  expect(looks).toBeGreaterThan(0);
  for (const place of later) expect(place).toBeGreaterThan(looks ?? 0);
});
