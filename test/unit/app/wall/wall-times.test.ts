/** How long a wall shows each stop: by workbook, page and bookmark, and there again at the next start. */
import { expect, test } from 'vitest';
import { withoutLeftOut } from '../../../../src/main/app/wall/wall-stops.ts';
import { LEFT_OUT, openWallTimes } from '../../../../src/main/app/wall/wall-times.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const log = { warn: () => {} };
const costs = { workbookId: 'costs', page: null, bookmark: null };
const trips = { workbookId: 'costs', page: 'trips', bookmark: null };

test('a stop has the time of all until one is chosen for it, and another page of the workbook has its own', async () => {
  const store = createFakeStore();
  const times = openWallTimes(store, log);
  expect(times.secondsOf(costs)).toBeNull();
  await times.choose(costs, 120);
  await times.choose(trips, 10);
  const again = openWallTimes(store, log);
  expect([again.secondsOf(costs), again.secondsOf(trips)]).toEqual([120, 10]);
  await again.choose(trips, LEFT_OUT);
  expect(openWallTimes(store, log).secondsOf(trips)).toBe(LEFT_OUT);
  await again.choose(costs, null);
  expect([again.secondsOf(costs), openWallTimes(store, log).secondsOf(costs)]).toEqual([null, null]);
});

test('what is stored and not understood is nothing, and a store that fails costs the next start alone', async () => {
  expect(
    openWallTimes(createFakeStore(new Map([['wallTimes', [{ stop: 1, seconds: 'x' }]]])), log).secondsOf(costs),
  ).toBeNull();
  const warned: string[] = [];
  const broken = { get: () => undefined, assign: () => Promise.reject(new Error('full')) } as never;
  const times = openWallTimes(broken, { warn: (event) => void warned.push(event) });
  await times.choose(costs, 60);
  expect([times.secondsOf(costs), warned]).toEqual([60, ['wall.not-kept']]);
});

test('what is left out is no stop, unless nothing else is there', () => {
  const isLeftOut = (tab: string) => tab.startsWith('left');
  expect(withoutLeftOut(['costs', 'left trips', 'sales'], isLeftOut)).toEqual(['costs', 'sales']);
  expect(withoutLeftOut(['left costs', 'left trips'], isLeftOut)).toEqual(['left costs', 'left trips']);
  expect(withoutLeftOut([], isLeftOut)).toEqual([]);
});
