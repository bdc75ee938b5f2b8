/** Which system packages are asked for, and with which command. */
import { describe, expect, test } from 'vitest';
import { installCommand, missingLibraries, needsOfLibraries } from '../../../scripts/system-packages.mjs';

const ldd = `
	linux-vdso.so.1 (0x00007ffd)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f)
	libnss3.so => not found
	libatk-bridge-2.0.so.0 => not found
	libgbm.so.1 => not found
	libasound.so.2 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
`;

describe('shared libraries of Electron', () => {
  test('finds those that the loader does not find', () => {
    expect(missingLibraries(ldd)).toEqual(['libnss3.so', 'libatk-bridge-2.0.so.0', 'libgbm.so.1', 'libasound.so.2']);
    expect(missingLibraries('\tnot a dynamic executable')).toEqual([]);
  });

  test('names each need once, and GTK for whatever comes with it', () => {
    expect(needsOfLibraries(missingLibraries(ldd))).toEqual(['nss', 'gtk', 'gbm', 'sound']);
    expect(needsOfLibraries(['libpango-1.0.so.0', 'libXdamage.so.1', 'libnspr4.so', 'libnss3.so'])).toEqual([
      'gtk',
      'nss',
    ]);
  });
});

describe('the one command', () => {
  test('takes the package names that this release of Debian or Ubuntu has', () => {
    const newer = ['libgtk-3-0t64', 'libasound2t64', 'libnss3'];
    const older = ['libgtk-3-0', 'libasound2', 'libnss3'];
    const packages = (known: string[]) =>
      installCommand(['gtk', 'nss', 'sound'], 'apt-get', (name) => known.includes(name));
    expect(packages(newer).slice(4)).toEqual(['libgtk-3-0t64', 'libnss3', 'libasound2t64']);
    expect(packages(older).slice(4)).toEqual(['libgtk-3-0', 'libnss3', 'libasound2']);
    expect(packages(older).slice(0, 4)).toEqual(['apt-get', 'install', '-y', '--no-install-recommends']);
  });

  test('exists for the other package managers', () => {
    expect(installCommand(['keyring', 'chromium'], 'dnf').join(' ')).toBe('dnf install -y gnome-keyring chromium');
    expect(installCommand(['nss'], 'pacman').join(' ')).toBe('pacman -S --needed --noconfirm nss');
  });
});
