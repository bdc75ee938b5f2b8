import { describe, expect, test } from 'vitest';
import { backendOf } from '../../../src/main/vault/backend.ts';
import {
  createCipher,
  roundTripHolds,
  type SafeStorage,
  saysTemporarilyUnavailable,
} from '../../../src/main/vault/cipher.ts';

/** Encrypts by turning bytes around, behind the version that Chromium writes in front. */
const encode = (version: string, text: string) => Buffer.concat([Buffer.from(version), Buffer.from(text).reverse()]);
const decode = (bytes: Buffer) => Buffer.from(bytes.subarray(3)).reverse().toString();

const unavailable = () => {
  throw new Error('Encryption is not available.');
};

const synchronous = (version: string | null, backend = ''): SafeStorage => ({
  getSelectedStorageBackend: () => backend,
  encryptString: version === null ? unavailable : (text) => encode(version, text),
  decryptString: version === null ? unavailable : decode,
});

const asynchronous = (version: string | null, backend = ''): SafeStorage => ({
  ...synchronous(null, backend),
  encryptStringAsync: async (text) => (version === null ? unavailable() : encode(version, text)),
  decryptStringAsync: async (bytes) => ({ result: decode(bytes), shouldReEncrypt: false }),
});

const withoutAsync = ({ encryptString, decryptString }: SafeStorage) => ({ encryptString, decryptString });

const keyring = 'secret-service';

/** As the vault is opened: a name, and then a try. */
async function detectBackend(safeStorage: SafeStorage, platform: NodeJS.Platform) {
  const backend = backendOf(safeStorage, platform);
  return backend !== 'none' && (await roundTripHolds(createCipher(safeStorage, platform))) ? backend : 'none';
}

describe('vault backend', () => {
  test.each([
    // Chromium's constant key on a desktop that ought to have a keyring.
    ['linux', 'v10', 'gnome_libsecret', null],
    ['linux', 'v10', 'kwallet6', null],
    ['linux', 'v10', 'basic_text', null],
    ['linux', null, 'gnome_libsecret', null],
    // Desktops that Chromium does not know by name and that have a keyring all the same.
    ['linux', 'v11', 'basic_text', keyring],
    ['linux', 'v12', 'unknown', keyring],
    ['linux', 'v11', 'gnome_libsecret', keyring],
    ['linux', 'v11', 'kwallet6', 'kwallet'],
    ['darwin', 'v10', '', 'keychain'],
    ['darwin', null, '', null],
    ['win32', 'v10', '', 'windows-data-protection'],
    ['freebsd', 'v11', '', null],
  ] as const)('asynchronous, %s, version %s, backend "%s": %s', async (platform, version, backend, name) => {
    expect(await detectBackend(asynchronous(version, backend), platform)).toBe(name ?? 'none');
  });

  test.each([
    ['linux', 'v11', 'gnome_libsecret', keyring],
    ['linux', 'v11', 'kwallet', 'kwallet'],
    ['linux', 'v10', 'gnome_libsecret', null],
    ['linux', 'v11', 'basic_text', null],
    ['linux', 'v11', 'unknown', null],
    ['linux', null, 'gnome_libsecret', null],
    ['darwin', 'v10', '', 'keychain'],
    ['darwin', null, '', null],
    ['win32', 'v10', '', 'windows-data-protection'],
  ] as const)('synchronous, %s, version %s, backend "%s": %s', async (platform, version, backend, name) => {
    expect(await detectBackend(synchronous(version, backend), platform)).toBe(name ?? 'none');
  });

  test.each<[string, Partial<SafeStorage>]>([
    ['gives back something else', { decryptStringAsync: async () => ({ result: '', shouldReEncrypt: false }) }],
    ['cannot decrypt', { decryptStringAsync: () => Promise.reject(new Error('temporarily unavailable')) }],
    [
      'does not encrypt at all',
      {
        encryptStringAsync: async (text) => Buffer.from(`v11${text}`),
        decryptStringAsync: async (bytes) => ({ result: bytes.toString().slice(3), shouldReEncrypt: false }),
      },
    ],
  ])('does not trust encryption that %s', async (_case, fault) => {
    const safeStorage = { ...asynchronous('v11'), ...fault };
    expect(await detectBackend(safeStorage, 'darwin')).toBe('none');
  });
});

describe('cipher', () => {
  test('uses the asynchronous calls where the runtime has them', async () => {
    const cipher = createCipher(asynchronous('v11'), 'linux');
    const bytes = await cipher.encrypt('x');
    expect(bytes).toEqual(encode('v11', 'x'));
    expect(await cipher.decrypt(bytes)).toEqual({ result: 'x', shouldReEncrypt: false });
  });

  test.each(['encryptStringAsync', 'decryptStringAsync'] as const)(
    'uses the synchronous calls where one of the others is missing (%s)',
    async (missing) => {
      const { [missing]: _, ...rest } = { ...asynchronous('v11'), ...withoutAsync(synchronous('v11')) };
      const cipher = createCipher(rest, 'linux');
      expect(await cipher.decrypt(await cipher.encrypt('x'))).toEqual({ result: 'x', shouldReEncrypt: false });
    },
  );

  test('passes on that an entry should be encrypted again', async () => {
    const safeStorage = {
      ...asynchronous('v11'),
      decryptStringAsync: async (bytes: Buffer) => ({ result: decode(bytes), shouldReEncrypt: true }),
    };
    expect(await createCipher(safeStorage, 'linux').decrypt(encode('v11', 'x'))).toEqual({
      result: 'x',
      shouldReEncrypt: true,
    });
  });

  test.each([
    [new Error('decryptStringAsync is Temporarily Unavailable.'), true],
    [new Error('Error while decrypting the ciphertext.'), false],
    ['temporarily unavailable', false],
  ])('a failure that says it passes is told from the others: %s', (failure, expected) => {
    expect(saysTemporarilyUnavailable(failure)).toBe(expected);
  });

  test('uses the synchronous calls where it has no others', async () => {
    const cipher = createCipher(synchronous('v11'), 'linux');
    expect(await cipher.decrypt(await cipher.encrypt('x'))).toEqual({ result: 'x', shouldReEncrypt: false });
  });

  test('neither makes nor believes what is encrypted with the key that everybody knows', async () => {
    const cipher = createCipher(asynchronous('v10'), 'linux');
    await expect(cipher.encrypt('secret')).rejects.toThrow('is public');
    await expect(cipher.decrypt(encode('v10', 'forged'))).rejects.toThrow('is public');
  });

  test('takes the same version for what it is elsewhere', async () => {
    const cipher = createCipher(asynchronous('v10'), 'darwin');
    expect((await cipher.decrypt(await cipher.encrypt('x'))).result).toBe('x');
  });
});
