/** What the packages of Linux do as root when they are installed, updated and removed: run in a root of its own. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtPackages, linesOf, onLinux } from './read-built.ts';

describe.skipIf(!onLinux)('the scripts of the packages', () => {
  let root: string;
  const inRoot = (path: string) => join(root, path);
  const link = () => inRoot('usr/bin/sightglass');
  const sandbox = () => inRoot('opt/Sightglass/chrome-sandbox');
  const profile = () => inRoot('etc/apparmor.d/sightglass');

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sightglass-scripts-'));
    for (const folder of ['usr/bin', 'opt/Sightglass/resources', 'etc/apparmor.d', 'usr/share', 'tools']) {
      mkdirSync(inRoot(folder), { recursive: true });
    }
    writeFileSync(sandbox(), '', { mode: 0o755 });
    writeFileSync(inRoot('opt/Sightglass/resources/apparmor-profile'), 'profile');
    // An ordinary user runs the tests as well.
    tool('chown', 'exit 0');
    tool('dpkg-statoverride', 'exit 1');
    tool('apparmor_parser', 'exit 0');
    for (const name of ['update-desktop-database', 'gtk-update-icon-cache']) tool(name, 'exit 0');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** A program that the script finds before the system's own. What it was called with is written down. */
  function tool(name: string, body: string): void {
    const file = inRoot(`tools/${name}`);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> ${inRoot('called')}\n${body}\n`);
    chmodSync(file, 0o755);
  }
  const called = () => (existsSync(inRoot('called')) ? readFileSync(inRoot('called'), 'utf8') : '');

  /** Runs a script of the deb, with the paths that it names below our root. */
  function run(name: 'postinst' | 'postrm', ...args: string[]): string {
    const script = readFileSync(join(builtPackages().control, name), 'utf8');
    const moved = script.replace(/(?<![\w.$}"])(\/(?:opt|usr|etc|var|sys)\b)/g, `${root}$1`).replace('#!/bin/sh', '');
    const file = inRoot(name);
    writeFileSync(file, moved);
    const result = spawnSync('/bin/sh', [file, ...args], {
      encoding: 'utf8',
      env: { PATH: `${inRoot('tools')}:/usr/bin:/bin` },
    });
    expect(result.stderr.replaceAll(root, '')).toMatch(/^(?:sightglass: .*\n)?$/);
    expect(result.status).toBe(0);
    return result.stderr;
  }

  test('are understood by every shell', () => {
    for (const name of ['postinst', 'postrm']) {
      const file = join(builtPackages().control, name);
      expect(readFileSync(file, 'utf8')).toMatch(/^#!\/bin\/sh\n/);
      expect(linesOf('sh', '-n', file)).toEqual([]);
    }
  });

  test('link the program into the path, twice as well as once', () => {
    run('postinst', 'configure');
    run('postinst', 'configure', '0.0.9');
    expect(readlinkSync(link())).toMatch(/\/opt\/Sightglass\/start$/);
  });

  test("leave another program's file of that name alone, and say so", () => {
    writeFileSync(link(), 'another');
    expect(run('postinst', 'configure')).toContain('is not ours');
    run('postrm', 'remove');
    expect(readFileSync(link(), 'utf8')).toBe('another');
  });

  test('take over no link that leads to another program, and one that leads to nothing', () => {
    writeFileSync(inRoot('usr/another'), 'another');
    symlinkSync(inRoot('usr/another'), link());
    expect(run('postinst', 'configure')).toContain('is not ours');
    expect(readlinkSync(link())).toBe(inRoot('usr/another'));
    rmSync(inRoot('usr/another'));
    run('postinst', 'configure');
    expect(readlinkSync(link())).toMatch(/\/opt\/Sightglass\/start$/);
    // As an older version left it.
    rmSync(link());
    writeFileSync(inRoot('opt/Sightglass/sightglass'), '');
    symlinkSync(inRoot('opt/Sightglass/sightglass'), link());
    run('postinst', 'configure');
    expect(readlinkSync(link())).toMatch(/\/opt\/Sightglass\/start$/);
  });

  test('make the sandbox work where people may make no user namespaces, whenever that is decided', () => {
    run('postinst', 'configure');
    expect(lstatSync(sandbox()).mode & 0o7777).toBe(0o4755);
    expect(called()).toMatch(/^chown root:root .*chrome-sandbox$/m);
  });

  test("keep to an administrator's own choice about that", () => {
    tool('dpkg-statoverride', 'exit 0');
    run('postinst', 'configure');
    expect(lstatSync(sandbox()).mode & 0o7777).toBe(0o755);
  });

  test('install the AppArmor profile where it is understood', () => {
    run('postinst', 'configure');
    expect(readFileSync(profile(), 'utf8')).toBe('profile');
    // Not into the kernel: there is none of that kind below our root.
    expect(called()).not.toContain('--replace');
    mkdirSync(inRoot('sys/kernel/security/apparmor'), { recursive: true });
    tool('ischroot', 'exit 1');
    run('postinst', 'configure');
    expect(called()).toMatch(/apparmor_parser --replace .*sightglass$/m);
    // As `aa-disable` leaves it.
    rmSync(inRoot('called'));
    mkdirSync(inRoot('etc/apparmor.d/disable'));
    symlinkSync(profile(), inRoot('etc/apparmor.d/disable/sightglass'));
    run('postinst', 'configure');
    expect(called()).not.toContain('--replace');
  });

  test('install no profile that the system does not understand, and take away one that it no longer does', () => {
    writeFileSync(profile(), 'older');
    tool('apparmor_parser', 'exit 1');
    run('postinst', 'configure');
    expect(existsSync(profile())).toBe(false);
  });

  test.each([
    ['a deb', 'upgrade'],
    ['a deb that could not be updated', 'abort-upgrade'],
    ['an rpm', '1'],
  ])('take nothing away when %s is updated', (_, word) => {
    run('postinst', 'configure');
    run('postrm', word);
    expect(existsSync(profile())).toBe(true);
    expect(lstatSync(link()).isSymbolicLink()).toBe(true);
  });

  test.each([
    ['a deb is removed', 'remove'],
    ['a deb is purged', 'purge'],
    ['an rpm is removed', '0'],
  ])('leave nothing behind when %s', (_, word) => {
    run('postinst', 'configure');
    // The program is gone by then.
    rmSync(inRoot('opt'), { recursive: true });
    run('postrm', word);
    expect(existsSync(profile())).toBe(false);
    expect(lstatSync(link(), { throwIfNoEntry: false })).toBeUndefined();
  });

  test('take no link away that leads elsewhere', () => {
    symlinkSync('/somewhere/else', link());
    run('postrm', 'remove');
    expect(readlinkSync(link())).toBe('/somewhere/else');
  });
});

describe.skipIf(!onLinux)('the AppArmor profile', () => {
  const text = () => readFileSync(join(builtPackages().root, 'opt/Sightglass/resources/apparmor-profile'), 'utf8');

  test('lets the program that the package installs make user namespaces, and is named after it', () => {
    expect(text()).toMatch(/^profile sightglass "\/opt\/Sightglass\/sightglass" flags=\(unconfined\) \{$/m);
    expect(text()).toMatch(/^ {2}userns,$/m);
  });

  test('is understood by the parser of the system, as far as that goes', () => {
    const isNew = existsSync('/etc/apparmor.d/abi/4.0');
    // Older parsers know neither this version of the language nor the rule.
    const known = isNew
      ? text()
      : text()
          .replace(/^abi <abi\/4\.0>,$/m, '')
          .replace(/^ {2}userns,$/m, '');
    const parse = (profile: string) =>
      spawnSync('/sbin/apparmor_parser', ['--skip-kernel-load', '--skip-cache'], { input: profile, encoding: 'utf8' });
    expect(parse(known)).toMatchObject({ status: 0 });
    expect(parse(known.replace('flags=(unconfined)', 'flags=(unknown)')).status).not.toBe(0);
  });
});
