/** What a right click on a tab offers where there are several windows. */
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
  const template = tabMenuTemplate({ text: en, situation, tabId, run: (...what) => void ran.push(what) });
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
