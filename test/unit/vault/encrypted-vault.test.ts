import { beforeEach, describe, expect, test } from 'vitest';
import { createEncryptedVault } from '../../../src/main/vault/encrypted-vault.ts';
import { createSetAside } from '../../../src/main/vault/set-aside.ts';
import type { EntryName } from '../../../src/main/vault/vault.ts';
import { codeOf } from '../../../src/shared/errors.ts';
import { createFakeKeychain, createFakeStore, createGate, withSlowDeletions } from '../../support/vault-fakes.ts';
import { settled } from '../../support/virtual-clock.ts';

function setUp() {
  const keychain = createFakeKeychain();
  const entries = createFakeStore();
  const setAside = createFakeStore();
  const damaged: EntryName[] = [];
  const notAgain: [EntryName, string][] = [];
  const clock = { now: 1_000 };
  const vault = createEncryptedVault({
    backend: 'secret-service',
    cipher: keychain,
    entries,
    setAside: createSetAside(setAside),
    onDamaged: (name) => damaged.push(name),
    onNotEncryptedAgain: (name, error) => notAgain.push([name, codeOf(error)]),
    now: () => clock.now,
  });
  return { vault, keychain, entries, setAside, damaged, notAgain, clock };
}

describe('encrypted vault', () => {
  let { vault, keychain, entries, setAside, damaged, notAgain, clock } = setUp();
  beforeEach(() => {
    ({ vault, keychain, entries, setAside, damaged, notAgain, clock } = setUp());
  });

  test('gives back what it was given, and stores none of it in clear', async () => {
    await vault.put('grant/one', 'the secret');
    expect(await vault.get('grant/one')).toBe('the secret');
    const stored = Buffer.from(String(entries.values.get('grant/one')), 'base64').toString('latin1');
    expect(stored).not.toContain('the secret');
    expect(vault.has('grant/one')).toBe(true);
    await vault.remove('grant/one');
    expect(await vault.get('grant/one')).toBeNull();
  });

  test('does not take one entry for another', async () => {
    await vault.put('grant/one', 'secret of one');
    await vault.put('embed-secret/two', 'secret of two');
    entries.values.set('embed-secret/two', entries.values.get('grant/one'));
    expect(await vault.get('embed-secret/two')).toBeNull();
    expect(damaged).toEqual(['embed-secret/two']);
    expect(await vault.get('grant/one')).toBe('secret of one');
  });

  test.each([
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

  test('sets an entry of another format version aside', async () => {
    const other = await keychain.encrypt(JSON.stringify({ v: 2, name: 'grant/one', secret: 'x' }));
    entries.values.set('grant/one', other.toString('base64'));
    expect(await vault.get('grant/one')).toBeNull();
    expect(damaged).toEqual(['grant/one']);
  });

  test('keeps the damaged entry in its place when it cannot be set aside', async () => {
    entries.values.set('grant/one', 'AAAA');
    setAside.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    await expect(vault.get('grant/one')).rejects.toMatchObject({ code: 'vault_write_failed' });
    expect(entries.values.get('grant/one')).toBe('AAAA');
    expect(damaged).toEqual([]);
  });

  test('says what the operating system said when it cannot write, and nothing of the secret', async () => {
    entries.failWith = Object.assign(new Error('no space, was writing hunter2'), { code: 'ENOSPC' });
    const failure = await vault.put('grant/one', 'hunter2').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'vault_write_failed',
      message: 'The operating system answered ENOSPC.',
      cause: entries.failWith,
    });
  });

  describe('while the keychain is locked', () => {
    test('loses nothing: readings fail, and are good again once it is unlocked', async () => {
      await vault.put('grant/one', 'the secret');
      const before = [...entries.values];
      keychain.lockedWith = new Error('User interaction is not allowed: hunter2');
      const failure = await vault.get('grant/one').catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'vault_locked', message: expect.not.stringContaining('hunter2') });
      expect([...entries.values]).toEqual(before);
      expect([...setAside.values]).toEqual([]);
      expect(damaged).toEqual([]);
      keychain.lockedWith = null;
      expect(await vault.get('grant/one')).toBe('the secret');
    });

    test('believes a failure that says it passes, though a newly encrypted text comes back', async () => {
      await vault.put('grant/one', 'the secret');
      const { decrypt } = keychain;
      const stored = Buffer.from(String(entries.values.get('grant/one')), 'base64');
      // One of two key providers is away: what the other encrypts now comes back, the entry does not.
      keychain.decrypt = (ciphertext) =>
        ciphertext.equals(stored)
          ? Promise.reject(new Error('safeStorage.decryptStringAsync is temporarily unavailable. Please try again.'))
          : decrypt(ciphertext);
      await expect(vault.get('grant/one')).rejects.toMatchObject({ code: 'vault_locked' });
      keychain.decrypt = decrypt;
      expect(await vault.get('grant/one')).toBe('the secret');
    });

    test('does not blame an entry when the keychain was unlocked just after the first attempt', async () => {
      await vault.put('grant/one', 'the secret');
      const { decrypt } = keychain;
      keychain.decrypt = () => {
        keychain.decrypt = decrypt;
        return Promise.reject(new Error('locked'));
      };
      expect(await vault.get('grant/one')).toBe('the secret');
      expect(damaged).toEqual([]);
    });

    test('refuses to store, and keeps the earlier secret', async () => {
      await vault.put('grant/one', 'earlier');
      keychain.lockedWith = new Error('locked');
      await expect(vault.put('grant/one', 'later')).rejects.toMatchObject({ code: 'vault_locked' });
      keychain.lockedWith = null;
      expect(await vault.get('grant/one')).toBe('earlier');
    });
  });

  describe('when the keychain asks for a new encryption', () => {
    test('encrypts the entry again', async () => {
      await vault.put('grant/one', 'the secret');
      const before = entries.values.get('grant/one');
      keychain.shouldReEncrypt = true;
      expect(await vault.get('grant/one')).toBe('the secret');
      expect(entries.values.get('grant/one')).not.toBe(before);
      keychain.shouldReEncrypt = false;
      expect(await vault.get('grant/one')).toBe('the secret');
    });

    test('gives the secret even if that cannot be written, and says so', async () => {
      await vault.put('grant/one', 'the secret');
      keychain.shouldReEncrypt = true;
      entries.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
      expect(await vault.get('grant/one')).toBe('the secret');
      expect(notAgain).toEqual([['grant/one', 'vault_write_failed']]);
    });
  });

  describe('when things happen at once', () => {
    test('keeps a secret that is stored while a damaged entry is being read', async () => {
      entries.values.set('grant/one', 'AAAA');
      const [read] = await Promise.all([vault.get('grant/one'), vault.put('grant/one', 'new')]);
      expect(read).toBeNull();
      expect(await vault.get('grant/one')).toBe('new');
      expect(setAside.values.get('grant/one@1000')).toBe('AAAA');
    });

    test('reports a damaged entry once to two that read it', async () => {
      entries.values.set('grant/one', 'AAAA');
      expect(await Promise.all([vault.get('grant/one'), vault.get('grant/one')])).toEqual([null, null]);
      expect(damaged).toEqual(['grant/one']);
    });

    test('does not bring an entry back that is removed while it is encrypted again', async () => {
      await vault.put('grant/one', 'the secret');
      keychain.shouldReEncrypt = true;
      await Promise.all([vault.get('grant/one'), vault.remove('grant/one')]);
      expect(vault.has('grant/one')).toBe(false);
    });

    test('goes on with a name after one of its writings failed', async () => {
      entries.failWith = new Error('full');
      const failing = vault.put('grant/one', 'first');
      const following = vault.get('grant/one');
      await expect(failing).rejects.toMatchObject({ code: 'vault_write_failed' });
      expect(await following).toBeNull();
    });
  });

  describe('what was set aside', () => {
    test('is the newest version alone', async () => {
      for (const [now, stored] of [
        [1_000, 'AAAA'],
        [2_000, 'BBBB'],
      ] as const) {
        clock.now = now;
        entries.values.set('grant/one', stored);
        await vault.get('grant/one');
      }
      expect([...setAside.values]).toEqual([['grant/one@2000', 'BBBB']]);
    });

    test('goes with its name, and with no other', async () => {
      for (const name of ['grant/one', 'grant/one@home'] as const) {
        entries.values.set(name, 'AAAA');
        await vault.get(name);
      }
      await vault.remove('grant/one');
      expect([...setAside.values.keys()]).toEqual(['grant/one@home@1000']);
    });
  });

  describe('a removal', () => {
    test('is done in both stores when it says so', async () => {
      await vault.put('grant/one', 'x');
      setAside.values.set('grant/one@1', 'AAAA');
      const gates = { entries: createGate(), setAside: createGate() };
      withSlowDeletions(entries, gates.entries);
      withSlowDeletions(setAside, gates.setAside);
      gates.entries.hold();
      gates.setAside.hold();
      let isDone = false;
      const done = vault.remove('grant/one').then(() => {
        isDone = true;
      });
      for (const gate of [gates.entries, gates.setAside]) {
        await settled();
        expect(isDone).toBe(false);
        gate.open();
      }
      await done;
      expect([entries.values.size, setAside.values.size]).toEqual([0, 0]);
    });

    test('that fails in either store says what the operating system said', async () => {
      const failure = Object.assign(new Error('read only'), { code: 'EROFS' });
      for (const store of [entries, setAside]) {
        await vault.put('grant/one', 'x');
        setAside.values.set('grant/one@1', 'AAAA');
        store.failWith = failure;
        await expect(vault.remove('grant/one')).rejects.toMatchObject({
          code: 'vault_remove_failed',
          values: { reason: 'systemAnswered', systemCode: 'EROFS' },
        });
        store.failWith = null;
      }
    });

    test('that fails in one store is done in the other all the same', async () => {
      await vault.put('grant/one', 'x');
      setAside.values.set('grant/one@1', 'AAAA');
      entries.failWith = new Error('full');
      await expect(vault.remove('grant/one')).rejects.toThrow();
      expect([entries.values.size, setAside.values.size]).toEqual([1, 0]);
    });

    test('that fails holds for this run, is tried again, and is forgotten by the next store', async () => {
      await vault.put('grant/one', 'x');
      await vault.put('grant/two', 'y');
      entries.failWith = new Error('full');
      for (const name of ['grant/one', 'grant/two'] as const) await expect(vault.remove(name)).rejects.toThrow();
      await vault.removeLeftovers();
      expect([await vault.get('grant/one'), vault.has('grant/one'), entries.values.size]).toEqual([null, false, 2]);
      entries.failWith = null;
      await vault.put('grant/two', 'newer');
      await vault.removeLeftovers();
      expect([...entries.values.keys()]).toEqual(['grant/two']);
      expect(await vault.get('grant/two')).toBe('newer');
    });

    test('of what is not there writes nothing', async () => {
      entries.failWith = new Error('nothing may be written');
      setAside.failWith = entries.failWith;
      await vault.remove('grant/one');
      expect(vault.names()).toEqual([]);
    });

    test('takes what is set aside alone', async () => {
      setAside.values.set('grant/one@1', 'AAAA');
      await vault.remove('grant/one');
      expect(setAside.values.size).toBe(0);
    });
  });

  test('says which of the two the locked keychain did not do, and does not quote it', async () => {
    await vault.put('grant/one', 'x');
    keychain.lockedWith = new Error('could not encrypt hunter2');
    await expect(vault.put('grant/two', 'hunter2')).rejects.toMatchObject({ values: { reason: 'notEncrypted' } });
    await expect(vault.get('grant/one')).rejects.toMatchObject({ values: { reason: 'notRead' } });
  });

  test('decrypts an entry once and leaves it as it is, as long as its encryption is good', async () => {
    await vault.put('grant/one', 'x');
    const before = entries.values.get('grant/one');
    const { decrypt } = keychain;
    let decryptions = 0;
    keychain.decrypt = (ciphertext) => {
      decryptions += 1;
      return decrypt(ciphertext);
    };
    expect(await vault.get('grant/one')).toBe('x');
    expect(decryptions).toBe(1);
    // Encrypted again it would look different.
    expect(entries.values.get('grant/one')).toBe(before);
  });

  test('is of the mode and the backend that it was opened with', () => {
    expect([vault.mode, vault.backend]).toEqual(['encrypted', 'secret-service']);
  });

  test('names everything that can be removed', async () => {
    await vault.put('grant/one', 'x');
    await vault.put('embed-secret/two', 'x');
    entries.values.set('embed-secret/two', 'AAAA');
    await vault.get('embed-secret/two');
    entries.values.set('not ours', 'AAAA');
    expect(vault.names().sort()).toEqual(['embed-secret/two', 'grant/one']);
    for (const name of vault.names()) await vault.remove(name);
    expect(vault.names()).toEqual([]);
    expect([...setAside.values]).toEqual([]);
  });
});
