/** The menu of a tab: what is done to the one that was clicked, whichever is chosen. */
import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { tabMenuTemplate } from '../../../src/main/shell/tab-menu.ts';
import { en } from '../../../src/shared/text/en.ts';
import { fixtures, testNow } from '../../support/ui/fixtures.ts';

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
    ['Close Tab', true],
    ['Close Other Tabs', true],
    ['Close Tabs to the Right', true],
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
  for (const { click } of times.slice(0, 2)) click?.(null as never, undefined, null as never);
  expect(done.slice(1)).toEqual(['shown null', 'shown 10']);
});
