/** What outlives a run: the profiles in the settings, and the vault. Everything here is wiring. */
import { randomUUID } from 'node:crypto';
import { safeStorage } from 'electron';
import { AppError, codeOf } from '../shared/errors.ts';
import { systemTimers } from './async/timers.ts';
import { openProfiles, type Profiles } from './settings/profiles.ts';
import { hasDamagedCopy, type StoreFile } from './storage/store-file.ts';
import type { StoresOptions } from './stores.ts';
import { openVault } from './vault/open-vault.ts';
import { kindOfEntry, type Vault } from './vault/vault.ts';

export interface StoredOptions extends StoresOptions {
  /** Opened already: a window needs it first. */
  readonly settings: StoreFile;
  openStore(name: string): StoreFile;
  /** A keychain that was locked, or did not answer at first, does now. */
  onKeychainBack(): void;
}

export interface Stored {
  readonly settings: StoreFile;
  /** What windows had open; null where that cannot be read, which is no reason not to start. */
  readonly tabStore: StoreFile | null;
  readonly profiles: Profiles;
  readonly vault: Vault;
  /** Whether the keychain does not answer any more, though there is something that only it can read. */
  isKeychainAway(): boolean;
}

/** Reads the profiles in the settings and opens the vault. @throws AppError `settings_unreadable` */
export async function openStored(options: StoredOptions): Promise<Stored> {
  const { folder, notices, log, settings, openStore, onKeychainBack } = options;
  const profiles = await openProfiles({
    settings,
    hasDamagedFile: await hasDamagedCopy('settings', folder),
    randomUuid: randomUUID,
    onDamaged: (count) => notices.add(new AppError('settings_damaged', { reason: 'profiles', count })),
    onTakenBack: (count) => log.info('profiles.taken-back', { count }),
    onNotSaved: (error) => log.warn('profiles.not-saved', { code: codeOf(error) }),
  });
  if (!profiles.areWhole()) log.warn('profiles.kept-aside');
  let isAway = false;
  const vault = await openVault({
    safeStorage,
    platform: process.platform,
    ...systemTimers,
    openStore,
    now: Date.now,
    onLocked: () => log.warn('vault.locked'),
    onKeychainAway() {
      isAway = true;
    },
    onKeychainBack() {
      isAway = false;
      log.info('vault.keychain-back');
      onKeychainBack();
    },
    onNotTakenOver: (error) => log.warn('vault.not-taken-over', { code: codeOf(error) }),
    onDamaged: (name) => {
      log.warn('vault.entry-damaged', { entry: name });
      notices.add(new AppError('vault_entry_damaged', { reason: kindOfEntry(name) }));
    },
    onNotEncryptedAgain: (name, error) => log.warn('vault.not-encrypted-again', { entry: name, code: codeOf(error) }),
  });
  log.info('vault.opened', { mode: vault.mode, backend: vault.backend });
  // Where it never answered, the window says that nothing is stored.
  const isKeychainAway = () => isAway && vault.mode === 'encrypted';
  return { settings, tabStore: openTabStore(options), profiles, vault, isKeychainAway };
}

function openTabStore({ openStore, log }: Pick<StoredOptions, 'openStore' | 'log'>): StoreFile | null {
  try {
    return openStore('tabs');
  } catch (error) {
    log.warn('tabs.not-kept', { code: codeOf(error) });
    return null;
  }
}
