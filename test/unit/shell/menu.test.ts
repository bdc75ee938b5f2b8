/** The menu bar of each platform, from the list of commands. */
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { commandOfItem, itemId, menuShape, menuTemplate } from '../../../src/main/shell/menu.ts';
import { tabMenuTemplate } from '../../../src/main/shell/tab-menu.ts';
import type { Situation } from '../../../src/shared/commands.ts';
import { en } from '../../../src/shared/text/en.ts';
import { loadText, spokenLanguages } from '../../../src/shared/text/languages.ts';
import { fixtures, ids, testNow } from '../../support/ui/fixtures.ts';

type Items = readonly MenuItemConstructorOptions[];

const within = ({ submenu }: MenuItemConstructorOptions): Items => (Array.isArray(submenu) ? submenu : []);
const flat = (items: Items): MenuItemConstructorOptions[] => items.flatMap((item) => [item, ...flat(within(item))]);
const situationOf = (name: keyof typeof fixtures): Situation => {
  const state = { ...fixtures[name](testNow), help: { address: 'help@example.com', name: null } };
  return { state, view: 'home', pane: state.window.panes[0] ?? null };
};

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  const done: string[] = [];
  const template = (situation = situationOf('workbook-choice')) =>
    menuTemplate({
      text: en,
      platform,
      situation,
      run: (id, argument) => void done.push(argument ? `${id} ${argument}` : id),
    });
  const bar = template();
  const items = flat(bar);
  const isMac = platform === 'darwin';
  const plain = (label: string) => (isMac ? label.replaceAll('&', '') : label);
  const menuOf = (label: string) => within(bar.find((menu) => menu.label === plain(label)) ?? {});

  test('reloads the workbook and never our own page, and opens no tools', () => {
    const roles = items.map(({ role }) => role);
    expect(roles).not.toContain('reload');
    expect(roles).not.toContain('forceReload');
    expect(roles).not.toContain('toggleDevTools');
  });

  test('has every item of ours run the command that it is found again by', () => {
    const ours = items.filter(({ click }) => click);
    for (const item of ours) {
      done.length = 0;
      item.click?.({} as never, undefined, {} as never);
      // Those that only bring another key have no id, since they are always there.
      if (item.visible === false) expect(done).toHaveLength(1);
      else expect(done).toEqual([String(item.id).trim()]);
    }
    expect(ours.length).toBeGreaterThan(30);
  });

  test('has no key that quits the program by the habit of closing a tab', () => {
    const roles = items.map(({ role }) => role);
    expect(roles.includes('window')).toBe(isMac);
    expect(roles.includes('close')).toBe(isMac);
  });

  test('shows one key for each thing that has one, and takes the other keys of it', () => {
    const shown = items.flatMap(({ id, accelerator, visible }) =>
      accelerator && visible !== false ? [[commandOfItem(id)?.id, accelerator]] : [],
    );
    expect(Object.fromEntries(shown)).toMatchObject({
      refreshData: 'F5',
      reloadWorkbook: 'CmdOrCtrl+R',
      actualSize: 'CmdOrCtrl+0',
      zoomIn: 'CmdOrCtrl+Plus',
      zoomOut: 'CmdOrCtrl+-',
      nextArea: 'F6',
      previousArea: 'Shift+F6',
      openPalette: 'CmdOrCtrl+K',
      showStart: isMac ? 'Cmd+Shift+H' : 'Alt+Home',
    });
    const hidden = items.filter(({ visible }) => visible === false);
    expect(hidden.map(({ accelerator }) => accelerator).toSorted()).toEqual(
      [
        'CmdOrCtrl+=',
        'CmdOrCtrl+Shift+=',
        'CmdOrCtrl+Shift+-',
        'CmdOrCtrl+F9',
        'CmdOrCtrl+num0',
        'CmdOrCtrl+numadd',
        'CmdOrCtrl+numsub',
        ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `CmdOrCtrl+${number}`),
        ...(isMac ? ['Cmd+Alt+Left', 'Cmd+Alt+Right'] : []),
        'Escape',
        'F3',
        'Shift+F3',
      ].toSorted(),
    );
    for (const item of hidden) expect(item.acceleratorWorksWhenHidden).toBe(true);
  });

  test('ends the program, or closes the window, by the custom of the platform', () => {
    const ends = menuOf(en.menu.file).filter(({ role }) => role === 'quit' || role === 'close');
    expect(ends).toHaveLength(1);
    expect(ends[0]?.role).toBe(isMac ? 'close' : 'quit');
    expect(ends[0]?.label).toBe(isMac ? undefined : platform === 'win32' ? en.menu.exit : en.menu.quit);
    expect(items.filter(({ role }) => role === 'quit')).toHaveLength(1);
  });

  test('tells of the program in a window of ours, in the menu where the platform has it', () => {
    // What Electron's own panel shows says neither the commit nor what is inside.
    expect(items.map(({ role }) => role)).not.toContain('about');
    const holding = (id: 'about' | 'checkForUpdates') =>
      bar.filter((menu) => within(menu).some((item) => item.id === itemId(id))).map(({ role }) => role);
    expect(holding('about')).toEqual([isMac ? 'appMenu' : 'help']);
    expect(holding('checkForUpdates')).toEqual([isMac ? 'appMenu' : 'help']);
  });

  test('can be worked by letters where the platform has them, none twice in one menu', () => {
    const letters = (all: Items) =>
      all.flatMap(({ label = '' }) => /&([^&])/.exec(label.replaceAll('&&', ''))?.[1]?.toLowerCase() ?? []);
    expect(letters(bar)).toHaveLength(isMac ? 0 : bar.length);
    for (const menu of [bar, ...bar.map(within)]) {
      const found = letters(menu);
      expect(new Set(found).size).toBe(found.length);
      const own = menu.filter(({ id, visible, label }) => label && visible !== false && !(id ?? '').match(/ ./));
      const named = own.filter(({ submenu, role }) => !submenu && role !== 'help');
      if (!isMac) expect(named.filter(({ label = '' }) => !label.includes('&')).map(({ label }) => label)).toEqual([]);
    }
  });

  test('leads to every workbook of every profile, pinned and recent ones first, by their names as they are', () => {
    const situation = situationOf('workbook-choice');
    const [finance] = situation.state.profiles;
    if (!finance) throw new Error('This state has profiles.');
    const named = { ...finance.profile, name: 'R&D \u202Eeuro' };
    const state = {
      ...situation.state,
      profiles: [{ ...finance, profile: named }, ...situation.state.profiles.slice(1)],
      pinnedWorkbooks: [ids.trials],
      recentWorkbooks: [ids.revenue, ids.trials],
    };
    const go = within(template({ ...situation, state }).find(({ label }) => label === plain(en.menu.go)) ?? {});
    const places = go
      .filter(({ submenu }) => submenu)
      .map((item) => [item.label, within(item).map(({ label }) => label)]);
    expect(places).toEqual([
      [plain(en.menu.pinned), ['Clinical trials']],
      [plain(en.menu.recent), ['Revenue by region', 'Clinical trials']],
      ['R&&D euro', ['Revenue by region', 'Pipeline and forecast']],
      ['Research', ['Clinical trials']],
    ]);
    const account = within(
      template({ ...situation, state }).find(({ label }) => label === plain(en.menu.account)) ?? {},
    );
    expect(account.filter(({ type }) => type === 'radio').map(({ label, checked }) => [label, checked])).toEqual([
      ['R&&D euro', true],
      ['Research', false],
    ]);
  });

  test('leads to who helps in the organisation, and has no item for that where nobody was named', () => {
    const situation = situationOf('workbook-choice');
    expect(menuOf(en.menu.help).map(({ id }) => id)).toContain(itemId('askForHelp'));
    const state = { ...situation.state, help: null };
    const without = flat(template({ ...situation, state })).map(({ id }) => id);
    expect(without).not.toContain(itemId('askForHelp'));
    expect(menuShape({ ...situation, state })).not.toBe(menuShape(situation));
  });

  test('has separators between items and nowhere else', () => {
    for (const menu of [bar, template(situationOf('first-run'))].flat().map(within)) {
      const rules = menu.map(({ type }) => type === 'separator');
      expect([rules[0] ?? false, rules.at(-1) ?? false]).toEqual([false, false]);
      expect(rules.some((isRule, index) => isRule && rules[index + 1])).toBe(false);
    }
  });
});

test('is built anew when a workbook has another name, and not when a state differs otherwise', () => {
  const situation = situationOf('workbook-choice');
  const shape = menuShape(situation);
  expect(menuShape({ ...situation, state: { ...situation.state, online: false, grants: [] } })).toBe(shape);
  expect(menuShape({ ...situation, state: { ...situation.state, pinnedWorkbooks: [ids.trials] } })).not.toBe(shape);
  expect(menuShape(situationOf('workbook'))).not.toBe(shape);
});

test('has the keys that a person chose, and is built anew with them', () => {
  const situation = situationOf('workbook-choice');
  const chosenKeys = { reloadWorkbook: 'CmdOrCtrl+K', refreshData: '' };
  const other = { ...situation, state: { ...situation.state, chosenKeys } };
  expect(menuShape(other)).not.toBe(menuShape(situation));
  const items = flat(menuTemplate({ text: en, platform: 'linux', situation: other, run: () => {} }));
  const keysOfItem = (id: string) => items.find((item) => item.id === itemId(id as 'about'))?.accelerator;
  expect(keysOfItem('reloadWorkbook')).toBe('CmdOrCtrl+K');
  expect(keysOfItem('openPalette')).toBeUndefined();
  expect(keysOfItem('refreshData')).toBeUndefined();
});

test('an item is found again by its id, and what has none is no command', () => {
  expect(commandOfItem(itemId('signOut'))).toEqual({ id: 'signOut' });
  expect(commandOfItem(itemId('openWorkbook', ids.trials))).toEqual({ id: 'openWorkbook', argument: ids.trials });
  for (const other of [undefined, '', '12', 'toString']) expect(commandOfItem(other)).toBeNull();
});

test.each(spokenLanguages)(
  'on macOS, which has no letters to choose by, none is seen in the language %s',
  async (language) => {
    const situation = situationOf('workbook-choice');
    const bar = menuTemplate({ text: await loadText(language), platform: 'darwin', situation, run: () => {} });
    const labels = flat(bar).map(({ label = '' }) => label);
    expect(labels.filter((label) => /&|\([A-Z]\)/.test(label))).toEqual([]);
  },
);

test('a switch says in the menu whether it is on, and the menu is made anew when that is different', () => {
  const now = situationOf('workbook-split');
  const { window } = now.state;
  const alone: Situation = { ...now, state: { ...now.state, window: { ...window, splits: [] } } };
  const checked = (situation: Situation) =>
    flat(menuTemplate({ text: en, platform: 'linux', situation, run: () => {} })).flatMap(
      ({ id, type, checked: isOn }) => (type === 'checkbox' ? [[commandOfItem(id)?.id, isOn]] : []),
    );
  expect(checked(now)).toEqual([
    ['splitView', true],
    ['linkFilters', false],
  ]);
  expect(checked(alone)).toEqual([
    ['splitView', false],
    ['linkFilters', false],
  ]);
  expect(menuShape(now)).not.toBe(menuShape(alone));
});

test('a right click on a tab has it shown beside the chosen one', () => {
  const situation = situationOf('workbook-split');
  const [third] = situation.state.window.tabs;
  const run: unknown[] = [];
  const items = tabMenuTemplate({
    text: en,
    situation,
    tabId: third?.tabId ?? '',
    run: (...what) => void run.push(what),
    wall: { seconds: null, usual: 30, choose: () => {} },
  });
  const item = items.find(({ label }) => label === 'Show Beside');
  expect(item?.enabled).toBe(true);
  item?.click?.({} as never, undefined, {} as never);
  expect(run).toEqual([['showBeside', third?.tabId]]);
});
