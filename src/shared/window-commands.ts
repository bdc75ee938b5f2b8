/** The commands of windows: one more, the ways between them, and tabs that go from one to another. */
import type { Command, Situation } from './command.ts';

const isFree = ({ view, state }: Situation) => view !== 'set-up' && state.window.about === null;
const hasSeveral = ({ state }: Situation) => state.windows.length > 1;
const isThere = ({ state }: Situation, windowId: string | undefined) =>
  state.windows.some((window) => window.windowId === windowId);
/** The tab that is meant: the one that is named, or the chosen one. */
const hasMeant = ({ state }: Situation, tabId: string | undefined) =>
  state.window.tabs.some((tab) => tab.tabId === (tabId ?? state.window.chosenTab));

/** Which tab goes to which window, as one argument; without a tab it is the chosen one. */
export const moveArgument = (windowId: string, tabId: string): string => `${windowId} ${tabId}`;
export function parseMove(argument: string | undefined): { readonly windowId?: string; readonly tabId?: string } {
  const [windowId, tabId] = argument?.split(' ') ?? [];
  return { ...(windowId && { windowId }), ...(tabId && { tabId }) };
}

export const newWindow = {
  menu: 'file',
  keys: ['CmdOrCtrl+N'],
  // In every program with windows this key means a new one, wherever the focus is.
  isTakenFromWorkbook: true,
  doneBy: 'main',
  applies: () => true,
} as const satisfies Command;

export const windowCommands = {
  moveTabToNewWindow: {
    menu: 'window',
    keys: ['CmdOrCtrl+Shift+N'],
    doneBy: 'main',
    // The only tab has a window to itself already.
    applies: (now, tabId) => isFree(now) && now.state.window.tabs.length > 1 && hasMeant(now, tabId),
  },
  moveTabToWindow: {
    menu: 'window',
    doneBy: 'main',
    argument: 'otherWindow',
    applies(now, argument) {
      const { windowId, tabId } = parseMove(argument);
      const isOther = windowId !== now.state.window.windowId && isThere(now, windowId);
      return isFree(now) && isOther && hasMeant(now, tabId);
    },
  },
  // Of the last one it would be the end of the program, which has a key of its own.
  closeWindow: {
    menu: 'window',
    beginsPart: true,
    keys: { mac: [], other: ['Ctrl+Shift+W'] },
    doneBy: 'main',
    applies: hasSeveral,
  },
  goToWindow: {
    menu: 'window',
    beginsPart: true,
    doneBy: 'main',
    argument: 'window',
    applies: (now, windowId) => hasSeveral(now) && isThere(now, windowId),
  },
} as const satisfies Record<string, Command>;
