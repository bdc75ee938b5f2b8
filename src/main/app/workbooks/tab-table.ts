/** The tabs of each window as they are now, and the few steps that all that is done to them is made of. */
import type { CloseQuestion } from '../../../shared/state.ts';
import type { FrameLook } from '../../viewer/frame-look.ts';
import { type KeptView, keptViewOf, viewOfKept } from '../../viewer/kept-view.ts';
import type { PaneTarget } from '../../viewer/pane-target.ts';
import type { Beginning, Panes } from '../../viewer/panes.ts';
import { leavingPairs, partnerOf } from './tab-pairs.ts';
import {
  type ClosedTab,
  chosenOf,
  MOST_TABS,
  noTabs,
  opened,
  type TabOf,
  type TabOrder,
  type Walk,
  without,
} from './tab-rules.ts';

export interface Tab extends TabOf {
  /** Null while it is asleep. */
  readonly paneId: string | null;
  /** Where it goes on when it wakes. */
  readonly view: KeptView | null;
  /** In memory alone: it belongs to the layout of one afternoon. */
  readonly leftAt: FrameLook | null;
  /** Since when nobody has it before them, in milliseconds of `uptime`. */
  readonly unseenSince: number;
}

export interface TabsOptions {
  readonly panes: Pick<Panes, 'open' | 'close' | 'leaving' | 'command' | 'closeProfile'>;
  /** What a window needs to show a workbook. @throws AppError `profile_missing` */
  targetOf(workbookId: string, windowId: string): PaneTarget;
  /** The profile that the person works with in a window. */
  profileIn(windowId: string): string | null;
  /** What a window begins with. @param isFirst no other one is open */
  begin(windowId: string, isFirst: boolean): TabOrder<TabOf & { readonly view: KeptView | null }>;
  uptime(): number;
  randomUuid(): string;
  onChange(): void;
}

interface Question extends Omit<CloseQuestion, 'isMove'> {
  /** What else was to be closed with it. */
  readonly left: readonly string[];
  /** What is done to the tab if the person is sure; null: it is closed. */
  readonly move: (() => void) | null;
}

export interface TabsOfWindow {
  order: TabOrder<Tab>;
  walk: Walk | null;
  question: Question | null;
}

export interface TabTable {
  ids(): readonly string[];
  all(): readonly (readonly [windowId: string, own: TabsOfWindow])[];
  of(windowId: string): TabsOfWindow;
  /** Whether the workbook of a tab is in a profile. */
  isThere(tab: TabOf, windowId: string): boolean;
  chosen(windowId: string): Tab | null;
  /** What is before the person: the chosen tab, and the one beside it. */
  shown(windowId: string): readonly Tab[];
  find(windowId: string, tabId: string): Tab | null;
  /** Where a person is in a tab, as it is kept. */
  keptView(tab: Tab): KeptView | null;
  change(windowId: string, order: TabOrder<Tab>): void;
  replace(windowId: string, tabId: string, changes: Partial<Tab>): void;
  /** @param at where in the strip; left out: beside the chosen one, from which it was opened */
  insert(target: PaneTarget, view: KeptView | null, at?: number): Tab;
  /** Loads what a tab is of. @returns the id of its pane */
  load(tab: Tab, target: PaneTarget, controls?: Beginning['controls']): string;
  /** @param isByHand whether they are remembered, to be opened again */
  remove(windowId: string, tabIds: readonly string[], isByHand?: boolean): void;
  closeWindow(windowId: string): void;
}

export function createTabTable(options: TabsOptions): TabTable {
  const { panes, profileIn, uptime } = options;
  const windows = new Map<string, TabsOfWindow>();

  function of(windowId: string): TabsOfWindow {
    const known = windows.get(windowId);
    if (known) return known;
    // The menu bar asks of no window where there is none.
    if (windowId === '') return { order: noTabs, walk: null, question: null };
    const begun = options.begin(windowId, windows.size === 0);
    const asleep = { paneId: null, leftAt: null, unseenSince: uptime() };
    const order: TabOrder<Tab> = { ...begun, tabs: begun.tabs.map((tab): Tab => ({ ...tab, ...asleep })) };
    const gone = order.tabs.filter((tab) => !table.isThere(tab, windowId)).map(({ tabId }) => tabId);
    const fresh: TabsOfWindow = { order: without(leavingPairs(order, gone), gone), walk: null, question: null };
    windows.set(windowId, fresh);
    return fresh;
  }

  const table: TabTable = {
    ids: () => [...windows.keys()],
    all: () => [...windows],
    of,
    isThere({ workbookId }, windowId) {
      try {
        options.targetOf(workbookId, windowId);
        return true;
      } catch {
        return false;
      }
    },
    chosen: (windowId) => chosenOf(of(windowId).order, profileIn(windowId)),
    shown(windowId) {
      const chosen = table.chosen(windowId);
      const partner = chosen && partnerOf(of(windowId).order, chosen.tabId);
      return [chosen, partner].filter((tab) => tab !== null);
    },
    find: (windowId, tabId) => of(windowId).order.tabs.find((tab) => tab.tabId === tabId) ?? null,
    keptView({ paneId, view }) {
      const leaving = paneId === null ? null : panes.leaving(paneId);
      return leaving ? keptViewOf(leaving.view) : view;
    },
    change(windowId, order) {
      const before = table.shown(windowId);
      of(windowId).order = order;
      const shown = table.shown(windowId).map(({ tabId }) => tabId);
      // Whoever was before the person and no longer is has not been seen since now.
      for (const { tabId } of before) {
        if (!shown.includes(tabId)) table.replace(windowId, tabId, { unseenSince: uptime() });
      }
      options.onChange();
    },
    replace(windowId, tabId, changes) {
      const own = of(windowId);
      const tabs = own.order.tabs.map((tab) => (tab.tabId === tabId ? { ...tab, ...changes } : tab));
      own.order = { ...own.order, tabs };
    },
    insert({ windowId, profileId, workbookId }, view, at) {
      const fresh = { paneId: null, leftAt: null, unseenSince: uptime() };
      const tab: Tab = { tabId: options.randomUuid(), profileId, workbookId, view, ...fresh };
      const { order } = of(windowId);
      const beside = order.tabs.findIndex(({ tabId }) => tabId === table.chosen(windowId)?.tabId);
      table.change(windowId, opened(order, tab, at ?? (beside === -1 ? order.tabs.length : beside + 1)));
      const { tabs, used } = of(windowId).order;
      const oldest = tabs.length > MOST_TABS ? used.at(-1) : undefined;
      if (oldest !== undefined) table.remove(windowId, [oldest]);
      return tab;
    },
    load(tab, target, controls) {
      const view = viewOfKept(tab.view, target);
      const paneId = panes.open(target, { controls, view, leftAt: tab.leftAt, isAnother: true });
      table.replace(target.windowId, tab.tabId, { paneId, leftAt: null });
      options.onChange();
      return paneId;
    },
    remove(windowId, tabIds, isByHand = false) {
      const { order } = of(windowId);
      const gone = order.tabs.filter(({ tabId }) => tabIds.includes(tabId));
      const closed = gone.map((tab): ClosedTab => {
        const { tabId, profileId, workbookId } = tab;
        return { tabId, profileId, workbookId, at: order.tabs.indexOf(tab), view: table.keptView(tab) };
      });
      table.change(windowId, without(leavingPairs(order, tabIds), tabIds, isByHand ? closed : []));
      for (const { paneId } of gone) if (paneId !== null) panes.close(paneId, windowId);
    },
    closeWindow: (windowId) => void windows.delete(windowId),
  };
  return table;
}
