import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as release from '../../../../scripts/release/descriptions.mjs';
import {
  descriptionFile,
  type ExpectedDescription,
  isSigned,
  readDescription,
} from '../../../../src/main/app/updates/description.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const NOW = Date.UTC(2026, 10, 26);
const DAY = 24 * 3_600_000;
const keys = release.makeKeys();
const key = release.readPrivateKey(keys.privateKey);

/** As electron-builder writes it. */
const built = `version: 1.2.3
files:
  - url: Sightglass-x86_64.AppImage
    sha512: ${'A'.repeat(86)}==
    size: 1000
    blockMapSize: 10
path: Sightglass-x86_64.AppImage
sha512: ${'A'.repeat(86)}==
releaseDate: '2026-11-20T10:00:00.000Z'
`;

interface Change {
  readonly top?: Record<string, unknown>;
  readonly signed?: Record<string, unknown>;
  readonly file?: Record<string, unknown>;
}

function written({ top = {}, signed = {}, file = {} }: Change = {}): Uint8Array {
  const { files, sightglass, ...description } = release.describe('latest-linux.yml', built, {
    now: NOW,
    expiresInDays: 30,
  });
  const [only] = files as Record<string, unknown>[];
  const changed = {
    ...description,
    files: [{ ...only, ...file }],
    sightglass: { ...(sightglass as object), ...signed },
  };
  return Buffer.from(JSON.stringify({ ...changed, ...top }));
}

const expected: ExpectedDescription = {
  key: keys.publicKey,
  file: 'latest-linux.yml',
  channel: 'latest',
  host: 'updates.example.com',
  now: NOW + DAY,
  newestSeen: 0,
};

const read = (bytes: Uint8Array, change: Partial<ExpectedDescription> = {}) =>
  readDescription(bytes, release.signatureOf(bytes, key), { ...expected, ...change });

function refusal(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) return [error.code, 'reason' in error.values ? error.values.reason : null];
    throw error;
  }
  return null;
}

describe('a description', () => {
  test('that the script of releases signed is believed', () => {
    expect(read(written())).toMatchObject({
      version: '1.2.3',
      files: [{ url: 'Sightglass-x86_64.AppImage', size: 1000, blockMapSize: 10 }],
      releaseDate: Date.UTC(2026, 10, 20, 10),
      releaseNotes: '',
      stagingPercentage: 100,
      sightglass: { product: release.PRODUCT, expires: NOW + 30 * DAY },
    });
  });

  test('is signed over exactly its bytes, by this key and no other', () => {
    const bytes = written();
    const signature = release.signatureOf(bytes, key);
    expect(isSigned(bytes, signature, keys.publicKey)).toBe(true);
    expect(isSigned(Buffer.concat([bytes, Buffer.from(' ')]), signature, keys.publicKey)).toBe(false);
    expect(isSigned(bytes, signature, release.makeKeys().publicKey)).toBe(false);
    expect(isSigned(bytes, '', keys.publicKey)).toBe(false);
    expect(isSigned(bytes, `${'A'.repeat(86)}==`, keys.publicKey)).toBe(false);
    // While one key takes the place of another, both sign.
    const other = release.readPrivateKey(release.makeKeys().privateKey);
    expect(isSigned(bytes, `${release.signatureOf(bytes, other)}${signature}`, keys.publicKey)).toBe(true);
  });

  test('is held against no key of another kind', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const foreign = rsa.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(isSigned(written(), release.signatureOf(written(), key), foreign)).toBe(false);
  });

  test.each<[string, Change, string]>([
    ['another product', { signed: { product: 'com.example.other' } }, 'product'],
    ['another system', { signed: { file: 'latest-mac.yml' } }, 'file'],
    ['another channel', { signed: { channel: 'beta' } }, 'file'],
    ['no product at all', { top: { sightglass: {} } }, 'shape'],
    ['no version', { top: { version: '1.2' } }, 'shape'],
    ['a file elsewhere', { file: { url: 'https://example.com/x' } }, 'shape'],
    ['a file above', { file: { url: '../x.AppImage' } }, 'shape'],
    ['a file in a folder', { file: { url: 'a/x.AppImage' } }, 'shape'],
    ['a file with a query', { file: { url: 'x?y.AppImage' } }, 'shape'],
    ['a file that is encoded', { file: { url: '%2e%2e%2fx' } }, 'shape'],
    ['no hash', { file: { sha512: undefined } }, 'shape'],
    ['a short hash', { file: { sha512: 'abc=' } }, 'shape'],
    ['a file without end', { file: { size: 2 ** 40 } }, 'shape'],
    ['no files', { top: { files: [] } }, 'shape'],
    ['notes without end', { top: { releaseNotes: 'x'.repeat(9_000) } }, 'shape'],
    ['a release of next year', { top: { releaseDate: '2027-12-01T00:00:00.000Z' } }, 'date'],
    ['a signature of next year', { signed: { signedAt: '2027-12-01T00:00:00.000Z' } }, 'date'],
    ['a release of long ago', { top: { releaseDate: '1970-01-01T00:00:00.000Z' } }, 'date'],
  ])('with %s is refused', (_name, change, reason) => {
    expect(refusal(() => read(written(change)))).toEqual(['update_untrusted', reason]);
  });

  test('that is none is refused', () => {
    expect(refusal(() => read(Buffer.from('version: 1.2.3\n')))).toEqual(['update_untrusted', 'shape']);
    expect(refusal(() => read(Buffer.from([0xff, 0xfe])))).toEqual(['update_untrusted', 'shape']);
  });

  test('says nothing any more once its time is over', () => {
    expect(refusal(() => read(written(), { now: NOW + 30 * DAY - 1 }))).toBe(null);
    expect(refusal(() => read(written(), { now: NOW + 30 * DAY }))).toEqual(['update_outdated', null]);
  });

  test('that is older than one that was seen is a replay', () => {
    expect(refusal(() => read(written(), { newestSeen: NOW }))).toBe(null);
    expect(refusal(() => read(written(), { newestSeen: NOW + 1 }))).toEqual(['update_untrusted', 'replayed']);
  });

  test('has the name that electron-builder gives it', () => {
    expect([
      descriptionFile('latest', 'linux', 'x64'),
      descriptionFile('beta', 'linux', 'arm64'),
      descriptionFile('latest', 'darwin', 'arm64'),
      descriptionFile('beta', 'win32', 'x64'),
    ]).toEqual(['latest-linux.yml', 'beta-linux-arm64.yml', 'latest-mac.yml', 'beta.yml']);
  });
});
