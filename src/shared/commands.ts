/**
 * The one list of what a person can have done by its name. Menu bar, palette and keys come from it: a command that is not
 * here is nowhere, and one that does not apply is offered nowhere and refused by main.
 */
import { type ChosenKeys, canonical } from './accelerator.ts';
import type { Command, Situation } from './command.ts';
import { helpCommands } from './help-commands.ts';
import { pictureCommands } from './picture-commands.ts';
import { isServiceAccount } from './profile/connection-rules.ts';
import { grantsOfSelected, hasSeveralWorkbooks, renewableGrants, selectedProfile } from './selected-profile.ts';
import { sideCommands, splitCommands } from './split-commands.ts';
import { stepCommands } from './step-commands.ts';
import { tabCommands } from './tab-commands.ts';
import { newWindow, windowCommands } from './window-commands.ts';
import { zoomCommands } from './zoom-commands.ts';

export { type Command, type CommandMenu, commandMenus, type Situation } from './command.ts';

const always = () => true;
const hasProfiles = ({ state }: Situation) => state.profiles.length > 0;
/** Nothing of ours lies over the window that has the keys to itself. */
const isUncovered = ({ state }: Situation) => state.window.about === null && state.window.sheet === null;
/** A form is left by its own buttons alone, which ask about what would be lost. */
const isFree = (now: Situation) => now.view !== 'set-up' && isUncovered(now);
const hasSelected = ({ state }: Situation) => selectedProfile(state) !== null;
const isReady = ({ pane }: Situation) => pane?.phase === 'ready';
/** No link leads to a document that no profile names. */
const isOfProfile = (now: Situation) => isReady(now) && now.pane?.place.document.isOwn === true;
/** What can be linked to of a tab that is named: what it shows is of the profile; one that is asleep leads to its workbook. */
const isLinked = ({ state }: Situation, tabId: string): boolean => {
  const tab = state.window.tabs.find((one) => one.tabId === tabId);
  const pane = state.window.panes.find(({ paneId }) => paneId === tab?.paneId);
  return tab !== undefined && (pane === undefined || pane.place.document.isOwn);
};
const isSearched = ({ pane, state }: Situation) => state.window.found.some(({ paneId }) => paneId === pane?.paneId);
const holdsWorkbook = ({ state }: Situation, workbookId: string | undefined) =>
  state.profiles.some(({ profile }) => profile.workbooks.some(({ id }) => id === workbookId));
/** The workbook that is meant: the one that is named, or the one before the person. */
const meantWorkbook = (situation: Situation, workbookId = situation.pane?.workbookId): string | null =>
  workbookId !== undefined && holdsWorkbook(situation, workbookId) ? workbookId : null;

export const commands = {
  newWindow,
  showStart: {
    menu: 'file',
    keys: { mac: ['Cmd+Shift+H'], other: ['Alt+Home'] },
    doneBy: 'window',
    applies: (now) => isFree(now) && hasProfiles(now) && now.view !== 'start',
  },
  newProfile: { menu: 'file', beginsPart: true, doneBy: 'window', applies: isFree },
  showProfiles: {
    menu: 'file',
    doneBy: 'window',
    applies: (now) => isFree(now) && hasProfiles(now) && now.view !== 'profiles',
  },
  editSetUp: { menu: 'file', doneBy: 'window', applies: (now) => isFree(now) && hasProfiles(now) },
  copyLink: {
    menu: 'file',
    beginsPart: true,
    doneBy: 'main',
    applies: (now, tabId) => (tabId === undefined ? isOfProfile(now) : isLinked(now, tabId)),
  },
  // Values may say more than who made the link would tell everybody, so that they are copied by their own name.
  copyLinkWithFilters: {
    menu: 'file',
    doneBy: 'main',
    applies: (now) => isOfProfile(now) && Object.keys(now.pane?.place.controls ?? {}).length > 0,
  },
  ...pictureCommands,
  openSettings: {
    menu: 'file',
    beginsPart: true,
    isAboutProgram: true,
    keys: ['CmdOrCtrl+,'],
    doneBy: 'main',
    applies: always,
  },

  refreshData: {
    menu: 'view',
    keys: ['F5'],
    // In every program this key means the newest data; in Sigma's page it would load the page without a new token.
    isTakenFromWorkbook: true,
    doneBy: 'main',
    applies: ({ pane }) => pane !== null,
  },
  reloadWorkbook: { menu: 'view', keys: ['CmdOrCtrl+R'], doneBy: 'main', applies: ({ pane }) => pane !== null },
  goHome: { menu: 'view', doneBy: 'main', applies: ({ pane }) => pane?.place.document.isOwn === false },
  showRail: {
    menu: 'view',
    beginsPart: true,
    // The key of side panels where the desktop has one; on macOS that of lists at the side.
    keys: { mac: ['Ctrl+Cmd+S'], other: ['F9'] },
    doneBy: 'window',
    applies: ({ pane, state }) => pane !== null && hasSeveralWorkbooks(state),
  },
  showDetails: { menu: 'view', doneBy: 'window', applies: ({ pane }) => pane !== null },
  showBookmarks: { menu: 'view', doneBy: 'window', applies: isReady },
  showControls: { menu: 'view', doneBy: 'window', applies: isReady },
  showPages: { menu: 'view', doneBy: 'window', applies: isReady },
  showAlerts: { menu: 'view', doneBy: 'window', applies: isReady },
  // Sigma's page may have a search of its own and gets the key first.
  findInWorkbook: { menu: 'view', beginsPart: true, keys: ['CmdOrCtrl+F'], doneBy: 'window', applies: isReady },
  findNext: { menu: 'view', keys: ['CmdOrCtrl+G', 'F3'], doneBy: 'window', isOnlyInMenu: true, applies: isSearched },
  findPrevious: {
    menu: 'view',
    keys: ['CmdOrCtrl+Shift+G', 'Shift+F3'],
    doneBy: 'window',
    isOnlyInMenu: true,
    applies: isSearched,
  },
  showDownloads: {
    menu: 'view',
    keys: { mac: ['Cmd+Shift+J'], other: ['CmdOrCtrl+J'] },
    doneBy: 'window',
    applies: ({ pane, state }) => pane !== null && state.downloads.length > 0,
  },
  ...zoomCommands,
  ...splitCommands,
  showWall: {
    menu: 'view',
    beginsPart: true,
    keys: { mac: ['Cmd+Shift+F'], other: ['Shift+F11'] },
    doneBy: 'main',
    applies: (now) => isFree(now) && now.state.window.wall === null && hasSelected(now),
  },
  leaveWall: {
    menu: 'view',
    insteadOf: 'showWall',
    keys: ['Shift+F12'],
    doneBy: 'main',
    applies: ({ state }) => state.window.wall !== null,
  },
  // After the page of the workbook, and all of ours that lies open: the menu gets what they leave.
  leaveFullScreen: {
    menu: 'view',
    keys: ['Escape'],
    doneBy: 'main',
    isOnlyInMenu: true,
    isHidden: true,
    applies: ({ state }) => state.window.isFullScreen && state.window.wall === null,
  },
  // Sigma has hundreds of places to stop at: without a key of ours nobody gets out of it.
  nextArea: {
    menu: 'view',
    beginsPart: true,
    keys: ['F6'],
    isTakenFromWorkbook: true,
    doneBy: 'main',
    isOnlyInMenu: true,
    applies: always,
  },
  previousArea: {
    menu: 'view',
    keys: ['Shift+F6'],
    isTakenFromWorkbook: true,
    doneBy: 'main',
    isOnlyInMenu: true,
    applies: always,
  },

  ...stepCommands,
  openPalette: {
    menu: 'go',
    beginsPart: true,
    keys: ['CmdOrCtrl+K'],
    // It leads from one workbook to another, so that it is wanted above all while the focus is in one.
    isTakenFromWorkbook: true,
    doneBy: 'window',
    isOnlyInMenu: true,
    applies: isUncovered,
  },
  pinWorkbook: {
    menu: 'go',
    beginsPart: true,
    doneBy: 'main',
    applies(now, argument) {
      const meant = meantWorkbook(now, argument);
      return meant !== null && !now.state.pinnedWorkbooks.includes(meant);
    },
  },
  unpinWorkbook: {
    menu: 'go',
    insteadOf: 'pinWorkbook',
    doneBy: 'main',
    applies(now, argument) {
      const meant = meantWorkbook(now, argument);
      return meant !== null && now.state.pinnedWorkbooks.includes(meant);
    },
  },
  openWorkbook: {
    menu: 'go',
    beginsPart: true,
    doneBy: 'main',
    argument: 'workbook',
    applies: (now, argument) => isFree(now) && holdsWorkbook(now, argument),
  },

  ...tabCommands,
  ...windowCommands,
  ...sideCommands,

  selectProfile: {
    menu: 'account',
    doneBy: 'main',
    argument: 'profile',
    applies: (now, argument) => isFree(now) && now.state.profiles.some(({ profile }) => profile.id === argument),
  },

  renewSignIn: {
    menu: 'account',
    beginsPart: true,
    doneBy: 'main',
    applies: ({ state }) => renewableGrants(state).length > 0,
  },
  signInAsSomebodyElse: {
    menu: 'account',
    doneBy: 'window',
    argument: 'connection',
    applies(now, argument) {
      const view = selectedProfile(now.state);
      const connection = view?.profile.connections.find(({ id }) => id === argument);
      const isOfPerson = connection !== undefined && !isServiceAccount(connection);
      return isFree(now) && isOfPerson && view?.hasEmbedSecret === true && now.state.signIn === null;
    },
  },
  signOut: {
    menu: 'account',
    doneBy: 'main',
    applies: (now) => isFree(now) && grantsOfSelected(now.state).some(({ status }) => status !== 'signed-out'),
  },

  /** Of every profile: the people, not the service accounts. */
  signOutOfAll: {
    menu: 'account',
    doneBy: 'main',
    applies: (now) =>
      isFree(now) &&
      now.state.grants.some(({ isServiceAccount, status }) => !isServiceAccount && status !== 'signed-out'),
  },
  ...helpCommands,
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof commands;
export const commandIds = Object.keys(commands) as [CommandId, ...CommandId[]];
/** Those that main does itself. */
export type MainCommandId = {
  [Id in CommandId]: (typeof commands)[Id]['doneBy'] extends 'main' ? Id : never;
}[CommandId];

export const commandOf = (id: CommandId): Command => commands[id];

/** The keys of a command on a platform, where nobody chose others. */
export function usualKeys(id: CommandId, platform: string): readonly string[] {
  const { keys = [] } = commandOf(id);
  if (!('mac' in keys)) return keys;
  return platform.startsWith('darwin') ? keys.mac : keys.other;
}

/** The keys of a command on a platform. @param chosen what a person chose: usual keys give way to that */
export function keysOf(id: CommandId, platform: string, chosen: ChosenKeys): readonly string[] {
  const own = Object.hasOwn(chosen, id) ? chosen[id] : undefined;
  if (own !== undefined) return own === '' ? [] : [own];
  const usual = usualKeys(id, platform);
  const others = Object.entries(chosen).filter(([other, keys]) => keys !== '' && Object.hasOwn(commands, other));
  if (others.length === 0) return usual;
  const taken = new Set(others.map(([, keys]) => canonical(keys, platform)));
  return usual.filter((keys) => !taken.has(canonical(keys, platform)));
}

/** The command that has these keys; null where they are free. */
export function ownerOf(accelerator: string, platform: string, chosen: ChosenKeys): CommandId | null {
  const wanted = canonical(accelerator, platform);
  const has = (id: CommandId) => keysOf(id, platform, chosen).some((keys) => canonical(keys, platform) === wanted);
  return commandIds.find(has) ?? null;
}

/** Whether a person can choose its keys. What is done to one of several has none: nobody could say to which. */
export const mayChooseKeys = (id: CommandId): boolean => commandOf(id).argument === undefined;

/** Whether menus and lists show a command at all, whether it applies now or not. */
export const isThere = (id: CommandId, state: Pick<Situation['state'], 'help'>): boolean =>
  commandOf(id).isThere?.(state) ?? true;

/** What a command that wants an argument can be done to. @returns ids; without such, one that is undefined */
export function argumentsOf(id: CommandId, situation: Situation): readonly (string | undefined)[] {
  const { argument } = commandOf(id);
  const { profiles } = situation.state;
  if (argument === 'workbook') return profiles.flatMap(({ profile }) => profile.workbooks.map((one) => one.id));
  if (argument === 'tab') return situation.state.window.tabs.map(({ tabId }) => tabId);
  if (argument === 'window' || argument === 'otherWindow') {
    const { windows, window } = situation.state;
    const all = windows.map(({ windowId }) => windowId);
    return argument === 'window' ? all : all.filter((windowId) => windowId !== window.windowId);
  }
  if (argument === 'profile') return profiles.map(({ profile }) => profile.id);
  if (argument === 'connection')
    return selectedProfile(situation.state)?.profile.connections.map((one) => one.id) ?? [];
  return [undefined];
}

/** Where a script has no letters of its own on the keys, a letter stands in brackets behind the title: `編集(&E)`. */
const letterInBrackets = /\(&\w\)/g;

/** A title has a mark before the letter that chooses it in a menu of Windows or Linux; `&&` is a letter. */
export const withoutMnemonic = (title: string): string =>
  title.replaceAll(letterInBrackets, '').replaceAll(/&(.?)/g, '$1');
