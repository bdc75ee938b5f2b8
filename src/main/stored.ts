/** What outlives a run: settings with their profiles, and the vault. Everything here is wiring. */
import { randomUUID } from 'node:crypto';
import { safeStorage } from 'electron';
import { AppError, codeOf } from '../shared/errors.ts';
import type { Notices } from './app/notices.ts';
import { systemTimers } from './async/timers.ts';
import type { Log } from './log/log.ts';
import { openProfiles, type Profiles } from './settings/profiles.ts';
import { hasDamagedCopy, openStoreFile, type StoreFile } from './storage/store-file.ts';
import { openVault } from './vault/open-vault.ts';
import { kindOfEntry, type Vault } from './vault/vault.ts';

export interface StoredOptions {
  /** Where the files are. */
  readonly folder: string;
  readonly notices: Pick<Notices, 'add'>;
  readonly log: Log;
  /** A keychain that was locked, or did not answer at first, does now. */
  onKeychainBack(): void;
}

export interface Stored {
  readonly settings: StoreFile;
  readonly profiles: Profiles;
  readonly vault: Vault;
}

/** Opens settings and vault. @throws AppError `settings_unreadable` */
export async function openStored(options: StoredOptions): Promise<Stored> {
  const { folder, notices, log, onKeychainBack } = options;
  const openStore = (name: string) =>
    openStoreFile(name, {
      folder,
      now: Date.now,
      onDamaged: (keptAs) =>
        notices.add(new AppError('settings_damaged', { reason: 'file', file: `${name}.json`, keptAs })),
      onNotFlushed: (code) => log.warn('store.not-flushed', { name, code }),
      onErasedInPlace: (code) => log.warn('store.erased-in-place', { name, code }),
    });
  const settings = openStore('settings');
  const profiles = await openProfiles({
    settings,
    hasDamagedFile: await hasDamagedCopy('settings', folder),
    randomUuid: randomUUID,
    onDamaged: (count) => notices.add(new AppError('settings_damaged', { reason: 'profiles', count })),
    onTakenBack: (count) => log.info('profiles.taken-back', { count }),
    onNotSaved: (error) => log.warn('profiles.not-saved', { code: codeOf(error) }),
  });
  if (!profiles.areWhole()) log.warn('profiles.kept-aside');
  const vault = await openVault({
    safeStorage,
    platform: process.platform,
    ...systemTimers,
    openStore,
    now: Date.now,
    onLocked: () => log.warn('vault.locked'),
    onKeychainBack() {
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
  return { settings, profiles, vault };
}
