/** The connections that a person signed out of, and nobody signed in to since: whoever comes next may be somebody else. */
import type { SettingsStore } from './profiles.ts';
import { StoredIds } from './stored-ids.ts';

const KEY = 'signedOut';

export interface SignedOut {
  has(connectionId: string): boolean;
  /**
   * In memory at once; resolves when it is stored.
   *
   * @param present the ids of all connections: what is not among them is forgotten
   * @throws what the store throws
   */
  change(
    change: { readonly add?: readonly string[]; readonly remove?: string },
    present: readonly string[],
  ): Promise<void>;
}

export function openSignedOut(settings: SettingsStore): SignedOut {
  let kept: readonly string[] = StoredIds.parse(settings.get(KEY));
  return {
    has: (connectionId) => kept.includes(connectionId),
    async change({ add = [], remove }, present) {
      const next = [...new Set([...kept, ...add])].filter((id) => id !== remove && present.includes(id));
      if (next.join() === kept.join()) return;
      kept = next;
      await settings.assign({ [KEY]: next });
    },
  };
}
