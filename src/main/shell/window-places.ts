/**
 * Which windows there are and where each stands, kept so that a start finds all of them, after a crash as well. What each has
 * open is kept elsewhere, under the same ids.
 */

import { systemCodeOf } from '../../shared/errors.ts';
import { z } from '../../shared/zod.ts';
import type { Log } from '../log/log.ts';
import { KeptBounds } from './window-bounds.ts';

/** Nobody has more, and a damaged file is to open no hundreds. */
export const MOST_WINDOWS = 20;

const KEY = 'windows';
/** Of the window that was used last. The first one opens by it before anything else is read; earlier versions had it alone. */
const KEY_OF_FIRST = 'windowBounds';

const StoredWindow = z.object({ windowId: z.string().min(1).max(64), bounds: KeptBounds.nullable().catch(null) });
type StoredWindow = z.infer<typeof StoredWindow>;

export interface WindowPlacesStore {
  get(key: string): unknown;
  assign(values: Readonly<Record<string, unknown>>): Promise<void>;
}

export interface WindowPlaces {
  /** The windows of the last run, the one that was used last first. */
  ofLastRun(): readonly string[];
  /** Whatever is known of where a window stood; `chooseBounds` judges it. */
  boundsOf(windowId: string): unknown;
  /** @param bounds where, if somebody said so */
  opened(windowId: string, bounds?: KeptBounds): void;
  /** A window stands there now. */
  keep(windowId: string, bounds: KeptBounds): void;
  used(windowId: string): void;
  /** A window is closed by hand, and does not come back. */
  closed(windowId: string): void;
}

export function openWindowPlaces(store: WindowPlacesStore, log: Pick<Log, 'warn'>): WindowPlaces {
  const ofLastRun = readStored(store.get(KEY));
  const ofFirst = store.get(KEY_OF_FIRST);
  /** The one that was used last first. Those of the last run stay until they are opened or the program decides otherwise. */
  let known: readonly StoredWindow[] = ofLastRun;

  function change(next: readonly StoredWindow[]): void {
    if (next === known) return;
    known = next;
    const first = known[0]?.bounds;
    store
      .assign({ [KEY]: known.slice(0, MOST_WINDOWS), ...(first && { [KEY_OF_FIRST]: first }) })
      // The next start opens them in the old places.
      .catch((error: unknown) => log.warn('window.bounds-not-kept', { code: systemCodeOf(error) }));
  }

  return {
    ofLastRun: () => ofLastRun.map(({ windowId }) => windowId),
    boundsOf(windowId) {
      const own = known.find((one) => one.windowId === windowId);
      // A window that no earlier run has named is the one of an earlier version, or the first of all.
      return own?.bounds ?? (ofLastRun.length === 0 || ofLastRun[0]?.windowId === windowId ? ofFirst : null);
    },
    opened(windowId, bounds) {
      if (!known.some((one) => one.windowId === windowId)) {
        change([{ windowId, bounds: bounds ?? null }, ...known]);
      }
    },
    keep(windowId, bounds) {
      change(known.map((one) => (one.windowId === windowId ? { windowId, bounds } : one)));
    },
    used(windowId) {
      const own = known.find((one) => one.windowId === windowId);
      if (own && own !== known[0]) change([own, ...known.filter((one) => one !== own)]);
    },
    closed(windowId) {
      if (known.some((one) => one.windowId === windowId)) change(known.filter((one) => one.windowId !== windowId));
    },
  };
}

/** What is not understood costs its own window and no other. */
function readStored(stored: unknown): readonly StoredWindow[] {
  const found = (Array.isArray(stored) ? stored : []).flatMap((one) => StoredWindow.safeParse(one).data ?? []);
  return [...new Map(found.map((one) => [one.windowId, one])).values()].slice(0, MOST_WINDOWS);
}
