/**
 * What windows had open, in a file of its own, so that a start finds it: ids, the order of tabs and of their use, and where
 * the person was in each. No title and no secret is in it.
 */

import { codeOf } from '../../../shared/errors.ts';
import { Share } from '../../../shared/split.ts';
import { z } from '../../../shared/zod.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { SettingsStore } from '../../settings/profiles.ts';
import { KeptView } from '../../viewer/kept-view.ts';
import { withOnePairMore } from './tab-pairs.ts';
import { MOST_TABS, noTabs, type TabOf, type TabOrder } from './tab-rules.ts';

/** Of the window that was used last: what earlier versions kept, and still find. */
const KEY = 'tabs';
/** Of the other ones. */
const KEY_OF_OTHERS = 'otherWindows';
const MOST_OTHERS = 19;

const Id = z.string().max(128);
const StoredTab = z.object({
  profileId: Id,
  workbookId: Id,
  /** One that is not understood costs the place and not the tab. */
  view: KeptView.nullable().catch(null),
});
/** What is not understood is nothing: it is no loss that could not be made good by a few presses. */
const Stored = z.object({
  /** Left out by earlier versions, which had one window. */
  windowId: Id.optional(),
  /** The profile that the person worked with there. */
  profileId: Id.nullable().optional(),
  tabs: z.array(StoredTab).max(MOST_TABS),
  /** Places in `tabs`, the one that was used last first. */
  used: z.array(z.int().min(0)).max(MOST_TABS),
  /** Which are side by side, by their places in `tabs`. A file of an older version has none. */
  pairs: z
    .array(z.object({ tabs: z.tuple([z.int().min(0), z.int().min(0)]), share: Share, isLinked: z.boolean() }))
    .max(MOST_TABS)
    .catch([]),
});
type Stored = z.infer<typeof Stored>;

export interface RememberedTab extends TabOf {
  readonly view: KeptView | null;
}

/** What a window has open, as it is kept. */
export interface OpenWindow {
  readonly windowId: string;
  readonly profileId: string | null;
  readonly order: TabOrder;
  viewOf(tabId: string): KeptView | null;
}

export interface TabMemory {
  /**
   * What a window had open.
   *
   * @param others where it is the first that asks: the windows besides. It has what none of them claims, as an earlier
   * version left it, under whatever name
   */
  read(windowId: string, others: readonly string[] | null): TabOrder<RememberedTab>;
  /** The profile that a window worked with when the last run ended; null where nobody knows. */
  profileOf(windowId: string): string | null;
  /** A window closes that is to be there again: what it has open goes on being kept. */
  leave(window: OpenWindow): void;
  /**
   * In memory at once; resolves when it is stored.
   *
   * @param windows that are open, the one that was used last first @throws what the store throws
   */
  keep(windows: readonly OpenWindow[]): Promise<void>;
}

export function openTabMemory(store: SettingsStore | null, randomUuid: () => string): TabMemory {
  const ofOthers = store?.get(KEY_OF_OTHERS);
  const ofLastRun = [store?.get(KEY), ...(Array.isArray(ofOthers) ? ofOthers.slice(0, MOST_OTHERS) : [])].flatMap(
    (one) => Stored.safeParse(one).data ?? [],
  );
  /** What no window has taken up. */
  let unclaimed: readonly Stored[] = ofLastRun;
  /** Of windows that have closed and are to be there again. */
  let left: readonly Stored[] = [];
  let known = JSON.stringify(ofLastRun);
  const ownOf = (windowId: string, all: readonly Stored[]) => all.find((one) => one.windowId === windowId);
  return {
    read(windowId, others) {
      const isFree = (one: Stored) => others !== null && !others.includes(one.windowId ?? '');
      const own = ownOf(windowId, unclaimed) ?? unclaimed.find(isFree);
      unclaimed = unclaimed.filter((one) => one !== own);
      left = left.filter((one) => one !== own);
      if (!own) return noTabs;
      const tabs = own.tabs.map((tab): RememberedTab => ({ ...tab, tabId: randomUuid() }));
      const ids = tabs.map(({ tabId }) => tabId);
      const used = own.used.flatMap((at) => ids[at] ?? []);
      const begun: TabOrder<RememberedTab> = { tabs, used: [...new Set([...used, ...ids])], closed: [], pairs: [] };
      return own.pairs.reduce((order, { tabs: [one, other], share, isLinked }) => {
        const [first = '', second = ''] = [ids[one], ids[other]];
        return withOnePairMore(order, { tabIds: [first, second], share, isLinked });
      }, begun);
    },
    profileOf: (windowId) => ownOf(windowId, ofLastRun)?.profileId ?? null,
    leave(window) {
      const own = asStored(window);
      left = [...left, own];
      unclaimed = [...unclaimed, own];
    },
    async keep(windows) {
      const next = [...windows.map(asStored), ...left];
      const [first, ...rest] = next;
      if (!first || JSON.stringify(next) === known) return;
      known = JSON.stringify(next);
      await store?.assign({ [KEY]: first, [KEY_OF_OTHERS]: rest.slice(0, MOST_OTHERS) });
    },
  };
}

function asStored({ windowId, profileId, order: { tabs, used, pairs }, viewOf }: OpenWindow): Stored {
  const at = (id: string) => tabs.findIndex(({ tabId }) => tabId === id);
  return {
    windowId,
    profileId,
    tabs: tabs.map(({ tabId, profileId: own, workbookId }) => ({ profileId: own, workbookId, view: viewOf(tabId) })),
    used: used.map(at),
    pairs: pairs.map(({ tabIds: [one, other], ...pair }) => ({ ...pair, tabs: [at(one), at(other)] })),
  };
}

/** So long a change may wait for others before it is written. */
const WRITE_AFTER_MS = 1_000;

export interface TabWriting {
  /** Something is different. */
  soon(): void;
  /** Begins to write at once. */
  now(): void;
  settled(): Promise<unknown>;
}

/** @param isKept whether there is anything to write to @param write begins to write what is so now */
export function createTabWriting(
  { timers, log }: { readonly timers: Pick<Timers, 'setTimer'>; readonly log: Pick<Log, 'warn'> },
  isKept: boolean,
  write: () => readonly Promise<void>[],
): TabWriting {
  let stopTimer: (() => void) | null = null;
  let written: Promise<unknown> = Promise.resolve();
  function now(): void {
    stopTimer?.();
    stopTimer = null;
    const failed = (error: unknown) => log.warn('tabs.not-kept', { code: codeOf(error) });
    written = Promise.all([written, ...write().map((one) => one.catch(failed))]);
  }
  return {
    now,
    soon() {
      if (isKept) stopTimer ??= timers.setTimer(now, WRITE_AFTER_MS);
    },
    settled: () => written,
  };
}
