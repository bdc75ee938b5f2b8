/** Where grants and secrets are kept. Everything outside this room sees only this interface. */
import type { VaultBackend } from '../../shared/state.ts';

/** The kinds of entries; one entry for each grant and each secret. */
export type EntryName = `grant/${string}` | `embed-secret/${string}` | `client-secret/${string}` | `audit/${string}`;

/** What an entry is, as the reason of `vault_entry_damaged`. */
export type EntryKind = 'grant' | 'embedSecret' | 'clientSecret' | 'auditKey';

export function isEntryName(text: string): text is EntryName {
  return /^(grant|embed-secret|client-secret|audit)\/./.test(text);
}

export function kindOfEntry(name: EntryName): EntryKind {
  if (name.startsWith('grant/')) return 'grant';
  if (name.startsWith('audit/')) return 'auditKey';
  return name.startsWith('embed-secret/') ? 'embedSecret' : 'clientSecret';
}

export interface Vault {
  /**
   * `memory`: this computer offers no keychain, nothing is written, everything ends with the program. One that answers
   * later makes it `encrypted`.
   */
  readonly mode: 'encrypted' | 'memory';
  readonly backend: VaultBackend;
  /**
   * The secret, or null where there is none. A damaged entry is set aside, reported once, and reads as null.
   *
   * @throws AppError `vault_locked` when the keychain does not answer: the entry may be fine and stays as it is
   * @throws AppError `vault_write_failed` when a damaged entry could not be set aside
   */
  get(name: EntryName): Promise<string | null>;
  /** Resolves when the entry is on disk. @throws AppError `vault_locked`, `vault_write_failed` */
  put(name: EntryName, secret: string): Promise<void>;
  /**
   * Takes the entry away for good, with what was set aside under its name.
   *
   * @throws AppError `vault_remove_failed` when it is still on the disk. It is not read again in this run, and
   * `removeLeftovers` tries again; a later run finds it.
   */
  remove(name: EntryName): Promise<void>;
  /** Tries again to take away what `remove` could not. Never rejects. */
  removeLeftovers(): Promise<void>;
  /** The keychain may have been unlocked: asks one that has not answered yet. Never rejects. */
  lookAgain(): Promise<void>;
  has(name: EntryName): boolean;
  /** Every name that `remove` would find something for, so also those of which only a set-aside version is left. */
  names(): EntryName[];
}

/** Lives in memory alone: for computers without a keychain, where writing would only pretend to be safe. */
export function createMemoryVault(): Vault {
  const entries = new Map<EntryName, string>();
  return {
    mode: 'memory',
    backend: 'none',
    get: async (name) => entries.get(name) ?? null,
    put: async (name, secret) => {
      entries.set(name, secret);
    },
    remove: async (name) => {
      entries.delete(name);
    },
    removeLeftovers: async () => {},
    lookAgain: async () => {},
    has: (name) => entries.has(name),
    names: () => [...entries.keys()],
  };
}
