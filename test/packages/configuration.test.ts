/** What electron-builder makes of electron-builder.yml, for the systems on which nothing can be built here as well. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { icnsKinds, icoSizes } from '../../scripts/package/icon-files.mjs';
import { SET_UP_FILE_ENDING } from '../../src/shared/set-up-passphrase.ts';

const root = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
// Its own reading and its own check, as `electron-builder` runs them.
const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config');
const { DebugLogger } = require('builder-util');

// biome-ignore lint/suspicious/noExplicitAny: electron-builder's whole configuration.
type Configuration = any;
let configuration: Configuration;

beforeAll(async () => {
  configuration = await getConfig(root, null, null);
});

const inRoot = (path: string) => join(root, path);

describe('the configuration of packages', () => {
  test('is accepted by electron-builder, and one with a mistake is not', async () => {
    await expect(validateConfiguration(configuration, new DebugLogger(false))).resolves.toBeUndefined();
    const wrong = { ...configuration, nsis: { ...configuration.nsis, onClick: true } };
    await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow('configuration.nsis');
  });

  test('names only files and hooks that are there', async () => {
    const { linux, deb, rpm, mac, pkg, nsis, win } = configuration;
    const files = [linux.icon, mac.entitlements, mac.entitlementsInherit, nsis.include]
      .concat([deb, rpm].flatMap((one) => [one.afterInstall, one.afterRemove, one.appArmorProfile]))
      .concat([deb, rpm].flatMap((one) => one.fpm.filter((arg: string) => !arg.startsWith('-')).map(firstPart)))
      .concat(
        [configuration, linux, mac].flatMap((one) => one.extraResources).map(({ from }: { from: string }) => from),
      );
    files.push(...win.extraFiles.map(({ from }: { from: string }) => from));
    // electron-builder looks for it below its folder of resources.
    files.push(join(configuration.directories.buildResources, pkg.scripts, 'postinstall'));
    expect(files.length).toBeGreaterThan(17);
    // What is in out/ is there once it was built.
    const committed = files.filter((path: string) => !path.startsWith('out/'));
    expect(committed.filter((path: string) => !existsSync(inRoot(path)))).toEqual([]);
    const hooks = {
      afterExtract: configuration.afterExtract,
      afterPack: configuration.afterPack,
      afterAllArtifactBuild: configuration.afterAllArtifactBuild,
      msiProjectCreated: configuration.msiProjectCreated,
      sign: win.signtoolOptions.sign,
    };
    for (const [name, path] of Object.entries(hooks)) {
      expect(await import(inRoot(path)), path).toHaveProperty(name, expect.any(Function));
    }
  });

  test('builds what each system is given', () => {
    expect(configuration.linux.target).toEqual(['deb', 'rpm', 'AppImage', 'tar.gz']);
    expect(configuration.win.target).toEqual(['nsis', 'msi']);
    expect(configuration.mac.target).toEqual(
      ['dmg', 'zip', 'pkg'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
    );
  });

  test('uploads nothing, and every name of a file can say that it is no release', () => {
    expect(configuration.publish).toBeNull();
    // Only so that descriptions of updates are written; the address counts for nobody.
    for (const target of ['mac', 'win', 'appImage']) {
      expect(configuration[target].publish).toMatchObject({ provider: 'generic', url: 'https://updates.invalid/' });
    }
    for (const target of ['mac', 'nsis', 'msi', 'appImage', 'deb', 'rpm']) {
      expect(configuration[target].artifactName).toMatch(/^\$\{(?:name|productName)\}/);
    }
    // An update takes the place of this file, and a menu entry goes on naming it.
    expect(configuration.appImage.artifactName).not.toContain('version');
  });

  test('starts an AppImage in its sandbox, with a runtime that needs no libfuse2', () => {
    expect(configuration.appImage.executableArgs).toEqual([]);
    expect(configuration.toolsets.appimage).toBe('1.0.3');
  });

  test('lets a person of Windows choose for whom, asks for rights only then, and keeps their data', () => {
    expect(configuration.nsis).toMatchObject({
      oneClick: false,
      perMachine: false,
      allowElevation: true,
      deleteAppDataOnUninstall: false,
    });
    // Of these electron-builder's installer makes /S, /allusers and /currentuser.
    const assisted = readFileSync(require.resolve('app-builder-lib/templates/nsis/assistedInstaller.nsh'), 'utf8');
    for (const word of ['/allusers', '/currentuser']) expect(assisted).toContain(`"${word}"`);
  });

  test('installs an MSI for the whole computer, without questions, as the same program for ever', () => {
    expect(configuration.msi).toMatchObject({
      oneClick: true,
      perMachine: true,
      runAfterFinish: false,
      upgradeCode: '5D0A8E0C-6B1B-4C55-9E0B-3C1F2D7A9E61',
    });
  });

  test('signs for Windows with SHA-256 alone, and by our own hook', () => {
    expect(configuration.win.signtoolOptions.signingHashAlgorithms).toEqual(['sha256']);
  });

  test('hardens and notarises what is for macOS, and asks for one right', () => {
    expect(configuration.mac).toMatchObject({ hardenedRuntime: true, notarize: true, minimumSystemVersion: '13.0' });
    // What is stapled after it was described would not be the file of the description, and nothing could be signed.
    expect(configuration.dmg).toEqual({ sign: true, writeUpdateInfo: false });
    const entitlements = readFileSync(inRoot(configuration.mac.entitlements), 'utf8');
    expect(entitlements.match(/<key>.*<\/key>/g)).toEqual(['<key>com.apple.security.cs.allow-jit</key>']);
    expect(configuration.pkg).toMatchObject({ isRelocatable: false, installLocation: '/Applications' });
  });

  test('opens links of the form sightglass:', () => {
    expect(configuration.protocols).toEqual([{ name: 'Sightglass', schemes: ['sightglass'] }]);
  });

  test('is what opens set-up files, as they end', () => {
    expect(configuration.fileAssociations).toMatchObject([
      { ext: SET_UP_FILE_ENDING, mimeType: 'application/vnd.sightglass.set-up', role: 'Viewer' },
    ]);
  });
});

describe('the icons', () => {
  test('of Windows hold every size, the largest as Windows wants it', () => {
    const ico = readFileSync(inRoot('build/icon.ico'));
    expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, icoSizes.length]);
    const entries = icoSizes.map((_, index) => {
      const at = 6 + 16 * index;
      return { size: ico.readUInt8(at) || 256, start: ico.readUInt32LE(at + 12) };
    });
    expect(entries.map(({ size }) => size)).toEqual(icoSizes);
    const largest = entries.at(-1)?.start ?? 0;
    expect(ico.toString('latin1', largest + 1, largest + 4)).toBe('PNG');
  });

  test('of macOS hold every kind that it looks for', () => {
    const icns = readFileSync(inRoot('build/icon.icns'));
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const found: [string, number][] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      found.push([icns.toString('latin1', at, at + 4), icns.readUInt32BE(at + 8 + 16)]);
    }
    expect(found).toEqual(icnsKinds);
  });
});

/** Where a file comes from, in `from=to`. */
function firstPart(argument: string): string {
  return argument.split('=')[0] ?? '';
}
