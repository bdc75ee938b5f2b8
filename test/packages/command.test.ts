/** `npm run package` as a person calls it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtPackages, onLinux } from './read-built.ts';

const root = join(import.meta.dirname, '../..');

describe('npm run package', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-command-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Calls it where nothing is built and nothing installed, so that only what comes before that can happen. */
  function call(args: readonly string[], variables: Record<string, string> = {}) {
    for (const path of ['scripts', 'package.json', 'electron-builder.yml']) {
      cpSync(join(root, path), join(folder, path), { recursive: true });
    }
    const environment = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: undefined, ...variables };
    const result = spawnSync(process.execPath, [join(folder, 'scripts/package.mjs'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: environment,
    });
    return { code: result.status, said: result.stderr };
  }

  test('refuses a word that it does not know, with those that it knows, before node_modules is there', () => {
    const { code, said } = call(['debian']);
    expect(code).toBe(1);
    expect(said).toMatch(
      /^There is nothing of the name debian\. Packages: deb, rpm, appimage, targz, nsis, msi, dmg, zip, pkg;/,
    );
    expect(said).not.toContain('    at ');
  });

  test('builds no release from an Electron that somebody names', () => {
    const { code, said } = call(['deb', '--release'], { ELECTRON_OVERRIDE_DIST_PATH: '/somewhere' });
    expect(code).toBe(1);
    expect(said).toMatch(/^A release is built from the official Electron alone/);
  });

  test('builds no release as one for tests, and none from files that are in no commit', () => {
    const mark = '-c.extraMetadata.sightglass.isTestBuild=true';
    expect(call(['deb', '--release', mark]).said).toMatch(/^A release cannot be built as one for tests/);
    expect(call(['deb', '--release']).said).toMatch(/^A release is built from a commit/);
  });
});

describe.skipIf(!onLinux)('what it says when it builds', () => {
  test('names the executable by its hash, as it was before anything was changed in it', () => {
    expect(builtPackages().said).toMatch(/executable {6}SHA-256 [0-9a-f]{64}\n/);
  });

  test('builds the others when one cannot be built, says why in a line, and tells it by its exit code', () => {
    const { said, exitCode, deb } = builtPackages();
    const line = /^appimage is not built here\. .+$/m.exec(said)?.[0];
    expect(exitCode).toBe(line ? 2 : 0);
    expect(deb).toMatch(/\.deb$/);
  });
});
