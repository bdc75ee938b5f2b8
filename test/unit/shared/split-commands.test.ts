/** When the commands of two workbooks side by side apply, and which of them are on. */
import { expect, test } from 'vitest';
import { type CommandId, commandOf, type Situation } from '../../../src/shared/commands.ts';
import { isSwitchedOn } from '../../../src/shared/split-commands.ts';
import { fixtures, testNow } from '../../support/ui/fixtures.ts';

const situationOf = (name: 'workbook' | 'workbook-split' | 'workbook-tabs' | 'first-run' | 'wall'): Situation => {
  const state = fixtures[name](testNow);
  return { state, view: 'home', pane: state.window.panes[0] ?? null };
};
const applies = (id: CommandId, now: Situation, argument?: string) => commandOf(id).applies(now, argument);

test('two come from one, and their sides and filters are spoken of only while there are two', () => {
  const all = (now: Situation) => (['splitView', 'swapSides', 'linkFilters'] as const).map((id) => applies(id, now));
  expect(all(situationOf('workbook'))).toEqual([true, false, false]);
  expect(all(situationOf('workbook-split'))).toEqual([true, true, true]);
  expect(all(situationOf('first-run'))).toEqual([false, false, false]);
  expect(all(situationOf('wall'))).toEqual([false, false, false]);
  expect(all({ ...situationOf('workbook-split'), view: 'start' })).toEqual([false, false, false]);
});

test('a tab is put beside the chosen one where it is neither that nor there already, nor of another profile', () => {
  const now = situationOf('workbook-split');
  const beside = now.state.window.tabs.map(({ tabId }) => applies('showBeside', now, tabId));
  expect(beside).toEqual([true, false, false]);
  const tabs = situationOf('workbook-tabs');
  const others = tabs.state.window.tabs.map(({ tabId }) => applies('showBeside', tabs, tabId));
  expect(others).toEqual([false, true, false, false]);
  expect(applies('showBeside', now)).toBe(false);
});

test('a tab that stands beside the chosen one is not put to sleep with the others', () => {
  const now = situationOf('workbook-split');
  expect(applies('sleepOtherTabs', now)).toBe(true);
  const { window } = now.state;
  const state = { ...now.state, window: { ...window, tabs: window.tabs.slice(1) } };
  expect(applies('sleepOtherTabs', { ...now, state })).toBe(false);
});

test('a switch is on or off', () => {
  const now = situationOf('workbook-split');
  const { window } = now.state;
  const linked = { ...window, splits: window.splits.map((split) => ({ ...split, isLinked: true })) };
  const states = [fixtures.workbook(testNow), now.state, { ...now.state, window: linked }];
  expect(states.map((state) => [isSwitchedOn('splitView', { state }), isSwitchedOn('linkFilters', { state })])).toEqual(
    [
      [false, false],
      [true, false],
      [true, true],
    ],
  );
});
