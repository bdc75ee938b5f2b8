/** How main does each command of tabs. */
import type { MainCommandId } from '../../../shared/commands.ts';
import { type tabCommands, tabOfNumber } from '../../../shared/tab-commands.ts';
import type { KeptWindows } from '../kept-windows.ts';
import type { TabLife } from '../workbooks/tab-life.ts';
import type { CommandDoer } from './commands-feature.ts';

export type MainTabCommandId = MainCommandId & keyof typeof tabCommands;

export interface TabDoersOptions {
  readonly tabs: TabLife;
  readonly keptWindows: Pick<KeptWindows, 'viewOf'>;
  readonly desktop: { closeWindow(windowId: string): void };
}

export function createTabDoers(options: TabDoersOptions): Readonly<Record<MainTabCommandId, CommandDoer>> {
  const { tabs, keptWindows, desktop } = options;
  const meant = (windowId: string, tabId: string | undefined) => tabId ?? tabs.chosenIn(windowId)?.tabId;
  async function goToNumber(windowId: string, number: number): Promise<void> {
    const tab = tabOfNumber(tabs.windowState(windowId).tabs, number);
    if (tab) await tabs.go(windowId, tab.tabId);
  }
  const at =
    (number: number): CommandDoer =>
    (windowId) =>
      goToNumber(windowId, number);

  return {
    duplicateTab: (windowId, tabId) => tabs.duplicate(windowId, tabId),
    async closeTab(windowId, tabId) {
      const id = meant(windowId, tabId);
      // A screen over the tabs is what the person wants to leave: the window goes back to them.
      const isBehind = tabId === undefined && keptWindows.viewOf(windowId) !== 'home';
      if (id !== undefined && !isBehind) await tabs.close(windowId, (all) => all.filter((tab) => tab.tabId === id));
      else if (tabs.tabsOf(windowId).length === 0) desktop.closeWindow(windowId);
    },
    closeOtherTabs(windowId, tabId) {
      const id = meant(windowId, tabId);
      return tabs.close(windowId, (all) => all.filter((tab) => tab.tabId !== id));
    },
    closeTabsAfter(windowId, tabId) {
      const id = meant(windowId, tabId);
      return tabs.close(windowId, (all) => all.slice(all.findIndex((tab) => tab.tabId === id) + 1));
    },
    reopenTab: tabs.reopen,
    nextTab: (windowId) => tabs.step(windowId, 'next'),
    previousTab: (windowId) => tabs.step(windowId, 'previous'),
    lastUsedTab: (windowId) => tabs.step(windowId, 'last-used'),
    firstUsedTab: (windowId) => tabs.step(windowId, 'first-used'),
    moveTabRight: (windowId) => tabs.shift(windowId, 1),
    moveTabLeft: (windowId) => tabs.shift(windowId, -1),
    sleepOtherTabs: tabs.sleepOthers,
    goToTab1: at(1),
    goToTab2: at(2),
    goToTab3: at(3),
    goToTab4: at(4),
    goToTab5: at(5),
    goToTab6: at(6),
    goToTab7: at(7),
    goToTab8: at(8),
    goToTab9: at(9),
    goToTab: (windowId, tabId = '') => tabs.go(windowId, tabId),
  };
}
