/** Chooses the vault that this computer deserves. */
import { createCipher, detectBackend, type SafeStorage } from './backend.ts';
import { createEncryptedVault, type EntryStore } from './encrypted-vault.ts';
import { createMemoryVault, type EntryName, type Vault } from './vault.ts';

export type OpenVaultOptions = {
  safeStorage: SafeStorage;
  platform: NodeJS.Platform;
  /** Opens a store by name. @throws AppError `settings_damaged` is reported, never thrown */
  openStore(name: string): EntryStore;
  onDamaged(name: EntryName): void;
  now(): number;
};

/** Opens the vault; without a keychain one in memory, which touches no file. */
export async function openVault(options: OpenVaultOptions): Promise<Vault> {
  const backend = await detectBackend(options.safeStorage, options.platform);
  if (!backend.protects) return createMemoryVault(backend.name);
  return createEncryptedVault({
    backend: backend.name,
    cipher: createCipher(options.safeStorage),
    entries: options.openStore('vault'),
    setAside: options.openStore('vault-set-aside'),
    onDamaged: options.onDamaged,
    now: options.now,
  });
}
