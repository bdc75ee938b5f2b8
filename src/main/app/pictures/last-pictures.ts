/**
 * The last pictures of workbooks that sleep or load again, for whoever comes back to them. They are data of a person: in
 * memory alone, a few of them, and gone with the person.
 */

import { systemCodeOf } from '../../../shared/errors.ts';
import type { Log } from '../../log/log.ts';

export interface LastPictures {
  /** Takes a picture of what is seen of a guest, for its tab. Resolves when it is there, or when there is none. */
  keep(tabId: string, profileId: string, guestId: string): Promise<void>;
  /** As a `data:` address; null where there is none. One that is being taken is waited for. */
  of(tabId: string): Promise<string | null>;
  drop(tabId: string): void;
  /** All others belong to tabs that are closed. */
  retain(tabIds: ReadonlySet<string>): void;
  /** Another person may come. */
  forget(profileId: string): void;
}

/** Of all together, in characters. One has some hundred thousand. */
const MOST = 24_000_000;

interface Kept {
  readonly profileId: string;
  readonly picture: Promise<string | null>;
  size: number;
}

/** @param take a small picture of a guest, as a PNG; null for one that is gone */
export function createLastPictures(
  take: (guestId: string) => Promise<Uint8Array | null>,
  log?: Pick<Log, 'warn'>,
): LastPictures {
  /** The one that was kept last at the end. */
  const kept = new Map<string, Kept>();

  function makeRoom(): void {
    let size = [...kept.values()].reduce((sum, one) => sum + one.size, 0);
    for (const [tabId, one] of kept) {
      if (size <= MOST) return;
      kept.delete(tabId);
      size -= one.size;
    }
  }

  return {
    async keep(tabId, profileId, guestId) {
      const before = kept.get(tabId);
      const picture = take(guestId)
        .catch((error: unknown) => {
          log?.warn('picture.not-written', { systemCode: systemCodeOf(error) });
          return null;
        })
        .then((image) => image && `data:image/png;base64,${Buffer.from(image).toString('base64')}`);
      const fresh: Kept = { profileId, picture, size: 0 };
      kept.delete(tabId);
      kept.set(tabId, fresh);
      const taken = await picture;
      // Somebody signed out meanwhile, or it was taken once more.
      if (kept.get(tabId) !== fresh) return;
      fresh.size = taken?.length ?? 0;
      // A guest whose process ended has none; the one before is better than nothing.
      if (taken === null && before?.profileId === profileId) kept.set(tabId, before);
      else if (taken === null) kept.delete(tabId);
      makeRoom();
    },
    async of(tabId) {
      const own = kept.get(tabId);
      const picture = (await own?.picture) ?? null;
      if (kept.get(tabId) === own) return picture;
      return (await kept.get(tabId)?.picture) ?? null;
    },
    drop: (tabId) => void kept.delete(tabId),
    retain(tabIds) {
      for (const tabId of kept.keys()) if (!tabIds.has(tabId)) kept.delete(tabId);
    },
    forget(profileId) {
      for (const [tabId, one] of kept) if (one.profileId === profileId) kept.delete(tabId);
    },
  };
}
