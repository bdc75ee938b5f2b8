/** Opens the encrypted vault, or one in memory where no keychain works. */
import { detectBackend } from './backend.ts';
import { createCipher, type SafeStorage } from './cipher.ts';
import { createEncryptedVault } from './encrypted-vault.ts';
import type { EntryStore } from './entry-store.ts';
import { createSetAside, takeBackReadable } from './set-aside.ts';
import { createMemoryVault, type EntryName, type Vault } from './vault.ts';

export interface OpenVaultOptions {
  readonly safeStorage: SafeStorage;
  readonly platform: NodeJS.Platform;
  /** Opens a store by name. @throws AppError `settings_unreadable` */
  openStore(name: string): EntryStore;
  onDamaged(name: EntryName): void;
  onNotEncryptedAgain(name: EntryName, error: unknown): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Opens the vault; without a keychain one in memory, which touches no file. What was set aside in an earlier run and
 * can be read again is back when this resolves.
 *
 * @throws AppError `settings_unreadable`
 */
export async function openVault(options: OpenVaultOptions): Promise<Vault> {
  const { safeStorage, platform, openStore } = options;
  const backend = await detectBackend(safeStorage, platform);
  if (backend === 'none') return createMemoryVault();
  const cipher = createCipher(safeStorage, platform);
  const entries = openStore('vault');
  const setAside = createSetAside(openStore('vault-set-aside'));
  await takeBackReadable(cipher, entries, setAside);
  return createEncryptedVault({ ...options, backend, cipher, entries, setAside });
}
