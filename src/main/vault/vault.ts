/** Where grants and secrets are kept. Everything outside this room sees only this interface. */

/** The kinds of entries; one entry for each grant and each secret. */
export type EntryName = `grant/${string}` | `embed-secret/${string}` | `client-secret/${string}`;

export type Vault = {
  /** `memory`: this computer offers no keychain, nothing is written, everything ends with the program. */
  readonly mode: 'encrypted' | 'memory';
  /** Who encrypts, as people know it. */
  readonly backend: string;
  /** The secret, or null where there is none. A damaged entry is set aside, reported once, and reads as null. */
  get(name: EntryName): Promise<string | null>;
  /** Resolves when the entry is on disk. @throws AppError `vault_write_failed` */
  put(name: EntryName, secret: string): Promise<void>;
  /** @throws AppError `vault_write_failed` */
  remove(name: EntryName): Promise<void>;
  has(name: EntryName): boolean;
};

/** Lives in memory alone: for computers without a keychain, where writing would only pretend to be safe. */
export function createMemoryVault(backend: string): Vault {
  const entries = new Map<EntryName, string>();
  return {
    mode: 'memory',
    backend,
    get: async (name) => entries.get(name) ?? null,
    put: async (name, secret) => {
      entries.set(name, secret);
    },
    remove: async (name) => {
      entries.delete(name);
    },
    has: (name) => entries.has(name),
  };
}
