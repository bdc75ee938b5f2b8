/** How `sightglass` becomes a command on macOS, as far as any system with a shell can show: both scripts, in a root of their own. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
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

const repository = join(import.meta.dirname, '../../../..');

describe.skipIf(process.platform === 'win32')('the command of macOS', () => {
  let root: string;
  const app = () => join(root, 'Applications/Sightglass.app');
  const command = () => join(app(), 'Contents/Resources/bin/sightglass');
  const link = () => join(root, 'usr/local/bin/sightglass');

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sightglass mac '));
    mkdirSync(join(app(), 'Contents/Resources/bin'), { recursive: true });
    mkdirSync(join(app(), 'Contents/MacOS'));
    cpSync(join(repository, 'build/mac/sightglass'), command());
    // In the place of the program: it says how it was started, and ends with a code of its own.
    const program = join(app(), 'Contents/MacOS/Sightglass');
    writeFileSync(program, '#!/bin/sh\nprintf "%s\\n" "$0" "$@"\nexit 3\n');
    chmodSync(program, 0o755);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Runs what the pkg runs as root after the app is there. */
  function install() {
    const script = readFileSync(join(repository, 'build/pkg-scripts/postinstall'), 'utf8');
    const moved = script.replace(/^(folder|link)=(.*)$/gm, `$1="${root}$2"`);
    expect(moved).not.toBe(script);
    const { status, stderr } = spawnSync('sh', ['-c', moved], { encoding: 'utf8' });
    expect(status).toBe(0);
    return stderr;
  }

  test('is a link that the pkg makes, and starts the program by its own path, with every word as it was given', () => {
    expect(install()).toBe('');
    expect(install()).toBe('');
    expect(readlinkSync(link())).toBe(command());
    const words = ['open', 'sightglass://open?a=b&c=d e', '', '--json'];
    const { status, stdout } = spawnSync(link(), words, { encoding: 'utf8' });
    expect(stdout.split('\n').slice(0, -1)).toEqual([join(app(), 'Contents/MacOS/Sightglass'), ...words]);
    expect(status).toBe(3);
  });

  test("leaves another program's file of that name alone, and a link that leads elsewhere", () => {
    mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
    writeFileSync(link(), 'another');
    expect(install()).toContain('is not ours');
    expect(readFileSync(link(), 'utf8')).toBe('another');
    rmSync(link());
    symlinkSync('/bin/sh', link());
    expect(install()).toContain('is not ours');
    expect(readlinkSync(link())).toBe('/bin/sh');
  });

  test('takes over a link that leads to nothing', () => {
    mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
    symlinkSync(join(root, 'gone'), link());
    expect(install()).toBe('');
    expect(readlinkSync(link())).toBe(command());
  });

  test('does not keep the app from being installed where the link cannot be made', () => {
    writeFileSync(join(root, 'usr'), 'in the way');
    expect(install()).toContain('could not be made');
  });

  test('both scripts can be started as they are', () => {
    for (const path of ['build/mac/sightglass', 'build/pkg-scripts/postinstall']) {
      expect(lstatSync(join(repository, path)).mode & 0o111, path).toBe(0o111);
    }
  });
});
