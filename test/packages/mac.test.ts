/** The package for macOS, built on whichever system the tests run on, and looked into: nothing of it can run here. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
// @ts-expect-error It brings no types.
import plist from 'plist';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binary } from '../../scripts/node-bin.mjs';
import { findProgram } from '../../scripts/system-packages.mjs';
import { ensureMacElectron, macElectronVersion, macFrameworkHash } from '../support/driver/mac-electron.ts';

const root = join(import.meta.dirname, '../..');
// With it electron-builder need not download its own.
const sevenZip = findProgram(['7za', '7zz', '7z']) ?? undefined;
const carrier = await ensureMacElectron().catch((error: Error) => error);
const reason = carrier instanceof Error ? carrier.message : sevenZip ? undefined : 'there is no 7-Zip';
if (reason) process.stderr.write(`The package for macOS is not looked at: ${reason}\n`);

describe.skipIf(reason !== undefined)('the zip for macOS', () => {
  const electron = carrier as string;
  let folder: string;
  let app: string;
  const plistOf = (bundle: string) => plist.parse(readFileSync(join(bundle, 'Contents/Info.plist'), 'utf8'));
  const bundles = () => {
    const frameworks = join(app, 'Contents/Frameworks');
    const helpers = readdirSync(frameworks).filter((name) => name.endsWith('.app'));
    return [app, ...helpers.map((name) => join(frameworks, name))];
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-mac-'));
    const settings = {
      electronDist: electron,
      electronVersion: macElectronVersion,
      'directories.output': folder,
      // Read back and thrown away.
      compression: 'store',
    };
    const passed = Object.entries(settings).map(([name, value]) => `-c.${name}=${value}`);
    const args = [binary('electron-builder'), '--mac', 'zip', '--arm64', '--publish', 'never', ...passed];
    const built = spawnSync(process.execPath, args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ELECTRON_BUILDER_7ZIP_PATH: sevenZip, CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
    });
    if (built.status !== 0) throw new Error(`The zip was not built:\n${built.stdout}${built.stderr}`);
    app = join(folder, 'mac-arm64/Sightglass.app');
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is built from the Electron that is written down', async () => {
    expect(await macFrameworkHash(electron)).toMatch(/^cebc1de6/);
  });

  test('asks macOS for neither camera, microphone nor Bluetooth, and loads nothing in the clear', () => {
    const given = plistOf(join(electron, 'Electron.app'));
    expect(Object.keys(given).filter((key) => /UsageDescription$/.test(key)).length).toBeGreaterThan(2);
    expect(bundles().length).toBe(5);
    for (const bundle of bundles()) {
      const keys = Object.keys(plistOf(bundle));
      expect(keys.filter((key) => /UsageDescription$|^NSAppTransportSecurity$/.test(key))).toEqual([]);
    }
  });

  test('says who it is, what it opens and on which systems it runs', () => {
    expect(plistOf(app)).toMatchObject({
      CFBundleIdentifier: 'com.sightglass.viewer',
      CFBundleName: 'Sightglass',
      CFBundleExecutable: 'Sightglass',
      LSMinimumSystemVersion: '13.0',
      LSApplicationCategoryType: 'public.app-category.business',
      CFBundleURLTypes: [{ CFBundleURLName: 'Sightglass', CFBundleURLSchemes: ['sightglass'] }],
    });
    expect(readFileSync(join(app, 'Contents/Resources/icon.icns'))).toEqual(
      readFileSync(join(root, 'build/icon.icns')),
    );
  });

  test('has the fuses of the other systems', async () => {
    const fuses = await getCurrentFuseWire(app);
    const isOn = (fuse: FuseV1Options) => fuses[fuse] === '1'.charCodeAt(0);
    expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true);
    expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true);
    expect(isOn(FuseV1Options.EnableCookieEncryption)).toBe(true);
    expect(isOn(FuseV1Options.RunAsNode)).toBe(false);
    expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false);
    expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false);
    expect(isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false);
  });

  test('knows the hash of its own code', () => {
    const archive = join(app, 'Contents/Resources/app.asar');
    const hash = createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
    expect(plistOf(app).ElectronAsarIntegrity).toEqual({ 'Resources/app.asar': { algorithm: 'SHA256', hash } });
    expect(listPackage(archive, { isPack: false }).filter((path) => path.endsWith('.map'))).toEqual([]);
  });

  test('brings what a link of the name `sightglass` leads to', () => {
    const command = join(app, 'Contents/Resources/bin/sightglass');
    expect(readFileSync(command)).toEqual(readFileSync(join(root, 'build/mac/sightglass')));
    expect(lstatSync(command).mode & 0o777).toBe(0o755);
  });

  test("has Chromium's words in English alone, under the names of all languages", () => {
    const resources = 'Contents/Frameworks/Electron Framework.framework/Versions/A/Resources';
    const languages = (bundle: string) =>
      readdirSync(join(bundle, resources)).filter((name) => name.endsWith('.lproj'));
    expect(languages(app)).toEqual(languages(join(electron, 'Electron.app')));
    const words = languages(app).map((name) => join(app, resources, name, 'locale.pak'));
    expect(words.filter((path) => lstatSync(path).isFile())).toEqual([join(app, resources, 'en.lproj/locale.pak')]);
    expect(new Set(words.map((path) => realpathSync(path))).size).toBe(1);
    expect(existsSync(join(app, 'Contents/Resources/de.lproj'))).toBe(true);
  });

  test('keeps the links inside of frameworks, without which no signature holds', () => {
    const zip = readdirSync(folder).find((name) => name.endsWith('.zip')) ?? '';
    expect(zip).toMatch(/^Sightglass-[\d.]+-mac-arm64\.zip$/);
    const listed = spawnSync(sevenZip ?? '', ['l', '-slt', join(folder, zip)], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const entries = listed.stdout
      .split('\n\n')
      .filter((entry) => /^Path = .*\.framework\/Versions\/Current$/m.test(entry));
    expect(entries.length).toBe(4);
    for (const entry of entries) expect(entry).toMatch(/^Attributes = .*lrwx/m);
  });
});
