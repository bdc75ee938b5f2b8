/** The vault on disk: one entry for each grant and secret, encrypted by the operating system, in a file of its own. */
import { AppError, systemCodeOf } from '../../shared/errors.ts';
import type { VaultBackend } from '../../shared/state.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import { type Cipher, roundTripHolds, saysTemporarilyUnavailable } from './cipher.ts';
import type { EntryStore } from './entry-store.ts';
import { seal, type Unsealed, unseal } from './seal.ts';
import type { SetAside } from './set-aside.ts';
import { type EntryName, isEntryName, type Vault } from './vault.ts';

export interface EncryptedVaultOptions {
  readonly backend: VaultBackend;
  readonly cipher: Cipher;
  /** Name → base64 of the ciphertext. */
  readonly entries: EntryStore;
  readonly setAside: SetAside;
  /** Told once for each entry that could not be read. */
  onDamaged(name: EntryName): void;
  /** An entry that had to be encrypted once more was not; it is still good, and the next reading tries again. */
  onNotEncryptedAgain(name: EntryName, error: unknown): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** A vault whose mode is `encrypted`. */
export function createEncryptedVault(options: EncryptedVaultOptions): Vault {
  const { cipher, entries, setAside } = options;
  // Reading may end in setting aside. Without a queue it could set aside what was written while it read.
  const inTurn = createSerialQueue<EntryName>();

  /** What `remove` could not take off the disk. For this run it is gone. */
  const leftovers = new Set<EntryName>();

  const remove = (name: EntryName): Promise<void> =>
    inTurn(name, async () => {
      if (!entries.has(name) && !setAside.names().includes(name)) return;
      leftovers.add(name);
      // What can go goes, whatever becomes of the other.
      const outcomes = await Promise.allSettled([entries.delete(name), setAside.forget(name)]);
      await write(async () => {
        for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      }, 'vault_remove_failed');
      leftovers.delete(name);
    });

  async function sealAndWrite(name: EntryName, secret: string): Promise<void> {
    let stored: string;
    try {
      stored = await seal(cipher, name, secret);
    } catch {
      // The keychain's message may quote the secret.
      throw new AppError('vault_locked', { reason: 'notEncrypted' });
    }
    await write(() => entries.set(name, stored));
    leftovers.delete(name);
  }

  /** Null only when it is the entry that is at fault, and not the keychain. @throws AppError `vault_locked` */
  async function read(name: EntryName, stored: unknown): Promise<Unsealed | null> {
    const first = await tryToUnseal(name, stored);
    if (first) return first;
    if (!(await roundTripHolds(cipher))) throw keychainLocked();
    // Between the two it may have been unlocked.
    return await tryToUnseal(name, stored);
  }

  async function tryToUnseal(name: EntryName, stored: unknown): Promise<Unsealed | null> {
    try {
      return await unseal(cipher, name, stored);
    } catch (error) {
      // The rest of the reason stays here: the keychain's message may quote what it was given.
      if (saysTemporarilyUnavailable(error)) throw keychainLocked();
      return null;
    }
  }

  return {
    mode: 'encrypted',
    backend: options.backend,
    get: (name) =>
      inTurn(name, async () => {
        const stored = entries.get(name);
        if (stored === undefined || leftovers.has(name)) return null;
        const entry = await read(name, stored);
        if (!entry) {
          // In this order: an interruption leaves two copies rather than none.
          await write(() => setAside.keep(name, stored, options.now()));
          await write(() => entries.delete(name));
          options.onDamaged(name);
          return null;
        }
        if (entry.shouldReEncrypt) {
          await sealAndWrite(name, entry.secret).catch((error: unknown) => options.onNotEncryptedAgain(name, error));
        }
        return entry.secret;
      }),
    put: (name, secret) => inTurn(name, () => sealAndWrite(name, secret)),
    remove,
    async removeLeftovers() {
      // What fails again stays a leftover; the person was told when it failed first.
      await Promise.allSettled([...leftovers].map(remove));
    },
    // Whoever wants an entry asks the keychain by it.
    lookAgain: async () => {},
    has: (name) => entries.has(name) && !leftovers.has(name),
    names: () => [...new Set([...entries.keys().filter(isEntryName), ...setAside.names()])],
  };
}

/** Does something to the files; what the operating system says becomes this error. */
async function write(
  action: () => Promise<void>,
  code: 'vault_write_failed' | 'vault_remove_failed' = 'vault_write_failed',
): Promise<void> {
  try {
    await action();
  } catch (cause) {
    throw new AppError(code, { reason: 'systemAnswered', systemCode: systemCodeOf(cause) }, { cause });
  }
}

function keychainLocked(): AppError {
  return new AppError('vault_locked', { reason: 'notRead' });
}
