/** The order of tabs and the order of their use, as each step changes them: pure. */
import type { KeptView } from '../../viewer/kept-view.ts';

/** What a tab is of, whether it is loaded or not. */
export interface TabOf {
  readonly tabId: string;
  readonly profileId: string;
  readonly workbookId: string;
}

export interface ClosedTab extends TabOf {
  /** Where it stood. */
  readonly at: number;
  readonly view: KeptView | null;
}

/** Of one profile. A tab is in one pair at most, and the sides are as the strip has the two. */
export interface TabPair {
  readonly tabIds: readonly [string, string];
  /** How much of the room the first of these has, whichever side it is on: a workbook keeps its width. */
  readonly share: number;
  readonly isLinked: boolean;
}

export interface TabOrder<Tab extends TabOf = TabOf> {
  readonly tabs: readonly Tab[];
  /** Ids of all of them, the one that was used last first. */
  readonly used: readonly string[];
  /** Those that were closed by hand, the last one first. */
  readonly closed: readonly ClosedTab[];
  readonly pairs: readonly TabPair[];
}

/** More than these nobody remembers. */
export const MOST_CLOSED = 20;
/** A window with more is no longer looked through; the oldest give way. */
export const MOST_TABS = 100;

export const noTabs: TabOrder<never> = { tabs: [], used: [], closed: [], pairs: [] };

/** @param at where in the strip; beyond its end counts as the end */
export const opened = <Tab extends TabOf>(order: TabOrder<Tab>, tab: Tab, at: number): TabOrder<Tab> => ({
  ...order,
  tabs: order.tabs.toSpliced(at, 0, tab),
  used: [tab.tabId, ...order.used],
});

export const brought = <Tab extends TabOf>(order: TabOrder<Tab>, tabId: string): TabOrder<Tab> => ({
  ...order,
  used: [tabId, ...order.used.filter((id) => id !== tabId)],
});

/** @param closed what is remembered of those that a person closed; left out: nobody did */
export function without<Tab extends TabOf>(
  order: TabOrder<Tab>,
  tabIds: readonly string[],
  closed: readonly ClosedTab[] = [],
): TabOrder<Tab> {
  return {
    ...order,
    tabs: order.tabs.filter(({ tabId }) => !tabIds.includes(tabId)),
    used: order.used.filter((id) => !tabIds.includes(id)),
    closed: [...closed.toReversed(), ...order.closed].slice(0, MOST_CLOSED),
  };
}

/** @param before the tab that it then stands before; null: at the end */
export function moved<Tab extends TabOf>(order: TabOrder<Tab>, tabId: string, before: string | null): TabOrder<Tab> {
  const tab = order.tabs.find((one) => one.tabId === tabId);
  if (!tab || tabId === before) return order;
  const others = order.tabs.filter((one) => one !== tab);
  const at = others.findIndex((one) => one.tabId === before);
  return { ...order, tabs: others.toSpliced(at === -1 ? others.length : at, 0, tab) };
}

/** The tab before the person who works with a profile: the one of it that was used last. */
export function chosenOf<Tab extends TabOf>(order: TabOrder<Tab>, profileId: string | null): Tab | null {
  const own = new Map(order.tabs.filter((tab) => tab.profileId === profileId).map((tab) => [tab.tabId, tab]));
  const id = order.used.find((one) => own.has(one));
  return (id !== undefined && own.get(id)) || null;
}

/** The tab of a workbook that was used last. */
export function tabOf<Tab extends TabOf>(order: TabOrder<Tab>, workbookId: string): Tab | null {
  const own = order.tabs.filter((tab) => tab.workbookId === workbookId);
  return order.used.flatMap((id) => own.find((tab) => tab.tabId === id) ?? [])[0] ?? null;
}

/** The tab so many places after another one, the first one after the last. */
export function neighbour<Tab extends TabOf>(order: TabOrder<Tab>, tabId: string | null, by: 1 | -1): Tab | null {
  const { tabs } = order;
  const at = tabs.findIndex((tab) => tab.tabId === tabId);
  if (at === -1) return (by === 1 ? tabs[0] : tabs.at(-1)) ?? null;
  return tabs[(at + by + tabs.length) % tabs.length] ?? null;
}

/** A walk through the tabs in the order of their use: while it goes on, that order stands still. */
export interface Walk {
  readonly ids: readonly string[];
  readonly at: number;
}

export function walked(order: TabOrder, walk: Walk | null, by: 1 | -1): Walk {
  const there = new Set(order.used);
  const ids = walk?.ids.every((id) => there.has(id)) && walk.ids.length === there.size ? walk.ids : order.used;
  const from = ids === walk?.ids ? walk.at : 0;
  return { ids, at: (from + by + ids.length) % Math.max(ids.length, 1) };
}

/** The order of use in the middle of a walk: as if the person had gone to this one at once. */
export const inWalk = <Tab extends TabOf>(order: TabOrder<Tab>, { ids, at }: Walk): TabOrder<Tab> => {
  const here = ids[at];
  return here === undefined ? order : { ...order, used: [here, ...ids.filter((id) => id !== here)] };
};

/** When tabs of a window sleep. */
export interface SleepLimits {
  /** So long a tab stays loaded that nobody looks at, in milliseconds; null: for ever. */
  readonly afterMs: number | null;
  /** So many of a window stay loaded. */
  readonly mostLive: number;
}

export const usualLimits: SleepLimits = { afterMs: 30 * 60_000, mostLive: 8 };
/** A tab that could not sleep, since something goes on in it, is asked again after so long. */
export const SLEEP_RETRY_MS = 5 * 60_000;

export interface LiveTab {
  readonly tabId: string;
  /** When a person last had it before them, in milliseconds of `uptime`. */
  readonly unseenSince: number;
}

/**
 * Which of the tabs behind the chosen one are to sleep, and in how many milliseconds the next one is; null: none.
 *
 * @param behind those that are loaded and not before the person
 */
export function sleepPlan(
  behind: readonly LiveTab[],
  now: number,
  { afterMs, mostLive }: SleepLimits,
): { readonly due: readonly string[]; readonly nextInMs: number | null } {
  const byAge = behind.toSorted((one, other) => one.unseenSince - other.unseenSince);
  const surplus = Math.max(0, byAge.length + 1 - mostLive);
  const isOld = (tab: LiveTab) => afterMs !== null && now - tab.unseenSince >= afterMs;
  const isDue = (tab: LiveTab, at: number) => at < surplus || isOld(tab);
  const due = byAge.filter(isDue);
  const [next] = byAge.filter((tab) => !due.includes(tab));
  return {
    due: due.map(({ tabId }) => tabId),
    nextInMs: next && afterMs !== null ? next.unseenSince + afterMs - now : null,
  };
}
