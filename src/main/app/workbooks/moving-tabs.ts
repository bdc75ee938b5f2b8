/** What is done to the tabs of two windows at once: a tab goes from one to the other, a window leaves its tabs to another one. */
import type { FrameLook } from '../../viewer/frame-look.ts';
import { type ClosedTab, MOST_CLOSED } from './tab-rules.ts';
import type { Tab, TabsOptions, TabTable } from './tab-table.ts';

export interface MovingTabs {
  /** What moving a tab would lose, as closing it would; null where it is nothing. */
  losesOf(tab: Tab): 'editing' | 'saving' | null;
  /** Asks the person first whether a tab is to leave its window. */
  askToMove(windowId: string, tabId: string, move: () => void): void;
  /**
   * Takes a tab out of one window and puts it into another one, asleep and before all others there: no page can be moved from
   * window to window, so that it loads again where the person was.
   *
   * @param before the tab that it then stands before; null: at the end
   * @returns the new tab; null where there is none to be moved
   */
  transfer(from: string, tabId: string, to: string, before: string | null, leftAt: FrameLook | null): Tab | null;
  /** A window is closed by hand: what it had open can be opened again in another one. */
  leaveTo(from: string, to: string): void;
}

/** @param titleOf what a tab is called */
export function movingTabs(
  table: TabTable,
  { panes, targetOf, onChange }: TabsOptions,
  titleOf: (tab: Tab, windowId: string) => string,
): MovingTabs {
  const losesOf = ({ paneId }: Tab) => (paneId === null ? null : (panes.leaving(paneId)?.loses ?? null));
  return {
    losesOf,
    askToMove(windowId, tabId, move) {
      const tab = table.find(windowId, tabId);
      const loses = tab && losesOf(tab);
      if (!loses) return move();
      table.of(windowId).question = { tabId, title: titleOf(tab, windowId), loses, left: [], move };
      onChange();
    },
    transfer(from, tabId, to, before, leftAt) {
      const tab = table.find(from, tabId);
      if (!tab || from === to) return null;
      const view = table.keptView(tab);
      table.remove(from, [tabId]);
      const { tabs } = table.of(to).order;
      const at = tabs.findIndex((one) => one.tabId === before);
      const moved = table.insert(targetOf(tab.workbookId, to), view, at === -1 ? tabs.length : at);
      table.replace(to, moved.tabId, { leftAt: leftAt ?? tab.leftAt });
      return table.find(to, moved.tabId);
    },
    leaveTo(from, to) {
      const own = table.of(from).order;
      const { order } = table.of(to);
      const left = own.tabs.map(({ tabId, profileId, workbookId, ...tab }, index): ClosedTab => {
        const view = table.keptView({ tabId, profileId, workbookId, ...tab });
        return { tabId, profileId, workbookId, at: order.tabs.length + index, view };
      });
      // In the order in which they would have been closed one by one, the one that was used last at the end.
      const byUse = left.toSorted((one, other) => own.used.indexOf(one.tabId) - own.used.indexOf(other.tabId));
      const closed = [...byUse, ...own.closed, ...order.closed].slice(0, MOST_CLOSED);
      table.change(to, { ...order, closed });
    },
  };
}
