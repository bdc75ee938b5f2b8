/**
 * The bookmarks that were met in workbooks, for as long as the program runs. Their names are a person's words about their
 * data, so they are kept no longer than that and no further than that person: nothing of it is written.
 */
import { type MetBookmarks, noBookmarks } from './pane-contents.ts';

/** Workbooks whose bookmarks are remembered. */
const MOST_WORKBOOKS = 100;

interface Place {
  readonly profileId: string;
  readonly workbookId: string;
}

export interface BookmarkShelf {
  of(place: Place): MetBookmarks;
  keep(place: Place, met: MetBookmarks): void;
  /** Another person comes, or nobody. */
  forget(profileId: string): void;
}

export function createBookmarkShelf(): BookmarkShelf {
  const shelf = new Map<string, MetBookmarks>();
  const keyOf = ({ profileId, workbookId }: Place) => `${profileId} ${workbookId}`;
  return {
    of: (place) => shelf.get(keyOf(place)) ?? noBookmarks,
    keep(place, met) {
      const key = keyOf(place);
      shelf.delete(key);
      shelf.set(key, met);
      const [oldest] = shelf.keys();
      if (shelf.size > MOST_WORKBOOKS && oldest !== undefined) shelf.delete(oldest);
    },
    forget(profileId) {
      for (const key of shelf.keys()) if (key.startsWith(`${profileId} `)) shelf.delete(key);
    },
  };
}
