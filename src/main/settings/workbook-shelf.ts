/** Which workbooks a person keeps at hand: those that were opened last, and those that were pinned. Ids alone. */
import { z } from '../../shared/zod.ts';
import type { SettingsStore } from './profiles.ts';
import { StoredIds } from './stored-ids.ts';

const KEY = 'workbookShelf';

export const MOST_RECENT = 20;
/** More nobody keeps at hand. */
export const MOST_PINNED = 200;

/** What is not understood is nothing: it is no loss that could not be made good by a press. */
const Stored = z.object({ recent: StoredIds, pinned: StoredIds }).catch({ recent: [], pinned: [] });

interface Shelf {
  readonly recent: readonly string[];
  readonly pinned: readonly string[];
}

export interface WorkbookShelf {
  /** @param isThere whether a workbook is in one of the profiles */
  read(isThere: (workbookId: string) => boolean): Shelf;
  /** A workbook is shown: the newest one. In memory at once; resolves when it is stored. @throws what the store throws */
  opened(workbookId: string): Promise<void>;
  /** In memory at once; resolves when it is stored. @throws what the store throws */
  pin(workbookId: string): Promise<void>;
  /** In memory at once; resolves when it is stored. @throws what the store throws */
  unpin(workbookId: string): Promise<void>;
  /** Forgets that these were opened; those that are pinned stay. @throws what the store throws */
  forget(isLeft: (workbookId: string) => boolean): Promise<void>;
  /** Forgets workbooks that are gone. @throws what the store throws */
  keepOnly(isThere: (workbookId: string) => boolean): Promise<void>;
}

const unique = (all: readonly string[]): string[] => [...new Set(all)];

export function openWorkbookShelf(settings: SettingsStore): WorkbookShelf {
  const stored = Stored.parse(settings.get(KEY) ?? {});
  let shelf: Shelf = {
    recent: unique(stored.recent).slice(0, MOST_RECENT),
    pinned: unique(stored.pinned).slice(0, MOST_PINNED),
  };

  async function change(next: Shelf): Promise<void> {
    if (JSON.stringify(next) === JSON.stringify(shelf)) return;
    shelf = next;
    await settings.assign({ [KEY]: next });
  }

  return {
    read: (isThere) => ({ recent: shelf.recent.filter(isThere), pinned: shelf.pinned.filter(isThere) }),
    opened: (workbookId) => change({ ...shelf, recent: unique([workbookId, ...shelf.recent]).slice(0, MOST_RECENT) }),
    pin: (workbookId) => change({ ...shelf, pinned: unique([...shelf.pinned, workbookId]).slice(0, MOST_PINNED) }),
    unpin: (workbookId) => change({ ...shelf, pinned: shelf.pinned.filter((id) => id !== workbookId) }),
    forget: (isLeft) => change({ ...shelf, recent: shelf.recent.filter((id) => !isLeft(id)) }),
    keepOnly: (isThere) => change({ recent: shelf.recent.filter(isThere), pinned: shelf.pinned.filter(isThere) }),
  };
}
