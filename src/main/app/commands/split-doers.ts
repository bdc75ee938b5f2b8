/** How main does each command of two tabs side by side. */
import type { sideCommands, splitCommands } from '../../../shared/split-commands.ts';
import type { TabLife } from '../workbooks/tab-life.ts';
import type { CommandDoer } from './commands-feature.ts';

export const createSplitDoers = ({
  split,
}: Pick<TabLife, 'split'>): Readonly<Record<keyof typeof splitCommands | keyof typeof sideCommands, CommandDoer>> => ({
  splitView: split.toggle,
  swapSides: split.swap,
  linkFilters: split.link,
  showBeside: (windowId, tabId = '') => split.besideChosen(windowId, tabId),
});
