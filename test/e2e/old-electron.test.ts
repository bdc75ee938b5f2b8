/** A release that somebody starts with an Electron of their own, which gets no security fixes any more. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mayRunOn } from '../../src/main/shell/oldest-electron.ts';
import { launchAsStranger } from '../support/driver/packaged-app.ts';

const root = join(import.meta.dirname, '../..');
const executable = process.env.SIGHTGLASS_ELECTRON_PATH ?? '';
const version = readFileSync(join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'version'), 'utf8').trim();

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-old-electron-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The archive of a package, with this mark and what was built. */
async function archiveWith(sightglass: object): Promise<string> {
  const inside = join(folder, 'inside');
  mkdirSync(inside);
  cpSync(join(root, 'out'), join(inside, 'out'), { recursive: true });
  const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(inside, 'package.json'), JSON.stringify({ ...description, sightglass }));
  const archive = join(folder, 'app.asar');
  await createPackage(inside, archive);
  return archive;
}

const started = (archive: string) =>
  launchAsStranger({
    executable,
    userData: join(folder, 'user-data'),
    path: process.env.PATH ?? '',
    // Root needs it to come as far as the first line of ours.
    switches: [archive, '--no-sandbox'],
    variables: {},
  });

// The Electron of these tests may be the one that ships.
test.skipIf(mayRunOn(version, { isRelease: true }))('is refused before anything else is looked at', async () => {
  const app = started(await archiveWith({ isRelease: true }));
  try {
    expect(await app.logged('program.electron-too-old')).toMatchObject({ level: 'error', electron: version });
    const log = readFileSync(join(folder, 'user-data/logs/sightglass.log'), 'utf8');
    expect(log).not.toMatch(/program\.(?:started|switches-refused)/);
  } finally {
    await app.close();
  }
});

test('does not keep a package that is no release from being looked at further', async () => {
  const app = started(await archiveWith({}));
  try {
    expect(await app.logged('program.switches-refused')).toMatchObject({ names: ['no-sandbox'] });
  } finally {
    await app.close();
  }
});
