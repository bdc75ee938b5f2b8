/** The menu of a tab: what is done to the one that was clicked, whichever is chosen; and where there are several windows. */
import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { tabMenuTemplate } from '../../../src/main/shell/tab-menu.ts';
import type { Situation } from '../../../src/shared/commands.ts';
import { en } from '../../../src/shared/text/en.ts';
import { fixtures, testNow } from '../../support/ui/fixtures.ts';

function menuOf(...others: { windowId: string; title: string | null }[]) {
  const state = fixtures['workbook-tabs'](testNow);
  const own = { windowId: state.window.windowId, title: 'R&D' };
  const situation: Situation = { state: { ...state, windows: [own, ...others] }, view: 'home', pane: null };
  const tabId = state.window.tabs[1]?.tabId ?? '';
  const ran: unknown[] = [];
  const template = tabMenuTemplate({
    text: en,
    situation,
    tabId,
    run: (...what) => void ran.push(what),
    wall: { seconds: null, usual: 30, choose: () => {} },
  });
  return { template, ran, tabId, labels: template.flatMap(({ label }) => label ?? []) };
}

test('a tab can go to a new window, and to each of the others by its name', () => {
  const { template, ran, tabId, labels } = menuOf({ windowId: 'b', title: 'R&D' }, { windowId: 'c', title: null });
  const moves = labels.filter((label) => label.startsWith('Move'));
  expect(moves).toEqual(['Move Tab to New Window', 'Move Tab to “R&&D (2)”', 'Move Tab to “Open a workbook”']);
  for (const label of moves) {
    const item = template.find((one) => one.label === label);
    expect(item?.enabled).toBe(true);
    item?.click?.({} as never, undefined, {} as never);
  }
  expect(ran).toEqual([
    ['moveTabToNewWindow', tabId],
    ['moveTabToWindow', `b ${tabId}`],
    ['moveTabToWindow', `c ${tabId}`],
  ]);
});

test('with one window there is a new one alone to go to', () => {
  expect(menuOf().labels.filter((label) => label.startsWith('Move'))).toEqual(['Move Tab to New Window']);
});

test('copies a link, duplicates, closes and opens again, each for the tab that was clicked', () => {
  const state = fixtures['workbook-tabs'](testNow);
  const done: string[] = [];
  const [tab] = state.window.tabs;
  const items = tabMenuTemplate({
    text: en,
    situation: { state, view: 'home', pane: null },
    tabId: tab?.tabId ?? '',
    run: (id, tabId) => void done.push(`${id} ${tabId}`),
    wall: { seconds: 60, usual: 30, choose: (seconds) => void done.push(`shown ${seconds}`) },
  });
  expect(items.map(({ type, label, enabled }) => (type === 'separator' ? '-' : [label, enabled]))).toEqual([
    ['Copy Link', true],
    '-',
    ['Duplicate Tab', true],
    // It is the chosen one.
    ['Show Beside', false],
    ['Close Tab', true],
    ['Close Other Tabs', true],
    ['Close Tabs to the Right', true],
    '-',
    ['Move Tab to New Window', true],
    '-',
    ['Reopen Closed Tab', true],
    '-',
    ['Time on the Wallboard', undefined],
  ]);
  const [copy] = items;
  copy?.click?.(null as never, undefined, null as never);
  expect(done).toEqual([`copyLink ${tab?.tabId}`]);

  const times = items.at(-1)?.submenu as MenuItemConstructorOptions[];
  expect(times.slice(0, 3).map(({ label }) => label)).toEqual([
    'As in the settings (30 seconds)',
    '10 seconds',
    '15 seconds',
  ]);
  expect(times.filter(({ checked }) => checked).map(({ label }) => label)).toEqual(['60 seconds']);
  expect(times.at(-1)?.label).toBe('Not on the Wallboard');
  for (const at of [0, 1, -1]) times.at(at)?.click?.(null as never, undefined, null as never);
  expect(done.slice(1)).toEqual(['shown null', 'shown 10', 'shown 0']);
});
