/** Recent workbooks at the icon: as Windows and macOS take them. */
import type { JumpListCategory, Menu, MenuItemConstructorOptions } from 'electron';
import { beforeEach, expect, test } from 'vitest';
import { createRecents, type Recent } from '../../../src/main/shell/recents.ts';

const recents: Recent[] = [
  { title: 'Revenue', profile: 'Finance', link: 'sightglass://open?workbook=a' },
  { title: 'R&D', profile: 'Sales', link: 'sightglass://open?workbook=b' },
];
const executable = 'C:\\Program Files\\Sightglass\\Sightglass.exe';
let lists: (JumpListCategory[] | null)[] = [];
let menus: MenuItemConstructorOptions[][] = [];
let opened: string[] = [];
let failures: string[] = [];
const windows = { result: 'ok' as 'ok' | 'error', removed: [] as { type: 'task'; args: string }[] };

beforeEach(() => {
  lists = [];
  menus = [];
  opened = [];
  failures = [];
  Object.assign(windows, { result: 'ok', removed: [] });
});

const offer = (platform: NodeJS.Platform, program: string | null = executable) =>
  createRecents({
    app: {
      setJumpList(list) {
        lists.push(list);
        return windows.result;
      },
      getJumpListSettings: () => ({ minItems: 10, removedItems: windows.removed }),
      dock: { setMenu: () => undefined },
    },
    platform,
    executable: program,
    buildMenu(template) {
      menus.push(template);
      return {} as Menu;
    },
    newWindow: { label: 'New Window', open: () => void opened.push('a window') },
    heading: 'Recent workbooks',
    open: (link) => void opened.push(link),
    onFailed: (reason) => void failures.push(reason),
  });

test('Windows gets a list of which each entry starts the program with a link at the end', () => {
  const show = offer('win32');
  show(recents);
  expect(lists).toMatchObject([
    [
      {
        type: 'custom',
        name: 'Recent workbooks',
        items: [
          { title: 'Revenue', description: 'Finance', program: executable, args: 'sightglass://open?workbook=a' },
          { title: 'R&D', description: 'Sales', program: executable, args: 'sightglass://open?workbook=b' },
        ],
      },
      { type: 'tasks', items: [{ title: 'New Window', program: executable, args: '--new-window' }] },
    ],
  ]);
  show([]);
  expect(lists.at(-1)).toMatchObject([{ type: 'tasks', items: [{ args: '--new-window' }] }]);
});

test('the same list is given once, and another one anew', () => {
  const show = offer('win32');
  show(recents);
  show(structuredClone(recents));
  expect(lists).toHaveLength(1);
  show(recents.slice(1));
  expect(lists).toHaveLength(2);
});

test('what the person took out of the list stays out, since Windows would drop all of it', () => {
  windows.removed = [{ type: 'task', args: 'sightglass://open?workbook=a' }];
  offer('win32')(recents);
  expect(lists[0]?.[0]?.items?.map(({ title }) => title)).toEqual(['R&D']);
});

test('a list that Windows does not take is known of', () => {
  windows.result = 'error';
  offer('win32')(recents);
  expect(failures).toEqual(['error']);
});

test('a copy in development offers nothing: its program is another one', () => {
  offer('win32', null)(recents);
  expect(lists).toEqual([]);
});

test('the dock of macOS gets a menu of which each item opens a link, and the last one a window', () => {
  offer('darwin')(recents);
  expect(menus[0]?.map(({ label }) => label)).toEqual(['Revenue', 'R&D', 'New Window']);
  for (const item of menus[0] ?? []) item.click?.({} as never, undefined, {} as never);
  expect(opened).toEqual([...recents.map(({ link }) => link), 'a window']);
  expect(lists).toEqual([]);
});

test('Linux has neither', () => {
  offer('linux')(recents);
  expect([lists, menus]).toEqual([[], []]);
});
