/**
 * What a window had open, in a file of its own, so that a start finds it: ids, the order of tabs and of their use, and where
 * the person was in each. No title and no secret is in it.
 */
import { z } from 'zod';
import { codeOf } from '../../../shared/errors.ts';
import { Share } from '../../../shared/split.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { SettingsStore } from '../../settings/profiles.ts';
import { KeptView } from '../../viewer/kept-view.ts';
import { withOnePairMore } from './tab-pairs.ts';
import { MOST_TABS, type TabOf, type TabOrder } from './tab-rules.ts';

const KEY = 'tabs';

const Id = z.string().max(128);
const StoredTab = z.object({
  profileId: Id,
  workbookId: Id,
  /** One that is not understood costs the place and not the tab. */
  view: KeptView.nullable().catch(null),
});
/** What is not understood is nothing: it is no loss that could not be made good by a few presses. */
const Stored = z.object({
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

export interface TabMemory {
  /** What the last window had open. */
  read(): TabOrder<RememberedTab>;
  /** In memory at once; resolves when it is stored. @throws what the store throws */
  keep(order: TabOrder, viewOf: (tabId: string) => KeptView | null): Promise<void>;
}

export function openTabMemory(store: SettingsStore | null, randomUuid: () => string): TabMemory {
  const found = Stored.safeParse(store?.get(KEY));
  let known: Stored = found.success ? found.data : { tabs: [], used: [], pairs: [] };
  return {
    read() {
      const tabs = known.tabs.map((tab): RememberedTab => ({ ...tab, tabId: randomUuid() }));
      const ids = tabs.map(({ tabId }) => tabId);
      const used = known.used.flatMap((at) => ids[at] ?? []);
      const begun: TabOrder<RememberedTab> = { tabs, used: [...new Set([...used, ...ids])], closed: [], pairs: [] };
      return known.pairs.reduce((order, { tabs: [one, other], share, isLinked }) => {
        const [first = '', second = ''] = [ids[one], ids[other]];
        return withOnePairMore(order, { tabIds: [first, second], share, isLinked });
      }, begun);
    },
    async keep({ tabs, used, pairs }, viewOf) {
      const at = (id: string) => tabs.findIndex(({ tabId }) => tabId === id);
      const next: Stored = {
        tabs: tabs.map(({ tabId, profileId, workbookId }) => ({ profileId, workbookId, view: viewOf(tabId) })),
        used: used.map(at),
        pairs: pairs.map(({ tabIds: [one, other], ...pair }) => ({ ...pair, tabs: [at(one), at(other)] })),
      };
      if (JSON.stringify(next) === JSON.stringify(known)) return;
      known = next;
      await store?.assign({ [KEY]: next });
    },
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
