/** What a desktop and a package manager read in the deb. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linuxSizes } from '../../scripts/package/icon-files.mjs';
import { builtPackages, linesOf, onLinux } from './read-built.ts';

const repository = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const applications = 'usr/share/applications';

describe.skipIf(!onLinux)('the deb', () => {
  const field = (name: string) => linesOf('dpkg-deb', '--field', builtPackages().deb, name).join('\n');
  const entry = () => readFileSync(join(builtPackages().root, applications, manifest.desktopName), 'utf8');
  const entryValue = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(entry())?.[1];

  test('says what it is, who answers for it and what it needs', () => {
    expect(field('Package')).toBe('sightglass');
    expect(field('Version')).toBe(manifest.version);
    expect(field('Maintainer')).toMatch(/^[^<>]+ <[^@\s]+@[^@\s]+>$/);
    expect(field('Homepage')).toBe(manifest.homepage);
    expect(field('Recommends')).toBe('gnome-keyring | kwalletmanager');
    // What Debian 13 and Ubuntu 24.04 renamed is asked for by both names.
    expect(field('Depends').split(', ')).toEqual(
      expect.arrayContaining(['libgtk-3-0t64 | libgtk-3-0', 'libasound2t64 | libasound2', 'libgbm1', 'libsecret-1-0']),
    );
    const kib = linesOf('du', '-sk', '--apparent-size', builtPackages().root)[0]?.split('\t')[0];
    expect(Math.abs(Number(field('Installed-Size')) - Number(kib))).toBeLessThan(1024);
  });

  test('needs every library that its executables are linked with', () => {
    const opt = join(builtPackages().root, 'opt/Sightglass');
    const missing = linesOf('ldd', join(opt, 'sightglass')).filter((line) => line.includes('not found'));
    expect(missing).toEqual([]);
    const own = ['libgtk-3.so.0', 'libnss3.so', 'libgbm.so.1', 'libasound.so.2', 'libatspi.so.0'];
    const needed = linesOf('ldd', join(opt, 'sightglass')).map((line) => line.trim().split(' ')[0]);
    expect(needed).toEqual(expect.arrayContaining(own));
  });

  test('says of itself that it is no release, wherever a person looks', () => {
    const { deb, rpm, tarGz, said } = builtPackages();
    for (const file of [deb, rpm, tarGz]) expect(file).toContain('sightglass-not-a-release');
    expect(field('Description')).toContain('(not a release)');
    expect(field('Description')).toContain('NOT A RELEASE');
    expect(entryValue('Comment')).toContain('NOT A RELEASE');
    expect(said).toContain('NOT A RELEASE');
  });

  test('has one menu entry, which desktops accept', () => {
    expect(readdirSync(join(builtPackages().root, applications))).toEqual([manifest.desktopName]);
    expect(linesOf('desktop-file-validate', join(builtPackages().root, applications, manifest.desktopName))).toEqual(
      [],
    );
    expect(entryValue('Exec')).toBe('/opt/Sightglass/start %U');
    expect(existsSync(join(builtPackages().root, 'opt/Sightglass/start'))).toBe(true);
    expect(existsSync(join(builtPackages().root, 'opt/Sightglass/sightglass'))).toBe(true);
  });

  test('opens links of the form sightglass:', () => {
    expect(entryValue('MimeType')).toBe('x-scheme-handler/sightglass;');
  });

  test('gives its window the name that the menu entry expects', () => {
    const version = readFileSync(join(builtPackages().root, 'opt/Sightglass/version'), 'utf8');
    const isNew = Number.parseInt(version, 10) >= 41;
    expect(entryValue('StartupWMClass')).toBe(isNew ? 'com.sightglass.viewer' : 'Sightglass');
  });

  test('has its icon in every size that a desktop looks for, and as a drawing', () => {
    const icons = join(builtPackages().root, 'usr/share/icons/hicolor');
    expect(entryValue('Icon')).toBe('sightglass');
    expect(readdirSync(icons).toSorted()).toEqual(
      [...linuxSizes.map((size) => `${size}x${size}`), 'scalable'].toSorted(),
    );
    for (const size of linuxSizes) {
      const png = readFileSync(join(icons, `${size}x${size}/apps/sightglass.png`));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
    const svg = readFileSync(join(icons, 'scalable/apps/sightglass.svg'), 'utf8');
    expect(svg).toBe(readFileSync(join(repository, 'build/icon.svg'), 'utf8'));
  });

  test('belongs to root, and nobody else may write to it', () => {
    const listed = linesOf('dpkg-deb', '--contents', builtPackages().deb).map((line) => line.split(/\s+/));
    expect(listed.length).toBeGreaterThan(50);
    expect(listed.filter(([, owner]) => owner !== 'root/root')).toEqual([]);
    expect(listed.filter(([mode = '']) => !mode.startsWith('l') && (mode[5] === 'w' || mode[8] === 'w'))).toEqual([]);
  });

  test('tells the program how it was installed', () => {
    const resources = join(builtPackages().root, 'opt/Sightglass/resources');
    expect(readFileSync(join(resources, 'package-type'), 'utf8')).toBe('deb');
    // Where updates are is never read from a file beside the program.
    expect(existsSync(join(resources, 'app-update.yml'))).toBe(false);
  });

  test('is not larger than it was when this was written, give or take a twentieth', () => {
    const opt = join(builtPackages().root, 'opt/Sightglass');
    const megabytes = (path: string) => statSync(path).size / 1e6;
    expect(megabytes(join(opt, 'resources/app.asar'))).toBeLessThan(4.5);
    expect(Number(field('Installed-Size')) / 1024).toBeLessThan(242);
    // The quickest compression; xz, which people get, comes to 71 MB.
    expect(megabytes(builtPackages().deb)).toBeLessThan(112);
  });
});
