/** The files of settings and vault: where they are, and who is told when one is damaged. Everything here is wiring. */
import { AppError } from '../shared/errors.ts';
import type { Notices } from './app/notices.ts';
import type { Log } from './log/log.ts';
import { openStoreFile, type StoreFile } from './storage/store-file.ts';

/** The name of the file of what a person chose about the program. */
export const PREFERENCES = 'preferences';

export interface StoresOptions {
  /** Where the files are. */
  readonly folder: string;
  readonly notices: Pick<Notices, 'add'>;
  readonly log: Log;
}

/** @returns opens a file by name; it throws AppError `settings_unreadable` */
export function createStores({ folder, notices, log }: StoresOptions): (name: string) => StoreFile {
  return (name) =>
    openStoreFile(name, {
      folder,
      now: Date.now,
      onDamaged: (keptAs) => notices.add(damaged(name, keptAs)),
      onNotFlushed: (code) => log.warn('store.not-flushed', { name, code }),
      onErasedInPlace: (code) => log.warn('store.erased-in-place', { name, code }),
    });
}

/** The file of what a person chose about the program holds nothing that a profile is made of. */
function damaged(name: string, keptAs: string): AppError {
  const file = `${name}.json`;
  return new AppError('settings_damaged', {
    reason: 'file',
    file,
    keptAs,
    ...(name === PREFERENCES && { remedy: 'chooseSettingsAgain' }),
  });
}
