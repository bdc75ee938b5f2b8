/** What a command is, and what it is asked with. The list of them is `commands.ts`. */
import type { KeptWindow } from './kept.ts';
import type { PaneView } from './state.ts';
import type { ShownState } from './state-change.ts';

/** What a window shows, as far as commands depend on it. */
export interface Situation {
  readonly state: ShownState;
  /** Where the person is in the window. */
  readonly view: KeptWindow['view']['kind'];
  /** What is before the person; null while another screen lies over it, or nothing is open. */
  readonly pane: PaneView | null;
}

/** The menus in their order. On macOS, what is about the program stands in the menu with its name. */
export const commandMenus = ['file', 'view', 'go', 'tab', 'account', 'window', 'help'] as const;
export type CommandMenu = (typeof commandMenus)[number];

/** In Electron's words (`CmdOrCtrl+K`), the one that is shown first. */
type Keys = readonly string[] | { readonly mac: readonly string[]; readonly other: readonly string[] };

export interface Command {
  readonly menu: CommandMenu;
  /** Whether it begins a new part of its menu. */
  readonly beginsPart?: true;
  /** Whether it is about the program, which macOS has a menu for. */
  readonly isAboutProgram?: true;
  readonly keys?: Keys;
  /** Its keys go past a workbook that has the focus: Sigma's page never gets them. Each has its reason beside it. */
  readonly isTakenFromWorkbook?: true;
  /** `window`: main tells the window, which knows how (`use-asks.ts`). `main`: main does it. */
  readonly doneBy: 'main' | 'window';
  /** What it is done to. In the menus it has an item for each. */
  readonly argument?: 'workbook' | 'profile' | 'connection' | 'tab' | 'window' | 'otherWindow';
  /** It stands in the place of another one while that does not apply and this one does. */
  readonly insteadOf?: string;
  /** Whether it is offered without being looked for; the keys of a menu item are enough for the others. */
  readonly isOnlyInMenu?: true;
  /** It is on or off, and the menu bar says which. */
  readonly isSwitch?: true;
  /** Its keys work and no menu shows it: others like it would fill one. */
  readonly isHidden?: true;
  /** Whether there is such a thing on this computer; without it, no menu and no list shows the command. Left out: there is. */
  isThere?(state: Pick<ShownState, 'help'>): boolean;
  /** Whether it does something now. */
  applies(situation: Situation, argument?: string): boolean;
}
