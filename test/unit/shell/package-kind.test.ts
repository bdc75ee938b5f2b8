import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PackageConditions, packageKind, systemConditions } from '../../../src/main/shell/package-kind.ts';

const toldOnly = { kind: null, updatedBy: 'administrator', image: null };

const conditions = (change: Partial<PackageConditions>): PackageConditions => ({
  platform: 'linux',
  executable: '/opt/Sightglass/sightglass',
  environment: {},
  exists: () => false,
  isWritable: () => true,
  isOwnProgram: () => true,
  ...change,
});

describe('on Linux', () => {
  const image = {
    executable: '/tmp/.mount_Sight1/sightglass',
    environment: { APPIMAGE: '/home/ben/Sightglass.AppImage', APPDIR: '/tmp/.mount_Sight1' },
  };

  test('an AppImage in a folder of the person replaces itself', () => {
    expect(packageKind(conditions(image))).toEqual({
      kind: 'appimage',
      updatedBy: 'itself',
      image: '/home/ben/Sightglass.AppImage',
    });
  });

  test('an AppImage where the person may not write is only told of updates', () => {
    expect(packageKind(conditions({ ...image, isWritable: () => false }))).toMatchObject({ kind: null });
    expect(packageKind(conditions({ ...image, isOwnProgram: () => false }))).toEqual(toldOnly);
  });

  test('variables make no AppImage of what is none', () => {
    expect(packageKind(conditions({ environment: image.environment }))).toEqual(toldOnly);
    for (const environment of [
      { APPIMAGE: 'Sightglass.AppImage', APPDIR: '/tmp/.mount_Sight1' },
      { APPIMAGE: '/home/ben/x', APPDIR: '' },
      { APPIMAGE: '/home/ben/x', APPDIR: '/tmp/.mount_Sight' },
      { APPIMAGE: '/home/ben/x' },
      { APPIMAGE: '/home/ben/x', APPDIR: '/' },
      { APPIMAGE: '/home/ben/x', APPDIR: '/tmp' },
    ]) {
      expect(packageKind(conditions({ ...image, environment }))).toEqual(toldOnly);
    }
  });

  test('what the variables name is a program itself, and not a document or a link', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sightglass-kind-'));
    const [program, document, link] = ['program', 'document', 'link'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(program, '', { mode: 0o755 });
    writeFileSync(document, '', { mode: 0o644 });
    symlinkSync(program, link);
    const { isOwnProgram } = systemConditions;
    expect([program, document, link, folder, join(folder, 'missing')].map(isOwnProgram)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    rmSync(folder, { recursive: true });
  });

  test('a deb, an rpm and an archive are only told of', () => expect(packageKind(conditions({}))).toEqual(toldOnly));
});

describe('on Windows', () => {
  const installed = {
    platform: 'win32' as const,
    executable: 'C:\\Users\\ben\\AppData\\Local\\Programs\\Sightglass\\Sightglass.exe',
    exists: (path: string) => path.endsWith('\\Sightglass\\Uninstall Sightglass.exe'),
  };

  test('what a person installed for themselves is replaced by itself, what is for everybody by password', () => {
    expect(packageKind(conditions(installed))).toEqual({ kind: 'nsis', updatedBy: 'itself', image: null });
    expect(packageKind(conditions({ ...installed, isWritable: () => false }))).toMatchObject({ updatedBy: 'password' });
  });

  test('what an MSI installed, or an archive, is only told of', () => {
    expect(packageKind(conditions({ ...installed, exists: () => false }))).toEqual(toldOnly);
  });
});

describe('on macOS', () => {
  const bundle = { platform: 'darwin' as const, executable: '/Applications/Sightglass.app/Contents/MacOS/Sightglass' };

  test('a bundle that may be exchanged is exchanged', () => {
    const asked: string[] = [];
    const isWritable = (path: string) => asked.push(path) > 0;
    expect(packageKind(conditions({ ...bundle, isWritable }))).toMatchObject({ kind: 'mac', updatedBy: 'itself' });
    expect(asked).toEqual(['/Applications/Sightglass.app', '/Applications']);
  });

  test('one of an administrator, or on a disk image, is only told of', () => {
    expect(packageKind(conditions({ ...bundle, isWritable: (path) => path.endsWith('.app') }))).toEqual(toldOnly);
    expect(packageKind(conditions({ ...bundle, isWritable: () => false }))).toEqual(toldOnly);
  });
});
