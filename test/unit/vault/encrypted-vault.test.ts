import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEncryptedVault, type EntryStore } from '../../../src/main/vault/encrypted-vault.ts';
import type { EntryName } from '../../../src/main/vault/vault.ts';

/** A store in memory that can be told to fail, and a cipher that notices changes as a keychain's does. */
function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-vault-'));
  const store = () => {
    const values = new Map<string, unknown>();
    const entryStore: EntryStore & { values: Map<string, unknown>; failWith: Error | null } = {
      path: join(folder, 'vault.json'),
      values,
      failWith: null,
      get: (key) => values.get(key),
      has: (key) => values.has(key),
      set(key, value) {
        if (entryStore.failWith) throw entryStore.failWith;
        values.set(key, value);
      },
      delete(key) {
        if (entryStore.failWith) throw entryStore.failWith;
        values.delete(key);
      },
    };
    return entryStore;
  };
  const key = randomBytes(32);
  const cipher = {
    async encrypt(plaintext: string) {
      const iv = randomBytes(12);
      const aes = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([aes.update(plaintext), aes.final()]);
      return Buffer.concat([iv, aes.getAuthTag(), body]);
    },
    async decrypt(ciphertext: Buffer) {
      const aes = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(0, 12));
      aes.setAuthTag(ciphertext.subarray(12, 28));
      return Buffer.concat([aes.update(ciphertext.subarray(28)), aes.final()]).toString();
    },
  };
  const entries = store();
  const setAside = store();
  const damaged: EntryName[] = [];
  const vault = createEncryptedVault({
    backend: 'test',
    cipher,
    entries,
    setAside,
    onDamaged: (name) => damaged.push(name),
    now: () => 1_000,
  });
  return { vault, cipher, entries, setAside, damaged };
}

describe('encrypted vault', () => {
  let { vault, cipher, entries, setAside, damaged } = setUp();
  beforeEach(() => {
    ({ vault, cipher, entries, setAside, damaged } = setUp());
  });

  it('gives back what it was given, and stores none of it in clear', async () => {
    await vault.put('grant/one', 'the secret');
    expect(await vault.get('grant/one')).toBe('the secret');
    const stored = Buffer.from(String(entries.values.get('grant/one')), 'base64').toString('latin1');
    expect(stored).not.toContain('the secret');
    expect(vault.has('grant/one')).toBe(true);
    await vault.remove('grant/one');
    expect(await vault.get('grant/one')).toBeNull();
  });

  it('does not take one entry for another', async () => {
    await vault.put('grant/one', 'secret of one');
    await vault.put('embed-secret/two', 'secret of two');
    entries.values.set('embed-secret/two', entries.values.get('grant/one'));
    expect(await vault.get('embed-secret/two')).toBeNull();
    expect(damaged).toEqual(['embed-secret/two']);
    expect(await vault.get('grant/one')).toBe('secret of one');
  });

  it.each([
    ['changed', (stored: string) => Buffer.from(stored, 'base64').fill(0, 40).toString('base64')],
    ['cut short', (stored: string) => stored.slice(0, 12)],
    ['no base64', () => '§§§'],
    ['empty', () => ''],
  ])('sets an entry aside that is %s, once, and keeps its ciphertext', async (_case, damage) => {
    await vault.put('grant/one', 'a secret that is long enough to be cut');
    const changed = damage(String(entries.values.get('grant/one')));
    entries.values.set('grant/one', changed);
    expect(await vault.get('grant/one')).toBeNull();
    expect(await vault.get('grant/one')).toBeNull();
    expect(damaged).toEqual(['grant/one']);
    expect([...setAside.values]).toEqual([['grant/one@1000', changed]]);
    expect(vault.has('grant/one')).toBe(false);
  });

  it('sets an entry of another format version aside', async () => {
    const other = await cipher.encrypt(JSON.stringify({ v: 2, name: 'grant/one', secret: 'x' }));
    entries.values.set('grant/one', other.toString('base64'));
    expect(await vault.get('grant/one')).toBeNull();
    expect(damaged).toEqual(['grant/one']);
  });

  it('keeps the damaged entry in its place when it cannot be set aside', async () => {
    entries.values.set('grant/one', 'AAAA');
    setAside.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    await expect(vault.get('grant/one')).rejects.toMatchObject({ code: 'vault_write_failed' });
    expect(entries.values.get('grant/one')).toBe('AAAA');
  });

  it('says what the operating system said when it cannot write, and nothing of the secret', async () => {
    entries.failWith = Object.assign(new Error('no space, was writing hunter2'), { code: 'ENOSPC' });
    const failure = await vault.put('grant/one', 'hunter2').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'vault_write_failed', message: 'The operating system answered ENOSPC.' });
  });
});
