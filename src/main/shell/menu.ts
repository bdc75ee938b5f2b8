/**
 * The menu bar: the list of commands as each platform expects it, and nothing that would reload or inspect our own page.
 * Each item of a command has an id by which it is found again, to be offered or not.
 */
import type { MenuItemConstructorOptions } from 'electron';
import {
  argumentsOf,
  type CommandId,
  type CommandMenu,
  commandIds,
  commandOf,
  isThere,
  keysOf,
  type Situation,
} from '../../shared/commands.ts';
import type { Workbook } from '../../shared/profile/profile.ts';
import { shownName } from '../../shared/profile/visible-text.ts';
import { isSwitchedOn } from '../../shared/split-commands.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { windowName } from '../../shared/window-names.ts';

type Items = MenuItemConstructorOptions[];

export interface MenuOptions {
  readonly text: Pick<Text, 'menu' | 'commands' | 'start'>;
  readonly platform: NodeJS.Platform;
  /** What the window shows that was used last. */
  readonly situation: Situation;
  /** A person has chosen a command. */
  run(id: CommandId, argument?: string): void;
}

/** What the menu bar is made of besides what applies: when it is another, the menu is built anew. */
export function menuShape({ state }: Situation): string {
  const profiles = state.profiles.map(({ profile: { id, name, workbooks, connections } }) => [
    id,
    name,
    workbooks.map((workbook) => [workbook.id, workbook.title]),
    connections.map((connection) => [connection.id, connection.label]),
  ]);
  const tabs = state.window.tabs.map(({ tabId, title }) => [tabId, title]);
  const switches = commandIds.filter((id) => isSwitchedOn(id, { state }));
  const missing = commandIds.filter((id) => !isThere(id, state));
  return JSON.stringify([
    profiles,
    tabs,
    switches,
    missing,
    state.windows,
    state.window.windowId,
    state.window.profileId,
    state.pinnedWorkbooks,
    state.recentWorkbooks,
    state.chosenKeys,
  ]);
}

const SEPARATOR = ' ';
export const itemId = (id: CommandId, argument?: string): string => [id, argument ?? ''].join(SEPARATOR);

/** @param item its id, which separators and items of the system have none of. @returns null for an item that is no command */
export function commandOfItem(item: string | undefined): { readonly id: CommandId; readonly argument?: string } | null {
  const [name, argument] = item?.split(SEPARATOR) ?? [];
  const id = commandIds.find((known) => known === name);
  if (!id) return null;
  return argument ? { id, argument } : { id };
}

/** The template of the menu bar. */
export function menuTemplate(options: MenuOptions): Items {
  const { text, platform } = options;
  const isMac = platform === 'darwin';
  const labelled = (label: string) => (isMac ? withoutMark(label) : label);
  const items = (menu: CommandMenu) => itemsOf(menu, options);
  const menu = (name: keyof Text['menu'], submenu: Items, role?: 'help') => ({
    label: labelled(text.menu[name]),
    ...(role && { role }),
    submenu: withoutEdges(submenu),
  });
  const quit = { role: 'quit', label: labelled(platform === 'win32' ? text.menu.exit : text.menu.quit) } as const;
  return [
    ...(isMac ? [appMenu(commandIds.filter((id) => commandOf(id).isAboutProgram).map((id) => item(id, options)))] : []),
    menu('file', [...items('file'), rule, isMac ? { role: 'close', accelerator: 'Cmd+Shift+W' } : quit]),
    isMac ? { role: 'editMenu' } : menu('edit', editItems(text.menu)),
    menu('view', [...items('view'), rule, { role: 'togglefullscreen', label: labelled(text.menu.fullScreen) }]),
    menu('go', [...items('go'), rule, ...placesToGo(options)]),
    menu('tab', items('tab')),
    menu('account', items('account')),
    windowMenu(options, labelled(text.menu.window)),
    menu('help', items('help'), 'help'),
  ];
}

const rule = { type: 'separator' } as const;

/** The menu of windows. macOS lists them there by itself, and closes one from the menu of files. */
function windowMenu(options: MenuOptions, label: string): MenuItemConstructorOptions {
  const { text, platform } = options;
  if (platform !== 'darwin') {
    const items = [...itemsOf('window', options), rule, { role: 'minimize', label: text.menu.minimise } as const];
    return { label, submenu: withoutEdges(items) };
  }
  const roles: Items = [{ role: 'minimize' }, { role: 'zoom' }, rule, { role: 'front' }];
  return { role: 'window', label, submenu: withoutEdges([...itemsOf('window', options), rule, ...roles]) };
}

/** A separator stands between two items and nowhere else. */
const withoutEdges = (items: Items): Items =>
  items.filter((one, index) => {
    if (one.type !== 'separator') return true;
    const next = items.slice(index + 1);
    return index > 0 && items[index - 1]?.type !== 'separator' && next.some(({ type }) => type !== 'separator');
  });

/** Two stand for one that is seen, on macOS as well. A letter in brackets is there for its mark alone. */
const withoutMark = (label: string): string => label.replaceAll(/\(&\w\)/g, '').replaceAll(/&(&?)/g, '$1$1');
/** A name stands in a menu as it is: `&` would choose a letter of it. */
const asName = (name: string): string => shownName(name).replaceAll('&', '&&');

/** The items of one menu. What is about the program stands elsewhere on macOS; workbooks stand below the rest. */
function itemsOf(menu: CommandMenu, options: MenuOptions): Items {
  const isElsewhere = (id: CommandId) => {
    const { isAboutProgram, argument } = commandOf(id);
    const isOfSystem = isAboutProgram === true || id === 'goToWindow' || id === 'closeWindow';
    return argument === 'workbook' || (options.platform === 'darwin' && isOfSystem);
  };
  return commandIds
    .filter((id) => commandOf(id).menu === menu && !isElsewhere(id) && isThere(id, options.situation.state))
    .flatMap((id) => [
      ...(commandOf(id).beginsPart ? [rule] : []),
      ...(commandOf(id).isHidden ? [] : argumentsOf(id, options.situation).map((one) => item(id, options, one))),
      ...moreKeys(id, options),
    ]);
}

function item(id: CommandId, options: MenuOptions, argument?: string): MenuItemConstructorOptions {
  const { platform, situation, run } = options;
  const title = titleOf(id, options, argument);
  const [accelerator] = keysOf(id, platform, situation.state.chosenKeys);
  return {
    id: itemId(id, argument),
    label: platform === 'darwin' ? withoutMark(title) : title,
    ...(accelerator && { accelerator }),
    ...(id === 'selectProfile' && { type: 'radio', checked: situation.state.window.profileId === argument }),
    ...(id === 'goToWindow' && { type: 'radio', checked: situation.state.window.windowId === argument }),
    ...(commandOf(id).isSwitch && { type: 'checkbox', checked: isSwitchedOn(id, situation) }),
    click: () => run(id, argument),
  };
}

function titleOf(id: CommandId, { text, situation }: MenuOptions, argument: string | undefined): string {
  const { profiles } = situation.state;
  if (id === 'selectProfile') {
    return asName(profiles.find(({ profile }) => profile.id === argument)?.profile.name ?? '');
  }
  if (id === 'goToTab') return asName(situation.state.window.tabs.find(({ tabId }) => tabId === argument)?.title ?? '');
  if (id === 'openWorkbook') {
    const all = profiles.flatMap(({ profile }) => profile.workbooks);
    return asName(all.find((workbook) => workbook.id === argument)?.title ?? '');
  }
  const window = asName(argument === undefined ? '' : windowName(situation.state, argument, text));
  if (id === 'goToWindow') return window;
  const connections = profiles.flatMap(({ profile }) => profile.connections);
  const connection = asName(connections.find((one) => one.id === argument)?.label ?? '');
  return format(text.commands[id], { connection, window });
}

/** The first key stands beside the title; the others only work. */
const moreKeys = (id: CommandId, { platform, situation, run }: MenuOptions): Items =>
  keysOf(id, platform, situation.state.chosenKeys)
    .slice(commandOf(id).isHidden ? 0 : 1)
    .map((accelerator) => ({
      // A key of something that does not apply is nobody's.
      ...(commandOf(id).isHidden && { id: itemId(id) }),
      label: id,
      accelerator,
      visible: false,
      acceleratorWorksWhenHidden: true,
      click: () => run(id),
    }));

/** Pinned and recent workbooks, and then all of them by profile. */
function placesToGo(options: MenuOptions): Items {
  const { text, platform, situation } = options;
  const { profiles, pinnedWorkbooks, recentWorkbooks } = situation.state;
  const open = (workbookId: string) => item('openWorkbook', options, workbookId);
  const submenu = (label: string, ids: readonly string[]): Items =>
    ids.length === 0 ? [] : [{ label: platform === 'darwin' ? withoutMark(label) : label, submenu: ids.map(open) }];
  return [
    ...submenu(text.menu.pinned, pinnedWorkbooks),
    ...submenu(text.menu.recent, recentWorkbooks),
    rule,
    ...profiles.flatMap(({ profile }) =>
      submenu(
        asName(profile.name),
        profile.workbooks.map(({ id }: Workbook) => id),
      ),
    ),
  ];
}

const editItems = (text: Text['menu']): Items => [
  { role: 'undo', label: text.undo },
  { role: 'redo', label: text.redo },
  rule,
  { role: 'cut', label: text.cut },
  { role: 'copy', label: text.copy },
  { role: 'paste', label: text.paste },
  rule,
  { role: 'selectAll', label: text.selectAll },
];

/** The menu with the name of the program, as the system makes it, but for the items about the program itself. */
const appMenu = (own: Items): MenuItemConstructorOptions => ({
  role: 'appMenu',
  submenu: [
    ...own.toReversed(),
    rule,
    { role: 'services' },
    rule,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    rule,
    { role: 'quit' },
  ],
});
