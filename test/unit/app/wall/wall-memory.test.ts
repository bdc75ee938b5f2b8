/** Which windows hang on a wall, as a start finds it. */
import { expect, test } from 'vitest';
import { openWallStore } from '../../../../src/main/app/wall/wall-memory.ts';
import { silentLog } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const open = ['first', 'second', 'third'];

test('is none at first, and none again when all were taken down', async () => {
  const store = createFakeStore();
  const wall = openWallStore(store, silentLog);
  expect(wall.ofLastRun(open)).toEqual([]);
  await wall.keep(['second']);
  await wall.keep([]);
  expect(openWallStore(store, silentLog).ofLastRun(open)).toEqual([]);
});

test('is the one that hung, and no other', async () => {
  const store = createFakeStore();
  await openWallStore(store, silentLog).keep(['second', 'third']);
  expect(openWallStore(store, silentLog).ofLastRun(open)).toEqual(['second', 'third']);
});

test('is the first one where nobody knows which it was, as after an earlier version', () => {
  const store = createFakeStore();
  store.values.set('wall', { isOn: true });
  expect(openWallStore(store, silentLog).ofLastRun(open)).toEqual(['first']);
  store.values.set('wall', { isOn: true, windowIds: ['gone'] });
  expect(openWallStore(store, silentLog).ofLastRun(open)).toEqual(['first']);
  store.values.set('wall', 'x');
  expect(openWallStore(store, silentLog).ofLastRun(open)).toEqual([]);
});
