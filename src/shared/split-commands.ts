/** The commands of two tabs side by side. */
import type { Command, Situation } from './command.ts';
import type { SplitView } from './split.ts';
import type { TabView } from './state.ts';

/** Nothing is done to tabs beneath a form, a dialog of ours or a wallboard. */
const isFree = ({ view, state: { window } }: Situation) =>
  view === 'home' && window.about === null && window.sheet === null && window.wall === null;

const tabOf = ({ state }: Situation, tabId: string | null | undefined): TabView | null =>
  state.window.tabs.find((tab) => tab.tabId === tabId) ?? null;

/** The pair of which one is chosen. */
export const chosenSplit = ({ state: { window } }: Pick<Situation, 'state'>): SplitView | null =>
  window.splits.find(({ tabIds }) => window.chosenTab !== null && tabIds.includes(window.chosenTab)) ?? null;

/** Whether a tab is before the person, or would be if no other screen lay over it. */
export const isBeforePerson = (now: Pick<Situation, 'state'>, tabId: string): boolean =>
  tabId === now.state.window.chosenTab || chosenSplit(now)?.tabIds.includes(tabId) === true;

const isSplit = (now: Situation) => isFree(now) && chosenSplit(now) !== null;

export const splitCommands = {
  splitView: {
    menu: 'view',
    beginsPart: true,
    // Where a keyboard has no such key to press with Ctrl, the other one is there.
    keys: ['CmdOrCtrl+\\', 'CmdOrCtrl+F9'],
    // It goes from one workbook to two and back, so that it is wanted above all while the focus is in one.
    isTakenFromWorkbook: true,
    doneBy: 'main',
    isSwitch: true,
    applies: (now) => isFree(now) && tabOf(now, now.state.window.chosenTab) !== null,
  },
  linkFilters: { menu: 'view', doneBy: 'main', isSwitch: true, applies: isSplit },
} as const satisfies Record<string, Command>;

/** Those of them that stand in the menu of tabs. */
export const sideCommands = {
  swapSides: { menu: 'tab', beginsPart: true, doneBy: 'main', applies: isSplit },
  /** What stands beside it already, and what is of another profile, is not put there. */
  showBeside: {
    menu: 'tab',
    doneBy: 'main',
    argument: 'tab',
    isHidden: true,
    applies(now, tabId) {
      const [chosen, other] = [tabOf(now, now.state.window.chosenTab), tabOf(now, tabId)];
      const isPossible = chosen !== null && other !== null && chosen.profileId === other.profileId;
      return isFree(now) && isPossible && !isBeforePerson(now, other.tabId);
    },
  },
} as const satisfies Record<string, Command>;

/** Whether a command that is a switch is on. */
export function isSwitchedOn(id: string, now: Pick<Situation, 'state'>): boolean {
  const split = chosenSplit(now);
  return id === 'linkFilters' ? split?.isLinked === true : id === 'splitView' && split !== null;
}
