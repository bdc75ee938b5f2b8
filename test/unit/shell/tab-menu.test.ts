/** The menu of a tab: what is done to the one that was clicked, whichever is chosen. */
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
  ]);
  const [copy] = items;
  copy?.click?.(null as never, undefined, null as never);
  expect(done).toEqual([`copyLink ${tab?.tabId}`]);
});
