import { describe, expect, it } from 'vitest';
import { createCipher, detectBackend, type SafeStorage } from '../../../src/main/vault/backend.ts';
import { openVault } from '../../../src/main/vault/open-vault.ts';

const storage = (backend: string, available = true): SafeStorage => ({
  isEncryptionAvailable: () => available,
  getSelectedStorageBackend: () => backend,
  encryptString: (text) => Buffer.from(`sync:${text}`),
  decryptString: (bytes) => bytes.toString().replace('sync:', ''),
});

describe('vault backend', () => {
  it.each([
    ['linux', 'gnome_libsecret', true, true],
    ['linux', 'gnome_libsecret', false, false],
    ['linux', 'kwallet6', true, true],
    ['linux', 'basic_text', true, false],
    ['linux', 'unknown', true, false],
    ['darwin', '', true, true],
    ['darwin', '', false, false],
    ['win32', '', true, true],
    ['freebsd', '', true, false],
  ] as const)('%s with %s, available %s: protects %s', async (platform, backend, available, protects) => {
    expect((await detectBackend(storage(backend, available), platform)).protects).toBe(protects);
  });

  it('writes nothing where nothing protects', async () => {
    const vault = await openVault({
      safeStorage: storage('basic_text'),
      platform: 'linux',
      openStore: () => {
        throw new Error('a store was opened');
      },
      onDamaged: () => {},
      now: Date.now,
    });
    expect(vault.mode).toBe('memory');
    await vault.put('grant/one', 'secret');
    expect(await vault.get('grant/one')).toBe('secret');
  });

  it('uses the asynchronous calls where the runtime has them', async () => {
    const cipher = createCipher({
      ...storage('gnome_libsecret'),
      encryptStringAsync: async (text) => Buffer.from(`async:${text}`),
      decryptStringAsync: async (bytes) => ({ result: bytes.toString().replace('async:', ''), shouldReEncrypt: false }),
    });
    const bytes = await cipher.encrypt('x');
    expect(bytes.toString()).toBe('async:x');
    expect(await cipher.decrypt(bytes)).toBe('x');
  });
});
