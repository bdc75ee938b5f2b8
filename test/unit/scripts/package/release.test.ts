/** What has to be true before a release is built, and from which Electron it is. */
import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeOfficialElectron } from '../../../../scripts/package/official-electron.mjs';
import { checkContact, checkRelease, releaseSettings, warningOf } from '../../../../scripts/package/release.mjs';
import { notARelease, readConfiguration, windowClass } from '../../../../scripts/package/settings.mjs';
import { readSource } from '../../../../scripts/package/source.mjs';

const keyOf = (type: 'ed25519' | 'x25519') =>
  generateKeyPairSync(type as 'ed25519')
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64');
const updateKey = keyOf('ed25519');
const signed = { SIGHTGLASS_UPDATE_KEY: updateKey };
const commit = '0123456789abcdef0123456789abcdef01234567';
const source = { commit, epoch: 1 };
const conditions = { system: 'linux' as const, words: ['deb'], unsigned: false, environment: signed, source };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-release-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a release', () => {
  test('is built when nothing speaks against it', () => {
    expect(() => checkRelease(conditions)).not.toThrow();
  });

  test.each([
    ['another Electron', { environment: { ...signed, ELECTRON_OVERRIDE_DIST_PATH: '/e' } }, 'official Electron alone'],
    ['changes that are in no commit', { source: { commit: null, epoch: 1 } }, 'built from a commit'],
    ['another fpm', { environment: { ...signed, CUSTOM_FPM_PATH: '/fpm' } }, 'CUSTOM_FPM_PATH names others'],
    ['the fpm of the system', { environment: { ...signed, USE_SYSTEM_FPM: 'true' } }, 'USE_SYSTEM_FPM'],
    ['another runtime of AppImages', { environment: { ...signed, APPIMAGE_TOOLS_PATH: '/t' } }, 'APPIMAGE_TOOLS_PATH'],
    ['a packer of one’s own', { environment: { ...signed, MKSQUASHFS_PATH: '/m' } }, 'MKSQUASHFS_PATH'],
    ['another 7-Zip', { environment: { ...signed, ELECTRON_BUILDER_7ZIP_PATH: '/7' } }, 'ELECTRON_BUILDER_7ZIP_PATH'],
    ['no key for updates', { environment: {} }, 'SIGHTGLASS_UPDATE_KEY is not set'],
    ['a key of another kind', { environment: { SIGHTGLASS_UPDATE_KEY: keyOf('x25519') } }, 'no ed25519'],
    ['a key that is none', { environment: { SIGHTGLASS_UPDATE_KEY: 'abc' } }, 'no ed25519'],
    ['updates in the clear', { environment: { ...signed, SIGHTGLASS_UPDATE_URL: 'http://a.example/' } }, 'https'],
    ['no certificate of Windows', { system: 'win32' as const }, 'SIGHTGLASS_WINDOWS_CERTIFICATE, '],
    ['no identity of Apple', { system: 'darwin' as const }, 'CSC_NAME, APPLE_API_KEY'],
    ['a password in arguments', { environment: { ...signed, WIN_CSC_KEY_PASSWORD: 'p' } }, 'readable by every program'],
  ])('is not built with %s', (_, change, words) => {
    expect(() => checkRelease({ ...conditions, ...change })).toThrow(words);
  });

  test('names somebody who can be asked', async () => {
    const contact = { homepage: 'https://viewer.acme.com', maintainer: 'Acme <it@acme.com>' };
    expect(() => checkContact(contact)).not.toThrow();
    expect(() => checkContact({ ...contact, homepage: 'https://sightglass.example/' })).toThrow('into homepage (');
    // The repository itself belongs to nobody in particular.
    const { linux } = await readConfiguration();
    expect(() => checkContact({ ...contact, maintainer: linux.maintainer })).toThrow('into maintainer (');
  });

  test('is built unsigned only when that is said, and then says so loudly', () => {
    const unsigned = { ...conditions, system: 'darwin' as const, unsigned: true, environment: {} };
    expect(() => checkRelease(unsigned)).not.toThrow();
    expect(warningOf(unsigned)).toMatch(/^UNSIGNED RELEASE \(SIGHTGLASS_UPDATE_KEY, CSC_NAME, /);
    expect(warningOf(conditions)).toBeUndefined();
    expect(releaseSettings(unsigned)).toEqual(
      expect.arrayContaining(['-c.mac.identity=null', '-c.mac.notarize=false', '-c.dmg.sign=false']),
    );
  });

  test('bears its mark, and no secret is among the arguments', () => {
    const environment = {
      ...signed,
      SIGHTGLASS_UPDATE_URL: 'https://updates.example/',
      SIGHTGLASS_WINDOWS_CERTIFICATE: '/c.p12',
      SIGHTGLASS_WINDOWS_CERTIFICATE_PASSWORD: 'a secret',
      SIGHTGLASS_WINDOWS_PUBLISHER: 'Acme, Inc.',
    };
    const settings = releaseSettings({ ...conditions, system: 'win32', environment });
    expect(settings).toEqual([
      '-c.extraMetadata.sightglass.isRelease=true',
      `-c.extraMetadata.sightglass.updateKey=${updateKey}`,
      '-c.extraMetadata.sightglass.updateUrl=https://updates.example/',
      '-c.forceCodeSigning=true',
      // By which the installed program knows its updates.
      '-c.win.signtoolOptions.publisherName=Acme, Inc.',
    ]);
  });

  test('is signed by nobody on macOS where it is unsigned, since Apple’s processors run nothing without a signature', () => {
    const adHoc = '-c.electronFuses.resetAdHocDarwinSignature=true';
    expect(releaseSettings({ ...conditions, system: 'darwin', unsigned: true })).toContain(adHoc);
    expect(releaseSettings({ ...conditions, system: 'darwin' })).not.toContain(adHoc);
  });
});

describe('the official Electron', () => {
  const archive = 'electron-v45.0.0-linux-x64.zip';
  const content = 'the archive';
  const options = (sha256: string) => {
    const file = join(folder, 'downloaded.zip');
    writeFileSync(file, content);
    return {
      system: 'linux' as const,
      architectures: ['x64'],
      pinned: { version: '45.0.0', checksums: { [archive]: sha256 } },
      download: async () => file,
    };
  };

  test('is taken when its hash is the one that is pinned', async () => {
    const into = mkdtempSync(join(folder, 'into-'));
    await takeOfficialElectron(into, options(createHash('sha256').update(content).digest('hex')));
    expect(readFileSync(join(into, archive), 'utf8')).toBe(content);
  });

  test('is refused when it is another, wherever it came from', async () => {
    await expect(takeOfficialElectron(folder, options('00'))).rejects.toThrow(
      'is not the official one: its SHA-256 is',
    );
  });

  test('is refused when the pinned package does not know it', async () => {
    const { pinned, ...rest } = options('00');
    const unknown = { ...rest, pinned: { ...pinned, checksums: {} } };
    await expect(takeOfficialElectron(folder, unknown)).rejects.toThrow(`lists no ${archive}`);
  });
});

describe('the source of a package', () => {
  const git = (...args: string[]) => spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });

  test('is a commit and its time, and no commit when something was changed', () => {
    git('init', '-q');
    writeFileSync(join(folder, 'a'), '1');
    git('add', '.');
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@a.example'];
    git(...identity, 'commit', '-qm', 'first', '--date', '2020-01-01T00:00:00Z');
    const head = git('rev-parse', 'HEAD').stdout.trim();
    const time = Number(git('log', '-1', '--format=%ct').stdout);
    expect(readSource(folder, {})).toEqual({ commit: head, epoch: time });
    expect(readSource(folder, { SOURCE_DATE_EPOCH: '7' }).epoch).toBe(7);
    writeFileSync(join(folder, 'b'), 'untracked');
    expect(readSource(folder, {})).toEqual({ commit: null, epoch: time });
  });

  test('is none where there is no git', () => {
    expect(readSource(folder, { SOURCE_DATE_EPOCH: '7' })).toEqual({ commit: null, epoch: 7 });
  });
});

describe('a package that is no release', () => {
  test('says so in every file name, and in what the program and the package say of themselves', async () => {
    const configuration = await readConfiguration();
    const settings = notARelease(configuration, {
      description: 'A viewer.',
      electronVersion: '33.4.11',
      isTestBuild: true,
    });
    const names = settings.filter((setting) => setting.includes('.artifactName='));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(name).toMatch(/=\$\{(?:name|productName)\}-not-a-release/);
    expect(settings.at(-2)).toBe(
      '-c.extraMetadata.description=NOT A RELEASE (Electron 33.4.11, built for tests, and obeys what tests ask of it). A viewer.',
    );
    const nameless = { linux: { synopsis: '' }, deb: { artifactName: 'fixed.deb' } };
    const metadata = { description: '', electronVersion: '33.0.0', isTestBuild: false };
    expect(() => notARelease(nameless, metadata)).toThrow('The name of deb begins with neither');
  });

  test('has the window name of its Electron', () => {
    const metadata = { desktopName: 'com.sightglass.viewer.desktop', productName: 'Sightglass' };
    expect(windowClass('40.9.0', metadata)).toBe('Sightglass');
    expect(windowClass('41.0.0', metadata)).toBe('com.sightglass.viewer');
    expect(windowClass('45.4.1', metadata)).toBe('com.sightglass.viewer');
  });
});
