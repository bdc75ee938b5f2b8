/** Entries that could not be read: kept, still encrypted, in case their keychain comes back. */
import type { Cipher } from './cipher.ts';
import type { EntryStore } from './entry-store.ts';
import { unseal } from './seal.ts';
import { type EntryName, isEntryName } from './vault.ts';

type Version = { key: string; name: EntryName; setAsideAt: number };
export type SetAside = ReturnType<typeof createSetAside>;

/** Keeps the newest version of each name in a store of its own, under `{name}@{milliseconds since the epoch}`. */
export function createSetAside(store: EntryStore) {
  function versions(): Version[] {
    return store.keys().flatMap((key) => {
      const [, name = '', setAsideAt] = /^(.+)@(\d+)$/.exec(key) ?? [];
      return isEntryName(name) ? [{ key, name, setAsideAt: Number(setAsideAt) }] : [];
    });
  }

  async function forget(name: EntryName, except?: string): Promise<void> {
    for (const { key } of versions().filter((version) => version.name === name && version.key !== except)) {
      await store.delete(key);
    }
  }

  return {
    names: (): EntryName[] => [...new Set(versions().map(({ name }) => name))],
    /** Each version holds a refresh token that may still be alive, so there is never more than one of a name. */
    async keep(name: EntryName, stored: unknown, now: number): Promise<void> {
      const key = `${name}@${now}`;
      await store.set(key, String(stored));
      await forget(name, key);
    },
    newest(name: EntryName): unknown {
      const [newest] = versions()
        .filter((version) => version.name === name)
        .sort((one, other) => other.setAsideAt - one.setAsideAt);
      return newest && store.get(newest.key);
    },
    forget,
  };
}

/**
 * Puts entries back that can be read again (a keyring that was replaced for a while), where no newer entry has taken
 * their name. Never raises: what cannot be put back now stays set aside.
 */
export async function takeBackReadable(cipher: Cipher, entries: EntryStore, setAside: SetAside): Promise<void> {
  for (const name of setAside.names()) {
    if (entries.has(name)) continue;
    const stored = setAside.newest(name);
    try {
      await unseal(cipher, name, stored);
      // In this order: an interruption leaves two copies rather than none.
      await entries.set(name, String(stored));
      await setAside.forget(name);
    } catch {
      // Still unreadable, or the disk is full: the next start tries again.
    }
  }
}
