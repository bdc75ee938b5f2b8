/** What a wallboard shows next: only what is ready, in the order of the strip, and for ever. */
import { describe, expect, test } from 'vitest';
import {
  AHEAD_MS,
  afterStep,
  CATCH_UP_MS,
  NO_DATA_MS,
  newWall,
  nextStep,
  PREPARE_LIMIT_MS,
  passPause,
  type WallMemory,
  type WallMoment,
  type WallStop,
  withoutPauses,
  withPicture,
} from '../../../../src/main/app/wall/wall-rules.ts';

const DWELL = 60_000;
const at = (now: number, changes: Partial<WallMoment> = {}): WallMoment => ({
  now,
  dwellMs: DWELL,
  canLoad: true,
  ...changes,
});
const ready = (id: string, changes: Partial<WallStop> = {}): WallStop => ({
  id,
  state: 'ready',
  hasPicture: true,
  isCatchingUp: false,
  ...changes,
});
const asleep = (id: string) => ready(id, { state: 'asleep', hasPicture: false });
const coming = (id: string) => ready(id, { state: 'coming', hasPicture: false });
const failed = (id: string, hasPicture = false) => ready(id, { state: 'failed', hasPicture });
const showing = (id: string, changes: Partial<WallMemory> = {}): WallMemory => ({
  ...newWall,
  shown: { id, since: 0 },
  after: id,
  ...changes,
});
const preparing = (id: string, since: number, picture: 'unknown' | 'asked' | 'whole' = 'unknown') => ({
  prepared: { id, since, picture },
});

describe('at the beginning', () => {
  test('the first stop is made ready, and nothing is shown before it is', () => {
    expect(nextStep(newWall, [asleep('a'), asleep('b')], at(0))).toEqual({ do: 'prepare', id: 'a' });
    const begun = { ...newWall, ...preparing('a', 0) };
    expect(nextStep(begun, [coming('a'), asleep('b')], at(1_000))).toMatchObject({ do: 'wait' });
    expect(nextStep(begun, [ready('a'), asleep('b')], at(1_000))).toEqual({ do: 'look-at-picture', id: 'a' });
    const asked = { ...newWall, ...preparing('a', 0, 'asked') };
    expect(nextStep(asked, [ready('a')], at(1_000))).toMatchObject({ do: 'wait' });
    expect(nextStep(withPicture(asked, 'a'), [ready('a')], at(1_000))).toEqual({ do: 'show', id: 'a' });
  });
  test('what is there already comes before what has to be loaded', () => {
    expect(nextStep(newWall, [asleep('a'), ready('b')], at(0))).toEqual({ do: 'prepare', id: 'b' });
  });
  test('without a stop, it waits for one', () => {
    expect(nextStep(newWall, [], at(0))).toEqual({ do: 'wait', inMs: null });
  });
  test('without a sign-in nothing is loaded, and what is loaded goes on in turn', () => {
    const noOne = { canLoad: false };
    expect(nextStep(newWall, [asleep('a')], at(0, noOne))).toEqual({ do: 'wait', inMs: null });
    expect(nextStep(showing('a'), [ready('a'), asleep('b'), ready('c')], at(DWELL, noOne))).toEqual({
      do: 'prepare',
      id: 'c',
    });
  });
});

describe('the turn', () => {
  const stops = [ready('a'), ready('b'), ready('c')];
  test('comes to the next stop a while before it is shown', () => {
    expect(nextStep(showing('a'), stops, at(0))).toEqual({ do: 'wait', inMs: DWELL - AHEAD_MS });
    expect(nextStep(showing('a'), stops, at(DWELL - AHEAD_MS))).toEqual({ do: 'prepare', id: 'b' });
  });
  test('shows it when its time has come, and not before', () => {
    const wall = showing('a', preparing('b', DWELL - AHEAD_MS, 'whole'));
    expect(nextStep(wall, stops, at(DWELL - 5_000))).toEqual({ do: 'wait', inMs: 5_000 });
    expect(nextStep(wall, stops, at(DWELL))).toEqual({ do: 'show', id: 'b' });
  });
  test('goes on from the last stop to the first', () => {
    expect(nextStep(showing('c'), stops, at(DWELL))).toEqual({ do: 'prepare', id: 'a' });
  });
  test('stands still with one stop', () => {
    expect(nextStep(showing('a'), [ready('a')], at(10 * DWELL))).toEqual({ do: 'wait', inMs: null });
  });
  test('shows nothing whose data has not come, however late it is', () => {
    const wall = showing('a', preparing('b', DWELL - AHEAD_MS));
    for (const late of [DWELL, DWELL + 10_000, DWELL - AHEAD_MS + PREPARE_LIMIT_MS - 1]) {
      expect(nextStep(wall, [ready('a'), coming('b')], at(late))).toMatchObject({ do: 'wait' });
    }
  });
  test('takes a page with nothing to query for ready after a while', () => {
    const wall = showing('a', preparing('b', DWELL));
    const stopsNow = [ready('a'), ready('b', { state: 'empty' })];
    expect(nextStep(wall, stopsNow, at(DWELL + 1_000))).toEqual({ do: 'wait', inMs: NO_DATA_MS - 1_000 });
    expect(nextStep(wall, stopsNow, at(DWELL + NO_DATA_MS))).toEqual({ do: 'look-at-picture', id: 'b' });
  });
  test('waits a while for newer data, and then takes what is there', () => {
    const wall = showing('a', preparing('b', DWELL));
    const stopsNow = [ready('a'), ready('b', { isCatchingUp: true })];
    expect(nextStep(wall, stopsNow, at(DWELL + 1_000))).toEqual({ do: 'wait', inMs: CATCH_UP_MS - 1_000 });
    expect(nextStep(wall, stopsNow, at(DWELL + CATCH_UP_MS))).toEqual({ do: 'look-at-picture', id: 'b' });
  });
  test('follows the strip: a tab that was closed is no stop', () => {
    expect(nextStep(showing('b'), [ready('a'), ready('c')], at(1))).toEqual({ do: 'prepare', id: 'a' });
    const wall = showing('a', preparing('b', 0));
    expect(nextStep(wall, [ready('a'), ready('c')], at(DWELL))).toEqual({ do: 'prepare', id: 'c' });
  });
});

describe('trouble', () => {
  test('a stop that fails is passed over, and the one after it is next', () => {
    const wall = showing('a', preparing('b', DWELL));
    const stops = [ready('a'), failed('b'), asleep('c')];
    const step = nextStep(wall, stops, at(DWELL + 1));
    expect(step).toEqual({ do: 'pass', id: 'b' });
    expect(nextStep(afterStep(wall, step, DWELL + 1, 0), stops, at(DWELL + 1))).toEqual({ do: 'prepare', id: 'c' });
  });
  test('one that does not come is passed over as well', () => {
    const wall = showing('a', preparing('b', 0));
    expect(nextStep(wall, [ready('a'), coming('b')], at(PREPARE_LIMIT_MS))).toEqual({ do: 'pass', id: 'b' });
  });
  test('what hangs there stays while nothing else comes, and they are tried again after a pause', () => {
    let wall: WallMemory = showing('a', preparing('b', DWELL));
    const stops = [failed('a', true), failed('b')];
    wall = afterStep(wall, nextStep(wall, stops, at(DWELL)), DWELL, 0.5);
    expect(wall.shown?.id).toBe('a');
    const pause = passPause(0, 0.5);
    expect(nextStep(wall, stops, at(DWELL))).toEqual({ do: 'wait', inMs: pause });
    expect(nextStep(wall, stops, at(DWELL + pause))).toEqual({ do: 'prepare', id: 'b' });
  });
  test('one whose picture is gone gives way at once to what is there', () => {
    const stops = [coming('a'), asleep('b'), ready('c')];
    expect(nextStep(showing('a'), stops, at(1))).toEqual({ do: 'prepare', id: 'c' });
    const wall = showing('a', preparing('b', 0));
    expect(nextStep(wall, [coming('a'), coming('b'), ready('c')], at(1))).toEqual({ do: 'prepare', id: 'c' });
  });
  test('the only stop is tried again when its picture is gone', () => {
    expect(nextStep(showing('a'), [failed('a')], at(1))).toEqual({ do: 'prepare', id: 'a' });
  });
  test('a success is the end of its pauses, and so is a network that is back', () => {
    const paused = { b: { times: 4, notBefore: 9_000 } };
    const wall = showing('a', { failed: paused, ...preparing('b', 0, 'whole') });
    expect(afterStep(wall, { do: 'show', id: 'b' }, 1, 0)).toEqual({ ...showing('b'), shown: { id: 'b', since: 1 } });
    expect(withoutPauses(wall).failed).toEqual({});
  });
});

test('pauses grow up to five minutes, differ from wall to wall, and never end', () => {
  expect([0, 1, 2, 3].map((times) => passPause(times, 1))).toEqual([5_000, 10_000, 20_000, 40_000]);
  for (const times of [10, 1_000, 1e9]) {
    expect(passPause(times, 1)).toBe(300_000);
    expect(passPause(times, 0)).toBe(225_000);
  }
});
