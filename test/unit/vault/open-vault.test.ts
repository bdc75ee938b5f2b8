import { beforeEach, describe, expect, test } from 'vitest';
import { openVault } from '../../../src/main/vault/open-vault.ts';
import { createFakeKeychain, createFakeStore } from '../../support/vault-fakes.ts';

/** A computer on which the program is started several times. */
function setUp() {
  const keychain = createFakeKeychain();
  const stores = { vault: createFakeStore(), 'vault-set-aside': createFakeStore() };
  const damaged: string[] = [];
  const start = () =>
    openVault({
      safeStorage: {
        encryptString: () => Buffer.alloc(0),
        decryptString: () => '',
        encryptStringAsync: keychain.encrypt,
        decryptStringAsync: keychain.decrypt,
      },
      platform: 'darwin',
      openStore: (name) => stores[name as keyof typeof stores],
      onDamaged: (name) => damaged.push(name),
      onNotEncryptedAgain: () => {},
      now: () => 1_000,
    });
  return { keychain, entries: stores.vault, setAside: stores['vault-set-aside'], damaged, start };
}

describe('opening the vault', () => {
  let { keychain, entries, setAside, damaged, start } = setUp();
  beforeEach(() => {
    ({ keychain, entries, setAside, damaged, start } = setUp());
  });

  test('opens no store where nothing protects', async () => {
    const vault = await openVault({
      safeStorage: { encryptString: (text) => Buffer.from(`v10${text}`), decryptString: () => '' },
      platform: 'linux',
      openStore: () => {
        throw new Error('a store was opened');
      },
      onDamaged: () => {},
      onNotEncryptedAgain: () => {},
      now: Date.now,
    });
    expect([vault.mode, vault.backend]).toEqual(['memory', 'none']);
    await vault.put('grant/one', 'secret');
    expect(await vault.get('grant/one')).toBe('secret');
    expect(vault.names()).toEqual(['grant/one']);
  });

  /** Sets entries aside by a keyring that is there instead of the one that made them. */
  async function setAsideEverything(): Promise<() => void> {
    const putKeyBack = keychain.replaceKey();
    const vault = await start();
    for (const name of vault.names()) expect(await vault.get(name)).toBeNull();
    return putKeyBack;
  }

  test('opens the encrypted vault of this platform, which reports what is damaged', async () => {
    const vault = await start();
    expect([vault.mode, vault.backend]).toEqual(['encrypted', 'keychain']);
    entries.values.set('grant/one', 'AAAA');
    expect(await vault.get('grant/one')).toBeNull();
    expect(damaged).toEqual(['grant/one']);
  });

  test('puts back what can be read again', async () => {
    await (await start()).put('grant/one', 'the secret');
    const putKeyBack = await setAsideEverything();
    expect([...setAside.values.keys()]).toEqual(['grant/one@1000']);
    putKeyBack();
    expect(await (await start()).get('grant/one')).toBe('the secret');
    expect([...setAside.values]).toEqual([]);
  });

  test('puts the newest of several versions back, and drops the others', async () => {
    const vault = await start();
    await vault.put('grant/one', 'newest');
    // As a version of the program left them that kept more than one.
    setAside.values.set('grant/one@2000', entries.values.get('grant/one'));
    await vault.put('grant/one', 'older');
    setAside.values.set('grant/one@1000', entries.values.get('grant/one'));
    entries.values.clear();
    expect(await (await start()).get('grant/one')).toBe('newest');
    expect([...setAside.values]).toEqual([]);
  });

  test('leaves set aside what still cannot be read', async () => {
    await (await start()).put('grant/one', 'the secret');
    await setAsideEverything();
    expect((await start()).has('grant/one')).toBe(false);
    expect([...setAside.values.keys()]).toEqual(['grant/one@1000']);
  });

  test('does not replace what was stored since', async () => {
    await (await start()).put('grant/one', 'earlier');
    const putKeyBack = await setAsideEverything();
    putKeyBack();
    entries.values.set('grant/one', 'stored since');
    await start();
    expect(entries.values.get('grant/one')).toBe('stored since');
    expect(setAside.values.size).toBe(1);
  });

  test('starts on a full disk, and keeps what it could not put back', async () => {
    await (await start()).put('grant/one', 'the secret');
    const putKeyBack = await setAsideEverything();
    putKeyBack();
    entries.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    expect((await start()).mode).toBe('encrypted');
    expect([...setAside.values.keys()]).toEqual(['grant/one@1000']);
  });
});
