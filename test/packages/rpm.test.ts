/** What a package manager reads in the rpm. */
import { describe, expect, test } from 'vitest';
import { builtPackages, linesOf, onLinux } from './read-built.ts';

describe.skipIf(!onLinux)('the rpm', () => {
  const query = (...args: string[]) => linesOf('rpm', '-qp', ...args, builtPackages().rpm);

  test('says what it is and who answers for it', () => {
    expect(query('--qf', '%{NAME}|%{ARCH}|%{VENDOR}|%{URL}')).toEqual([
      `sightglass|${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}|Sightglass|https://sightglass.example`,
    ]);
    expect(query('--qf', '%{PACKAGER}')[0]).toMatch(/<.+@.+>/);
    expect(query('--qf', '%{SUMMARY}')[0]).toContain('(not a release)');
  });

  test('needs what the program is linked with, by the names of each family, and asks for a keyring', () => {
    expect(query('--requires')).toEqual(
      expect.arrayContaining(['gtk3', 'nss', '(mesa-libgbm or libgbm1)', '(alsa-lib or libasound2)']),
    );
    expect(query('--recommends')).toEqual([expect.stringContaining('gnome-keyring or')]);
  });

  test('owns its folders, so that none stays behind', () => {
    const folders = query('--qf', '[%{FILEMODES:perms} %{FILENAMES}\n]').filter((line) => line.startsWith('d'));
    expect(folders.map((line) => line.split(' ')[1])).toEqual([
      '/opt/Sightglass',
      '/opt/Sightglass/locales',
      '/opt/Sightglass/resources',
      '/usr/share/bash-completion',
      '/usr/share/bash-completion/completions',
      '/usr/share/fish',
      '/usr/share/fish/vendor_completions.d',
      '/usr/share/zsh',
      '/usr/share/zsh/site-functions',
    ]);
  });

  test('runs the scripts of the deb, which know an update by the number that rpm passes', () => {
    const scripts = query('--scripts').join('\n');
    expect(scripts).toContain('postinstall scriptlet (using /bin/sh)');
    expect(scripts).toContain('remove | purge | disappear | 0) ;;');
    // What is a macro to rpm came through as it was written.
    expect(scripts).not.toContain('%%');
  });

  test('belongs to root', () => {
    expect(new Set(query('--qf', '[%{FILEUSERNAME}:%{FILEGROUPNAME}\n]'))).toEqual(new Set(['root:root']));
  });
});
