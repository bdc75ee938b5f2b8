/** Entries that could not be read: kept, still encrypted, in case their keychain comes back. */
import type { Cipher } from './cipher.ts';
import type { EntryStore } from './entry-store.ts';
import { unseal } from './seal.ts';
import { type EntryName, isEntryName } from './vault.ts';

interface Version {
  readonly key: string;
  readonly name: EntryName;
  readonly setAsideAt: number;
}

export interface SetAside {
  /** The names of which a version is kept, each once. */
  names(): EntryName[];
  /** Keeps this version instead of earlier ones: each holds a refresh token that may still be alive. */
  keep(name: EntryName, stored: unknown, now: number): Promise<void>;
  /** The newest version as it was stored, or undefined. */
  newest(name: EntryName): unknown;
  /** Drops every version of a name. */
  forget(name: EntryName): Promise<void>;
}

/** Keeps the newest version of each name in a store of its own, under `{name}@{milliseconds since the epoch}`. */
export function createSetAside(store: EntryStore): SetAside {
  function versions(): Version[] {
    return store.keys().flatMap((key) => {
      const [, name = '', setAsideAt] = /^(.+)@(\d+)$/.exec(key) ?? [];
      return isEntryName(name) ? [{ key, name, setAsideAt: Number(setAsideAt) }] : [];
    });
  }

  async function forget(name: EntryName, except?: string): Promise<void> {
    const earlier = versions().filter((version) => version.name === name && version.key !== except);
    // What can go goes, whatever becomes of the others.
    const outcomes = await Promise.allSettled(earlier.map(({ key }) => store.delete(key)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  return {
    names: () => [...new Set(versions().map(({ name }) => name))],
    async keep(name, stored, now) {
      const key = `${name}@${now}`;
      // In this order: an interruption leaves two versions rather than none.
      await store.set(key, String(stored));
      await forget(name, key);
    },
    newest(name) {
      const [newest] = versions()
        .filter((version) => version.name === name)
        .sort((one, other) => other.setAsideAt - one.setAsideAt);
      return newest && store.get(newest.key);
    },
    forget: (name) => forget(name),
  };
}

/**
 * Puts entries back that can be read again (a keyring that was replaced for a while), where no newer entry has taken
 * their name. Never throws: what cannot be put back now stays set aside.
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
      // Still unreadable, or the disk is full: the next start tries again. Most of what is here stays unreadable for
      // good, so a log line at every start would only repeat the one that was written when the entry was set aside.
    }
  }
}
