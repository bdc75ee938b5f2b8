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

  test('brings, by what it depends on, every library that its executable is linked with', () => {
    const libraries = linesOf('ldd', join(builtPackages().root, 'opt/Sightglass/sightglass')).flatMap((line) => {
      const [, name] = /^\s*(\S+) => (?!\/\S*\/opt\/Sightglass)/.exec(line) ?? [];
      return name === undefined ? [] : [name];
    });
    expect(libraries).toEqual(expect.arrayContaining(['libgtk-3.so.0', 'libnss3.so', 'libgbm.so.1', 'libasound.so.2']));
    const depends = field('Depends').split(', ');
    expect(notBroughtBy(depends, libraries)).toEqual([]);
    // It would tell of one that is missing.
    const without = depends.filter((each) => !each.includes('libnss3'));
    expect(notBroughtBy(without, libraries)).toContain('libnss3.so');
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

  test('offers one more window besides, by the launcher', () => {
    const [own = '', action = ''] = entry().split('[Desktop Action new-window]');
    expect(own).toMatch(/^Actions=new-window;$/m);
    expect(action).toMatch(/^Name=New Window$/m);
    expect(action).toMatch(/^Exec=\/opt\/Sightglass\/start --new-window$/m);
  });

  test('opens links of the form sightglass: and set-up files', () => {
    expect(entryValue('MimeType')?.split(';').filter(Boolean).toSorted()).toEqual([
      'application/vnd.sightglass.set-up',
      'x-scheme-handler/sightglass',
    ]);
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

  test('holds nothing by which somebody could tell it where updates are', () => {
    const resources = readdirSync(join(builtPackages().root, 'opt/Sightglass/resources'));
    expect(resources).toContain('app.asar');
    expect(resources.filter((name) => /update|package-type|\.ya?ml$/.test(name))).toEqual([]);
  });

  test('is not larger than it was when this was written, give or take a twentieth', () => {
    const opt = join(builtPackages().root, 'opt/Sightglass');
    const megabytes = (path: string) => statSync(path).size / 1e6;
    expect(megabytes(join(opt, 'resources/app.asar'))).toBeLessThan(5.6);
    expect(Number(field('Installed-Size')) / 1024).toBeLessThan(243);
    // The quickest compression; xz, which people get, comes to 71 MB.
    expect(megabytes(builtPackages().deb)).toBeLessThan(112);
  });
});

/** Which libraries none of these packages brings, nor any package that they depend on, as far as they are installed here. */
function notBroughtBy(depends: readonly string[], libraries: readonly string[]): string[] {
  const namesIn = (words: string) => words.split(/[,|]/).map((word) => word.trim().replace(/[\s:(].*$/, ''));
  const needs = new Map(
    linesOf('dpkg-query', '--show', '--showformat', `\${Package}\t\${Depends},\${Pre-Depends}\n`).map((line) => {
      const [name = '', words = ''] = line.split('\t');
      return [name, namesIn(words)] as const;
    }),
  );
  const brought = new Set<string>();
  const open = depends.flatMap(namesIn);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (brought.has(name) || !needs.has(name)) continue;
    brought.add(name);
    open.push(...(needs.get(name) ?? []));
  }
  // dpkg's own search takes half a minute for so many names.
  const lists = '/var/lib/dpkg/info';
  const files = readdirSync(lists)
    .filter((list) => brought.has(list.replace(/(?::\w+)?\.list$/, '')))
    .flatMap((list) => readFileSync(join(lists, list), 'utf8').split('\n'));
  const found = new Set(files.map((path) => path.split('/').at(-1)));
  return libraries.filter((library) => !found.has(library));
}
