/** When main opens the workbook that opens by itself, instead of waiting for the page of the window to ask for it. */
import { expect, test } from 'vitest';
import { createOpeningByItself } from '../../../../src/main/app/workbooks/opening-by-itself.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { AppState } from '../../../../src/shared/state.ts';
import { type FixtureName, fixtures, ids, testNow } from '../../../support/ui/fixtures.ts';

function openIn(name: FixtureName, more: Partial<AppState['window']> = {}, view: 'home' | 'profiles' = 'home') {
  const done: string[] = [];
  const state = fixtures[name](testNow);
  const world = { fails: false, atStart: 'lastWorkbook' };
  const { openIn: open, openFirst } = createOpeningByItself({
    situationOf: () => ({ state: { ...state, window: { ...state.window, ...more } }, view }),
    open(workbookId, windowId) {
      if (world.fails) throw new AppError('profile_missing', { reason: 'workbookRemoved' });
      done.push(`${workbookId} in ${windowId}`);
    },
    choices: { get: () => world.atStart as never },
    log: { warn: (event, fields) => void done.push(`${event} ${fields?.code}`) },
  });
  return { open, openFirst, done, world };
}

test('the one that is to be opened is opened in its window', () => {
  const { open, done } = openIn('opening');
  open('main');
  expect(done).toEqual([`${ids.revenue} in main`]);
});

test.each([
  ['there is a choice to make', openIn('choose')],
  ['a sign-in is missing', openIn('signed-out')],
  ['a workbook is open', openIn('workbook')],
  ['the only one was closed by hand', openIn('opening', { closedTabs: 1 })],
  ['another screen lies over the workbooks', openIn('opening', {}, 'profiles')],
  ['the window hangs on a wall', openIn('opening', { wall: fixtures.wall(testNow).window.wall })],
])('nothing is opened where %s', (_what, { open, done }) => {
  open('main');
  expect(done).toEqual([]);
});

test('one that cannot be opened is left to the page of its window, which tells the person', () => {
  const { open, done, world } = openIn('opening');
  world.fails = true;
  open('main');
  expect(done).toEqual(['workbook.not-opened profile_missing']);
});

test('at the start it is opened in the window that was used last, unless the person begins at the start page', () => {
  const { openFirst, done, world } = openIn('opening');
  world.atStart = 'startPage';
  openFirst('main');
  openFirst(null);
  expect(done).toEqual([]);
  world.atStart = 'lastWorkbook';
  openFirst('main');
  expect(done).toEqual([`${ids.revenue} in main`]);
});
