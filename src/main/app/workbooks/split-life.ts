/** What people do with two tabs side by side. */
import { AppError } from '../../../shared/errors.ts';
import { divided, nextBeside, paired, pairOf, partnerOf, swapped, unpaired, withPair } from './tab-pairs.ts';
import type { TabOrder } from './tab-rules.ts';
import type { Tab } from './tab-table.ts';
import type { Tabs } from './tabs.ts';

export interface SplitLife {
  /** The chosen tab stands beside the one that was used before it, or beside a copy of itself; a pair is ended. */
  toggle(windowId: string): Promise<void>;
  /** Puts a tab beside the chosen one, in the place of what stands there. @throws AppError `request_refused` */
  besideChosen(windowId: string, tabId: string): Promise<void>;
  /** The chosen tab and the one beside it change sides. */
  swap(windowId: string): void;
  /** What is chosen in the one is set in the other from now on, or no longer. */
  link(windowId: string): void;
  /** Moves the divider of the pair in which a tab is. @param share of the first side */
  divide(windowId: string, tabId: string, share: number): void;
  /** Loads what stands beside a tab, which is there or loads. */
  wakeBeside(windowId: string, tabId: string): void;
}

export function createSplitLife(tabs: Tabs, show: (windowId: string, tab: Tab) => Promise<void>): SplitLife {
  function arrange(windowId: string, change: (order: TabOrder<Tab>, chosen: Tab) => TabOrder<Tab>): void {
    const chosen = tabs.chosen(windowId);
    if (!chosen) return;
    const order = tabs.orderOf(windowId);
    const next = change(order, chosen);
    if (next !== order) tabs.change(windowId, next);
  }

  /** The person stays where they are. */
  async function pair(windowId: string, chosen: Tab, other: Tab): Promise<void> {
    tabs.bring(windowId, chosen.tabId);
    arrange(windowId, (order) => paired(order, chosen.tabId, other.tabId));
    await show(windowId, chosen);
  }

  return {
    async toggle(windowId) {
      const chosen = tabs.chosen(windowId);
      if (!chosen) return;
      const order = tabs.orderOf(windowId);
      if (pairOf(order, chosen.tabId)) return arrange(windowId, (now, { tabId }) => unpaired(now, tabId));
      const other = nextBeside(order, chosen) ?? tabs.duplicate(windowId, chosen.tabId);
      if (other) await pair(windowId, chosen, other);
    },
    async besideChosen(windowId, tabId) {
      const [chosen, other] = [tabs.chosen(windowId), tabs.find(windowId, tabId)];
      if (!chosen || !other || chosen === other) throw new AppError('request_refused', { reason: 'paneClosed' });
      await pair(windowId, chosen, other);
    },
    swap: (windowId) => arrange(windowId, (order, { tabId }) => swapped(order, tabId)),
    link: (windowId) =>
      arrange(windowId, (order, { tabId }) => withPair(order, tabId, ({ isLinked }) => ({ isLinked: !isLinked }))),
    divide: (windowId, tabId, share) => arrange(windowId, (order) => divided(order, tabId, share)),
    wakeBeside(windowId, tabId) {
      const partner = partnerOf(tabs.orderOf(windowId), tabId);
      if (partner) tabs.wake(windowId, partner.tabId);
    },
  };
}
