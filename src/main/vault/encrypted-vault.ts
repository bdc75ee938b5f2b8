/**
 * The vault on disk: one entry for each grant and secret, encrypted by the operating system, in a file of its own.
 *
 * Every ciphertext binds the name of its entry and a format version, so that whoever can write the file still cannot
 * make one entry pass for another.
 */
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Cipher } from './backend.ts';
import type { EntryName, Vault } from './vault.ts';

const FORMAT_VERSION = 1;
const Sealed = z.object({ v: z.literal(FORMAT_VERSION), name: z.string(), secret: z.string() });

/** A key-value file whose writes are atomic and flushed to disk before they return (electron-store is one). */
export type EntryStore = {
  readonly path: string;
  get(key: string): unknown;
  set(key: string, value: string): void;
  delete(key: string): void;
  has(key: string): boolean;
};

export type EncryptedVaultOptions = {
  backend: string;
  cipher: Cipher;
  /** Name → base64 of the ciphertext. */
  entries: EntryStore;
  /** Where unreadable ciphertexts go, in case a keychain comes back. */
  setAside: EntryStore;
  /** Told once for each entry that could not be read. */
  onDamaged(name: EntryName): void;
  now(): number;
};

/** A vault whose mode is `encrypted`. */
export function createEncryptedVault(options: EncryptedVaultOptions): Vault {
  const { cipher, entries, setAside } = options;

  async function unseal(name: EntryName, stored: unknown): Promise<string> {
    const plaintext = await cipher.decrypt(Buffer.from(z.base64().parse(stored), 'base64'));
    const sealed = Sealed.parse(JSON.parse(plaintext));
    if (sealed.name !== name) throw new Error('The entry belongs to another name.');
    return sealed.secret;
  }

  async function write(action: () => void): Promise<void> {
    try {
      action();
      await flushFolder(dirname(entries.path));
    } catch (cause) {
      throw new AppError('vault_write_failed', describeWriteFailure(cause), { cause });
    }
  }

  return {
    mode: 'encrypted',
    backend: options.backend,
    async get(name) {
      const stored = entries.get(name);
      if (stored === undefined) return null;
      try {
        return await unseal(name, stored);
      } catch {
        // Why it could not be read is the keychain's secret: its message may quote what it was given.
        await write(() => {
          setAside.set(`${name}@${options.now()}`, String(stored));
          entries.delete(name);
        });
        options.onDamaged(name);
        return null;
      }
    },
    async put(name, secret) {
      const sealed: z.infer<typeof Sealed> = { v: FORMAT_VERSION, name, secret };
      let ciphertext: Buffer;
      try {
        ciphertext = await cipher.encrypt(JSON.stringify(sealed));
      } catch {
        throw new AppError('vault_write_failed', 'The keychain did not encrypt the entry.');
      }
      await write(() => entries.set(name, ciphertext.toString('base64')));
    },
    async remove(name) {
      if (entries.has(name)) await write(() => entries.delete(name));
    },
    has: (name) => entries.has(name),
  };
}

/** An atomic replacement is a rename, and a rename is durable only once its folder is flushed too. */
async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open folders; NTFS journals renames.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function describeWriteFailure(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return `The operating system answered ${code}.`;
}
