/** Opens the encrypted vault, or one in memory where no keychain works. */
import type { Timers } from '../async/timers.ts';
import { createAnsweringCipher } from './answering-cipher.ts';
import { backendOf } from './backend.ts';
import { createCipher, roundTripHolds, type SafeStorage } from './cipher.ts';
import { createEncryptedVault } from './encrypted-vault.ts';
import type { EntryStore } from './entry-store.ts';
import { createSetAside, takeBackReadable } from './set-aside.ts';
import { createMemoryVault, type EntryName, type Vault } from './vault.ts';

export interface OpenVaultOptions extends Timers {
  readonly safeStorage: SafeStorage;
  readonly platform: NodeJS.Platform;
  /** Opens a store by name. @throws AppError `settings_unreadable` */
  openStore(name: string): EntryStore;
  onDamaged(name: EntryName): void;
  onNotEncryptedAgain(name: EntryName, error: unknown): void;
  /** The keychain does not answer now, and there are entries that only it can read. */
  onLocked(): void;
  /** A keychain that did not answer in time has answered: what was locked can be read now. */
  onKeychainBack(): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Opens the vault; without a keychain one in memory, which touches no file. What was set aside in an earlier run and
 * can be read again is back when this resolves. The encryption is tried instead of asked about.
 *
 * A keychain that does not answer now but has encrypted something before is locked, and not missing: then the vault is
 * the encrypted one, whose entries read as `vault_locked` until it answers.
 *
 * @throws AppError `settings_unreadable`
 */
export async function openVault(options: OpenVaultOptions): Promise<Vault> {
  const { safeStorage, platform, openStore, setTimer } = options;
  const backend = backendOf(safeStorage, platform);
  if (backend === 'none') return createMemoryVault();
  const cipher = createAnsweringCipher(createCipher(safeStorage, platform), {
    setTimer,
    onAnswered: options.onKeychainBack,
  });
  const isAnswering = await roundTripHolds(cipher);
  const entries = openStore('vault');
  const setAside = createSetAside(openStore('vault-set-aside'));
  if (isAnswering) await takeBackReadable(cipher, entries, setAside);
  else if (entries.keys().length === 0 && setAside.names().length === 0) return createMemoryVault();
  else options.onLocked();
  return createEncryptedVault({ ...options, backend, cipher, entries, setAside });
}
