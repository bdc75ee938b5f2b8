/** The connections that a person signed out of, and nobody signed in to since: whoever comes next may be somebody else. */
import { z } from '../../shared/zod.ts';
import type { SettingsStore } from './profiles.ts';

const KEY = 'signedOut';

/** Connection ids. What is not understood is nothing. */
const Stored = z.array(z.string().max(128)).max(1_024);

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
  let kept: readonly string[] = Stored.safeParse(settings.get(KEY)).data ?? [];
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
