/** Opens electron-store files. A file that cannot be parsed is kept under another name, never overwritten. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { ipcMain } from 'electron';
import ElectronStore from 'electron-store';

export type StoreFile = ElectronStore<Record<string, unknown>>;

export type StoreFileOptions = {
  folder: string;
  now(): number;
  /** Told the name under which a damaged file was kept. */
  onDamaged(keptAs: string): void;
};

/** Opens `{folder}/{name}.json`, readable by its owner alone. Keys are taken literally, dots and all. */
export function openStoreFile(name: string, options: StoreFileOptions): StoreFile {
  const open = () =>
    new ElectronStore<Record<string, unknown>>({
      name,
      cwd: options.folder,
      accessPropertiesByDotNotation: false,
      configFileMode: 0o600,
      clearInvalidConfig: false,
    });
  try {
    return open();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const keptAs = `${name}.damaged-${options.now()}.json`;
    renameSync(join(options.folder, `${name}.json`), join(options.folder, keptAs));
    options.onDamaged(keptAs);
    return open();
  } finally {
    // electron-store answers any renderer that asks where our data lives; ours never does, and nobody else may.
    ipcMain.removeAllListeners('electron-store-get-data');
  }
}
