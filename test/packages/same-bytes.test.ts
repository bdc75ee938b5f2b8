/** Two builds of the same sources are the same, wherever and whenever they are made. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySources } from '../support/driver/copied-sources.ts';
import { buildInstallers } from '../support/driver/installers.ts';
import { epoch, words } from './built-once.ts';
import { builtPackages, onLinux } from './read-built.ts';

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

describe.skipIf(!onLinux)('a second build, from another folder', () => {
  let folder: string;
  let output: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-again-'));
    const sources = join(folder, 'a longer way/to other sources');
    copySources(sources);
    // The times of the sources are those of a checkout: any.
    utimesSync(join(sources, 'LICENSE'), 1, 1);
    output = join(folder, 'packages');
    const variables = { SOURCE_DATE_EPOCH: String(epoch), TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8' };
    await buildInstallers(output, { words, isTestBuild: false, sources, variables });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('gives the same code', () => {
    const archive = 'linux-unpacked/resources/app.asar';
    expect(hashOf(join(output, archive))).toBe(hashOf(join(dirname(builtPackages().deb), archive)));
  });

  test('gives the same executable', () => {
    const executable = 'linux-unpacked/sightglass';
    expect(hashOf(join(output, executable))).toBe(hashOf(join(dirname(builtPackages().deb), executable)));
  });

  test('gives the same packages, byte by byte', () => {
    const first = dirname(builtPackages().deb);
    const packages = (path: string) =>
      readdirSync(path)
        .filter((name) => /\.(?:deb|rpm|tar\.gz|AppImage)$/.test(name))
        .toSorted();
    expect(packages(output).length).toBeGreaterThan(2);
    expect(packages(output)).toEqual(packages(first));
    const differing = packages(output).filter((name) => hashOf(join(output, name)) !== hashOf(join(first, name)));
    expect(differing.map((path) => basename(path))).toEqual([]);
    // So anybody can compare what they built with what they were given.
    const sums = readFileSync(join(output, 'SHA256SUMS'), 'utf8');
    expect(sums).toBe(
      packages(output)
        .map((name) => `${hashOf(join(output, name))}  ${name}\n`)
        .join(''),
    );
  });
});
