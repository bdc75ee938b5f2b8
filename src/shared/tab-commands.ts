/** The commands of tabs: what is done to one of the workbooks that a window has open, and the ways between them. */
import type { Command, Situation } from './command.ts';
import { isBeforePerson } from './split-commands.ts';
import type { TabView } from './state.ts';

/** A form is left by its own buttons alone, which ask about what would be lost. */
const isFree = ({ view, state }: Situation) => view !== 'set-up' && state.window.about === null;
const tabsOf = ({ state }: Situation): readonly TabView[] => state.window.tabs;
const hasSeveral = (now: Situation) => isFree(now) && tabsOf(now).length > 1;
/** The tab that is meant: the one that is named, or the chosen one. */
const meantAt = (now: Situation, tabId: string | undefined): number =>
  tabsOf(now).findIndex((tab) => tab.tabId === (tabId ?? now.state.window.chosenTab));

/** The tab of a number as people press it: 9 is the last one, however many there are. */
export const tabOfNumber = (tabs: readonly TabView[], number: number): TabView | null =>
  (number === 9 ? tabs.at(-1) : tabs[number - 1]) ?? null;

/** These keys lead from one workbook to another, so that they are wanted above all while the focus is in one. */
const pastWorkbook = { menu: 'tab', isTakenFromWorkbook: true, doneBy: 'main' } as const;
const goToTabAt = <Number extends number>(number: Number) =>
  ({
    ...pastWorkbook,
    keys: [`CmdOrCtrl+${number}`],
    isOnlyInMenu: true,
    isHidden: true,
    applies: (now: Situation) => isFree(now) && tabOfNumber(tabsOf(now), number) !== null,
  }) as const;

export const tabCommands = {
  newTab: {
    menu: 'tab',
    keys: ['CmdOrCtrl+T'],
    // In every program with tabs this key means a new one, wherever the focus is.
    isTakenFromWorkbook: true,
    doneBy: 'window',
    applies: (now) => isFree(now) && now.state.profiles.length > 0 && now.view !== 'start',
  },
  duplicateTab: { menu: 'tab', doneBy: 'main', applies: (now, tabId) => isFree(now) && meantAt(now, tabId) >= 0 },
  // Without a tab it closes the window, as people expect who go on pressing it.
  closeTab: {
    ...pastWorkbook,
    keys: ['CmdOrCtrl+W'],
    applies: (now, tabId) => isFree(now) && (tabId === undefined || meantAt(now, tabId) >= 0),
  },
  closeOtherTabs: {
    menu: 'tab',
    doneBy: 'main',
    applies: (now, tabId) => hasSeveral(now) && meantAt(now, tabId) >= 0,
  },
  closeTabsAfter: {
    menu: 'tab',
    doneBy: 'main',
    applies(now, tabId) {
      const at = meantAt(now, tabId);
      return isFree(now) && at >= 0 && at < tabsOf(now).length - 1;
    },
  },
  reopenTab: {
    ...pastWorkbook,
    keys: ['CmdOrCtrl+Shift+T'],
    applies: (now) => isFree(now) && now.state.window.closedTabs > 0,
  },
  nextTab: {
    ...pastWorkbook,
    beginsPart: true,
    keys: { mac: ['Ctrl+PageDown', 'Cmd+Alt+Right'], other: ['Ctrl+PageDown'] },
    isOnlyInMenu: true,
    applies: hasSeveral,
  },
  previousTab: {
    ...pastWorkbook,
    keys: { mac: ['Ctrl+PageUp', 'Cmd+Alt+Left'], other: ['Ctrl+PageUp'] },
    isOnlyInMenu: true,
    applies: hasSeveral,
  },
  lastUsedTab: { ...pastWorkbook, keys: ['Ctrl+Tab'], isOnlyInMenu: true, applies: hasSeveral },
  firstUsedTab: { ...pastWorkbook, keys: ['Ctrl+Shift+Tab'], isOnlyInMenu: true, applies: hasSeveral },
  moveTabRight: {
    ...pastWorkbook,
    beginsPart: true,
    keys: ['Ctrl+Shift+PageDown'],
    applies(now) {
      const at = meantAt(now, undefined);
      return isFree(now) && at >= 0 && at < tabsOf(now).length - 1;
    },
  },
  moveTabLeft: {
    ...pastWorkbook,
    keys: ['Ctrl+Shift+PageUp'],
    applies: (now) => isFree(now) && meantAt(now, undefined) > 0,
  },
  sleepOtherTabs: {
    menu: 'tab',
    doneBy: 'main',
    applies: (now) =>
      isFree(now) && tabsOf(now).some(({ tabId, paneId }) => paneId !== null && !isBeforePerson(now, tabId)),
  },
  goToTab1: goToTabAt(1),
  goToTab2: goToTabAt(2),
  goToTab3: goToTabAt(3),
  goToTab4: goToTabAt(4),
  goToTab5: goToTabAt(5),
  goToTab6: goToTabAt(6),
  goToTab7: goToTabAt(7),
  goToTab8: goToTabAt(8),
  goToTab9: goToTabAt(9),
  goToTab: {
    menu: 'tab',
    beginsPart: true,
    doneBy: 'main',
    argument: 'tab',
    applies: (now, tabId) => isFree(now) && tabId !== undefined && meantAt(now, tabId) >= 0,
  },
} as const satisfies Record<string, Command>;
