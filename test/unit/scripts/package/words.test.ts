/** What may be asked of `npm run package`, and what a release refuses. */
import { describe, expect, test } from 'vitest';
import { readOrder, settingOf } from '../../../../scripts/package/words.mjs';

describe('the words after npm run package', () => {
  test('are all packages of this system, when there are none', () => {
    expect(readOrder([], 'linux').words).toEqual(['deb', 'rpm', 'appimage', 'targz']);
    expect(readOrder([], 'win32').words).toEqual(['nsis', 'msi']);
    expect(readOrder([], 'darwin').words).toEqual(['dmg', 'zip', 'pkg']);
  });

  test('are taken once each, with settings of electron-builder beside them', () => {
    const order = readOrder(['rpm', 'deb', 'rpm', '-c.deb.compression=gz'], 'linux');
    expect(order).toMatchObject({ words: ['rpm', 'deb'], release: false, isTestBuild: false });
    expect(order.settings).toEqual(['-c.deb.compression=gz']);
  });

  test('are none for the unpacked app', () => {
    expect(readOrder(['--dir'], 'linux')).toMatchObject({ words: [], unpacked: true });
  });

  test.each(['snap', 'debs', '--realease', '-c', '--publish', '-c.deb', 'toString'])(
    'are refused with a list: %s',
    (word) => {
      expect(() => readOrder(['deb', word], 'linux')).toThrow(
        `nothing of the name ${word}. Packages: deb, rpm, appimage`,
      );
    },
  );

  test.each([
    [['deb', '-c.extraMetadata.sightglass.isRelease=true'], 'build it with --release'],
    [['deb', '--unsigned'], '--unsigned goes with --release'],
    [['deb', '--dir'], 'leave deb out'],
  ])('are refused where they would be passed over, or would only look like a release: %s', (words, reason) => {
    expect(() => readOrder(words, 'linux')).toThrow(reason);
  });

  test('find the mark of tests however it is said last', () => {
    const mark = '-c.extraMetadata.sightglass.isTestBuild=true';
    expect(readOrder(['deb', mark], 'linux').isTestBuild).toBe(true);
    expect(settingOf(['-c.a.b=1', '-c.a.b=2=3'], 'a.b')).toBe('2=3');
    expect(settingOf(['-c.a.bc=1'], 'a.b')).toBeUndefined();
  });
});

describe('a release', () => {
  test('is put where one likes', () => {
    const order = readOrder(['deb', '--release', '-c.directories.output=/somewhere'], 'linux');
    expect(order).toMatchObject({ release: true, unsigned: false });
  });

  test.each([
    ['-c.extraMetadata.sightglass.isTestBuild=true', 'one for tests'],
    ['-c.extraMetadata.sightglass.isTestBuild=1', 'would change that'],
    ['-c.electronDist=/tmp/electron', '-c.electronDist would change that'],
    ['-c.electronVersion=33.0.0', 'would change that'],
    ['-c.extraMetadata.version=9.9.9', 'would change that'],
    ['-c.electronFuses.runAsNode=true', 'would change that'],
    ['--dir', 'leave --dir out'],
  ])('is not built with %s', (arg, words) => {
    expect(() => readOrder(['deb', '--release', arg], 'linux')).toThrow(words);
    expect(() =>
      readOrder(
        ['deb', arg].filter((word) => word !== '--dir'),
        'linux',
      ),
    ).not.toThrow();
  });
});
