import { beforeEach, describe, expect, test } from 'vitest';
import { openVault } from '../../../src/main/vault/open-vault.ts';
import type { Vault } from '../../../src/main/vault/vault.ts';
import { createFakeKeychain, createFakeStore, createGate } from '../../support/vault-fakes.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

/** A computer on which the program is started several times. */
function setUp() {
  const keychain = createFakeKeychain();
  const stores = { vault: createFakeStore(), 'vault-set-aside': createFakeStore() };
  const damaged: string[] = [];
  const told: string[] = [];
  const away: string[] = [];
  const clock = createVirtualClock();
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
      onLocked: () => told.push('locked'),
      onKeychainAway: () => away.push('away'),
      onKeychainBack: () => told.push('back'),
      onNotTakenOver: () => told.push('not taken over'),
      setTimer: clock.setTimer,
      now: () => 1_000,
    });
  return { keychain, entries: stores.vault, setAside: stores['vault-set-aside'], damaged, told, away, clock, start };
}

describe('opening the vault', () => {
  let { keychain, entries, setAside, damaged, told, clock, start } = setUp();
  beforeEach(() => {
    ({ keychain, entries, setAside, damaged, told, clock, start } = setUp());
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
      onLocked: () => told.push('locked'),
      onKeychainBack: () => {},
      onNotTakenOver: () => {},
      setTimer: clock.setTimer,
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

  test('takes a keychain that is locked for what it is, as long as something is stored with it', async () => {
    await (await start()).put('grant/one', 'the secret');
    keychain.lockedWith = new Error('The person did not unlock it.');
    const vault = await start();
    expect([vault.mode, vault.names(), told]).toEqual(['encrypted', ['grant/one'], ['locked']]);
    await expect(vault.get('grant/one')).rejects.toMatchObject({ code: 'vault_locked' });
    keychain.lockedWith = null;
    expect(await vault.get('grant/one')).toBe('the secret');
    expect(damaged).toEqual([]);
  });

  test('takes it so for what is set aside alone', async () => {
    await (await start()).put('grant/one', 'the secret');
    await setAsideEverything();
    expect(entries.values.size).toBe(0);
    keychain.lockedWith = new Error('locked');
    expect((await start()).mode).toBe('encrypted');
    expect([...setAside.values.keys()]).toEqual(['grant/one@1000']);
  });

  test('takes it for none where it never stored anything, until it answers', async () => {
    keychain.lockedWith = new Error('locked');
    const vault = await start();
    expect([vault.mode, vault.backend, told]).toEqual(['memory', 'none', []]);
  });

  test.each<[string, number]>([
    ['a moment later', 15_000],
    ['after a minute', 75_000],
    ['after some minutes', 375_000],
  ])('asks a locked one again by itself: %s', async (_, wait) => {
    await (await start()).put('grant/one', 'the secret');
    keychain.lockedWith = new Error('The person did not unlock it.');
    await start();
    await clock.advance(wait - 1);
    keychain.lockedWith = null;
    expect(told).toEqual(['locked']);
    await clock.advance(1);
    expect(told).toEqual(['locked', 'back']);
    expect(clock.pending()).toEqual([]);
  });

  test('does not ask for ever', async () => {
    keychain.lockedWith = new Error('locked');
    await start();
    await clock.advance(375_000);
    expect(clock.pending()).toEqual([]);
  });

  describe('with a keychain that never answers', () => {
    const gate = createGate();
    beforeEach(async () => {
      await (await start()).put('grant/one', 'the secret');
      await (await start()).put('embed-secret/one', 'the other');
      const { encrypt, decrypt } = keychain;
      keychain.encrypt = async (text) => {
        await gate.pass();
        return encrypt(text);
      };
      keychain.decrypt = async (bytes) => {
        await gate.pass();
        return decrypt(bytes);
      };
      gate.hold();
    });

    test('goes on after three seconds, asks for nothing more meanwhile, and tells when it answered', async () => {
      const starting = start();
      await clock.advance(2_999);
      expect(told).toEqual([]);
      await clock.advance(1);
      const vault = await starting;
      expect([vault.mode, told]).toEqual(['encrypted', ['locked']]);
      // At once: a start with many entries is not late many times.
      for (const name of ['grant/one', 'embed-secret/one'] as const) {
        await expect(vault.get(name)).rejects.toMatchObject({ code: 'vault_locked' });
      }
      await expect(vault.put('grant/one', 'new')).rejects.toMatchObject({ code: 'vault_locked' });
      expect(clock.pending()).toEqual([60_000, 15_000]);
      gate.open();
      await clock.advance(0);
      expect(told).toEqual(['locked', 'back']);
      expect(clock.pending()).toEqual([15_000]);
      expect([await vault.get('grant/one'), await vault.get('embed-secret/one')]).toEqual(['the secret', 'the other']);
      expect(damaged).toEqual([]);
    });

    test('is asked again after a minute, though the first question is never answered', async () => {
      const starting = start();
      await clock.advance(3_000);
      const vault = await starting;
      // The service was replaced: it answers what it is asked from now on, and will never answer the old question.
      const waiting = gate.pass;
      gate.pass = async () => {};
      await clock.advance(59_999);
      await expect(vault.get('grant/one')).rejects.toMatchObject({ code: 'vault_locked' });
      await clock.advance(1);
      expect(await vault.get('grant/one')).toBe('the secret');
      // Whoever asked nothing would have been told a moment later.
      expect(told).toEqual(['locked', 'back']);
      gate.pass = waiting;
    });

    test('is late once for calls that were under way together', async () => {
      gate.open();
      const vault = await start();
      gate.hold();
      const readings = Promise.allSettled([vault.get('grant/one'), vault.get('embed-secret/one')]);
      await clock.advance(3_000);
      expect((await readings).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      gate.open();
      await clock.advance(0);
      expect(told).toEqual(['back']);
    });

    test('does not call it an answer when a person says no in the end', async () => {
      const starting = start();
      await clock.advance(3_000);
      const vault = await starting;
      keychain.lockedWith = new Error('No.');
      gate.open();
      await clock.advance(0);
      expect(told).toEqual(['locked']);
      keychain.lockedWith = null;
      // Nothing is overdue any more, so it is asked again.
      expect(await vault.get('grant/one')).toBe('the secret');
    });
  });

  describe('with a keychain that is unlocked after the start, and nothing stored with it', () => {
    const locked = new Error('locked');
    beforeEach(() => {
      keychain.lockedWith = locked;
    });
    const stored = async () => {
      const vault = await start();
      return Object.fromEntries(await Promise.all(vault.names().map(async (name) => [name, await vault.get(name)])));
    };

    test.each<[string, (vault: Vault) => Promise<unknown>]>([
      ['by a wake-up', (vault) => vault.lookAgain()],
      ['by the next thing that is stored', (vault) => vault.put('client-secret/two', 'typed later')],
      ['by itself', () => clock.advance(15_000)],
    ])('what was typed meanwhile is stored: %s', async (_, happen) => {
      const vault = await start();
      await vault.put('embed-secret/one', 'typed');
      await vault.put('grant/one', 'signed in');
      await vault.put('grant/two', 'signed in and out');
      await vault.remove('grant/two');
      expect([entries.values.size, vault.mode]).toEqual([0, 'memory']);
      keychain.lockedWith = null;
      await happen(vault);
      expect([vault.mode, vault.backend, told]).toEqual(['encrypted', 'keychain', ['back']]);
      expect(await vault.get('grant/one')).toBe('signed in');
      expect(vault.has('grant/two')).toBe(false);
      const again = await stored();
      expect(again).toMatchObject({ 'embed-secret/one': 'typed', 'grant/one': 'signed in' });
      expect(again['client-secret/two'] ?? null).toBe(vault.has('client-secret/two') ? 'typed later' : null);
    });

    test('what is stored, read and removed while it takes over is neither lost nor doubled', async () => {
      const vault = await start();
      await vault.put('grant/one', 'first');
      await vault.put('grant/two', 'gone');
      keychain.lockedWith = null;
      const gate = createGate();
      const { encrypt } = keychain;
      keychain.encrypt = async (text) => {
        await gate.pass();
        return encrypt(text);
      };
      gate.hold();
      const looking = vault.lookAgain();
      const changes = [vault.put('grant/one', 'second'), vault.remove('grant/two'), vault.get('grant/one')];
      gate.open();
      await looking;
      expect((await Promise.all(changes)).at(-1)).toBe('second');
      expect(told).toEqual(['back']);
      expect(await stored()).toEqual({ 'grant/one': 'second' });
    });

    test('what came into the file meanwhile is there too', async () => {
      const vault = await start();
      await vault.put('grant/one', 'signed in');
      keychain.lockedWith = null;
      await (await start()).put('embed-secret/two', 'of a copy that was put back');
      await vault.lookAgain();
      expect(await vault.get('embed-secret/two')).toBe('of a copy that was put back');
      expect(await vault.get('grant/one')).toBe('signed in');
    });

    test('stays in memory on a full disk, leaves nothing half stored, and tries again', async () => {
      const vault = await start();
      await vault.put('grant/one', 'first');
      await vault.put('grant/two', 'second');
      keychain.lockedWith = null;
      const { set } = entries;
      entries.set = async (key, value) => {
        if (entries.values.size > 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        await set(key, value);
      };
      await vault.lookAgain();
      expect([vault.mode, told, entries.values.size]).toEqual(['memory', ['not taken over'], 0]);
      expect(await vault.get('grant/two')).toBe('second');
      entries.set = set;
      // What is only stored anew asks for nothing.
      await vault.put('grant/one', 'third');
      expect(vault.mode).toBe('memory');
      await vault.lookAgain();
      expect(vault.mode).toBe('encrypted');
      expect(await stored()).toEqual({ 'grant/one': 'third', 'grant/two': 'second' });
    });

    test('stays in memory while it is locked, and says nothing', async () => {
      const vault = await start();
      await vault.put('grant/one', 'signed in');
      await vault.lookAgain();
      expect([vault.mode, await vault.get('grant/one'), told]).toEqual(['memory', 'signed in', []]);
    });

    test('one that hangs keeps nobody waiting for more than three seconds, and is taken over when it answers', async () => {
      const gate = createGate();
      const { encrypt } = keychain;
      keychain.lockedWith = null;
      keychain.encrypt = async (text) => {
        await gate.pass();
        return encrypt(text);
      };
      gate.hold();
      const starting = start();
      await clock.advance(3_000);
      const vault = await starting;
      await vault.put('grant/one', 'signed in');
      expect(vault.mode).toBe('memory');
      gate.open();
      await clock.advance(0);
      await vault.get('grant/one');
      expect([vault.mode, told]).toEqual(['encrypted', ['back']]);
    });
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

test('a keychain that goes away is told of once, until it has answered', async () => {
  const { keychain, told, away, start } = setUp();
  const vault = await start();
  await vault.put('grant/one', 'secret');
  expect(away).toEqual([]);
  keychain.lockedWith = new Error('locked');
  await vault.put('grant/one', 'other').catch(() => {});
  await vault.get('grant/one').catch(() => {});
  expect([away, told]).toEqual([['away'], []]);
  keychain.lockedWith = null;
  await vault.get('grant/one');
  expect(told).toEqual(['back']);
  keychain.lockedWith = new Error('locked');
  await vault.put('grant/one', 'other').catch(() => {});
  expect(away).toEqual(['away', 'away']);
});
