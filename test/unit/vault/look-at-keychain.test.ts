import { describe, expect, test } from 'vitest';
import type { SafeStorage } from '../../../src/main/vault/cipher.ts';
import { lookAtKeychain } from '../../../src/main/vault/look-at-keychain.ts';
import { createVirtualClock, settled } from '../../support/virtual-clock.ts';

/** Turns every byte around, as an encryption that has a key of its own. */
const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));

function keychain(changes: Partial<SafeStorage> = {}) {
  const given: string[] = [];
  const safeStorage: SafeStorage = {
    encryptString: () => {
      throw new Error('It holds everybody up.');
    },
    decryptString: () => {
      throw new Error('It holds everybody up.');
    },
    getSelectedStorageBackend: () => 'gnome_libsecret',
    async encryptStringAsync(text) {
      given.push(text);
      return Buffer.concat([Buffer.from('v11'), turned(Buffer.from(text))]);
    },
    decryptStringAsync: async (bytes) => ({ result: turned(bytes.subarray(3)).toString(), shouldReEncrypt: false }),
    ...changes,
  };
  return { safeStorage, given };
}

const lookAt = (safeStorage: SafeStorage, clock = createVirtualClock()) =>
  lookAtKeychain({ ...clock, safeStorage, platform: 'linux' });

describe('looking at the keychain', () => {
  test('tries it with a value that nobody knows beforehand', async () => {
    const { safeStorage, given } = keychain();
    const clock = createVirtualClock();
    const seen = { backend: 'secret-service', selected: 'gnome_libsecret', tried: 'held' };
    expect(await lookAt(safeStorage, clock)).toEqual(seen);
    expect(await lookAt(safeStorage, clock)).toEqual(seen);
    expect(new Set(given).size).toBe(2);
    expect(clock.pending()).toEqual([]);
  });

  test.each<[string, Partial<SafeStorage>]>([
    ['refuses', { encryptStringAsync: () => Promise.reject(new Error('locked')) }],
    ['gives another value back', { decryptStringAsync: async () => ({ result: 'x', shouldReEncrypt: false }) }],
    ['has a public key', { encryptStringAsync: async (text) => Buffer.from(`v10${text}`) }],
    ['does not encrypt', { encryptStringAsync: async (text) => Buffer.from(`v11${text}`) }],
  ])('sees that it %s', async (_name, changes) => {
    expect((await lookAt(keychain(changes).safeStorage)).tried).toBe('refused');
  });

  test('waits for some seconds, and no longer', async () => {
    const clock = createVirtualClock();
    const look = lookAt(keychain({ encryptStringAsync: () => new Promise(() => undefined) }).safeStorage, clock);
    await settled();
    expect(clock.pending()).toEqual([5_000]);
    await clock.advance(5_000);
    expect((await look).tried).toBe('silent');
  });

  test('tries nothing where there is nothing to encrypt with', async () => {
    const { encryptString, decryptString } = keychain().safeStorage;
    const synchronous = { encryptString, decryptString, getSelectedStorageBackend: () => 'basic_text' };
    expect(await lookAt(synchronous)).toEqual({ backend: 'none', selected: 'basic_text', tried: 'none' });
  });
});
