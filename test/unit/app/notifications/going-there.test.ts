/** Where a press on a notification leads where there are several windows. */
import { expect, test } from 'vitest';
import { goTo } from '../../../../src/main/app/notifications/going-there.ts';
import type { Place } from '../../../../src/main/app/notifications/worth-telling.ts';
import { fixtures, testNow } from '../../../support/ui/fixtures.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const base = fixtures['workbook-tabs'](testNow);
const [tab] = base.window.tabs.filter(({ paneId }) => paneId !== null);
const paneId = tab?.paneId ?? '';

/** Two windows: the first one was used last and shows nothing, the other one shows the workbook. */
function pressed(place: Place, open = ['first', 'other']) {
  const done: string[] = [];
  const stateOf = (windowId: string) => ({
    ...base,
    window: { ...base.window, windowId, ...(windowId === 'first' && { tabs: [], panes: [], profileId: null }) },
  });
  goTo(place, {
    notifying: {
      windows: () => open,
      current: () => open[0] ?? null,
      comeForward: (windowId) => void done.push(`forward ${windowId}`),
    },
    commands: {
      situationOf: (windowId) => ({ state: stateOf(windowId), view: 'home', pane: null }),
      run: async (windowId, id, argument) => void done.push(`${windowId} ${id} ${argument}`),
    },
    timers: createVirtualClock(),
  });
  return done;
}

test('to the window that shows the workbook, which comes forward alone', () => {
  const place: Place = { kind: 'workbook', windowId: 'other', paneId, isAlert: false };
  expect(pressed(place)).toEqual(['forward other', `other goToTab ${tab?.tabId}`]);
});

test('to the window that works with the profile, and else to the one that was used last', () => {
  expect(pressed({ kind: 'profile', profileId: base.window.profileId ?? '' })[0]).toBe('forward other');
  expect(pressed({ kind: 'profile', profileId: 'another' })).toEqual(['forward first', 'first selectProfile another']);
});

test('of a tab that has gone to the window that was used last', () => {
  expect(pressed({ kind: 'workbook', windowId: 'closed', paneId: 'gone', isAlert: false })).toEqual(['forward first']);
  expect(pressed({ kind: 'downloads', paneId: 'gone' }, [])).toEqual(['forward undefined']);
});

test('of what is said in no place to the window that it is about, and else to the one that was used last', () => {
  expect(pressed({ kind: 'window', windowId: 'other' })).toEqual(['forward other']);
  expect(pressed({ kind: 'window', windowId: 'closed' })).toEqual(['forward first']);
  expect(pressed({ kind: 'window', windowId: null })).toEqual(['forward first']);
});
