/** Opens the encrypted vault, or one in memory where no keychain works. */
import type { Timers } from '../async/timers.ts';
import { createAnsweringCipher } from './answering-cipher.ts';
import { backendOf } from './backend.ts';
import { createCipher, roundTripHolds, type SafeStorage } from './cipher.ts';
import { createEncryptedVault } from './encrypted-vault.ts';
import type { EntryStore } from './entry-store.ts';
import { createLateVault } from './late-vault.ts';
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
  /** The keychain does not answer any more, or encrypts nothing; told once until `onKeychainBack`. */
  onKeychainAway?(): void;
  /** A keychain that did not answer, or was locked, has answered: what was locked can be read, what was in memory is stored. */
  onKeychainBack(): void;
  /** It has answered, and what is in memory could not be stored. */
  onNotTakenOver(error: unknown): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * So long after a start without a keychain it is asked again by itself: a session that opens by itself unlocks its keyring
 * a moment later. A person may be asked to unlock it each time, so there is an end to it; later, wake-ups ask.
 */
const ASK_AGAIN_MS = [15_000, 60_000, 300_000];

/**
 * Opens the vault; without a keychain one in memory, which touches no file. What was set aside in an earlier run and
 * can be read again is back when this resolves. The encryption is tried instead of asked about.
 *
 * A keychain that does not answer now but has encrypted something before is locked, and not missing: then the vault is
 * the encrypted one, whose entries read as `vault_locked` until it answers. Where nothing is stored with it, the vault is
 * in memory until it answers.
 *
 * @throws AppError `settings_unreadable`
 */
export async function openVault(options: OpenVaultOptions): Promise<Vault> {
  const { safeStorage, platform, openStore, setTimer } = options;
  const backend = backendOf(safeStorage, platform);
  if (backend === 'none') return createMemoryVault();
  let onAnswered = options.onKeychainBack;
  const cipher = createAnsweringCipher(createCipher(safeStorage, platform), {
    setTimer,
    onAnswered: () => onAnswered(),
    ...(options.onKeychainAway && { onMissed: options.onKeychainAway }),
  });
  const openStores = () => ({ entries: openStore('vault'), setAside: createSetAside(openStore('vault-set-aside')) });
  const stores = openStores();
  const { entries, setAside } = stores;

  function askAgain([pause, ...later]: readonly number[]): void {
    if (pause === undefined) return;
    setTimer(async () => {
      // Whoever waits for it is told by its answer.
      if (!(await roundTripHolds(cipher))) askAgain(later);
    }, pause);
  }

  if (await roundTripHolds(cipher)) {
    await takeBackReadable(cipher, entries, setAside);
    return createEncryptedVault({ ...options, ...stores, backend, cipher });
  }
  askAgain(ASK_AGAIN_MS);
  if (entries.keys().length > 0 || setAside.names().length > 0) {
    options.onLocked();
    return createEncryptedVault({ ...options, ...stores, backend, cipher });
  }
  const late = createLateVault({
    cipher,
    async openEncrypted() {
      const present = openStores();
      await takeBackReadable(cipher, present.entries, present.setAside);
      return createEncryptedVault({ ...options, ...present, backend, cipher });
    },
    onTakenOver: options.onKeychainBack,
    onNotTakenOver: options.onNotTakenOver,
  });
  onAnswered = () => void late.lookAgain();
  return late;
}
