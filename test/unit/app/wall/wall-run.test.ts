/** A wall over days: whatever becomes of its stops, it goes on, and shows nothing that is not ready. */
import { expect, test } from 'vitest';
import type { WallStop } from '../../../../src/main/app/wall/wall-rules.ts';
import { createWallRun } from '../../../../src/main/app/wall/wall-run.ts';

const DWELL = 30_000;

function createFixture(ids: readonly string[], first: string | null = null) {
  let now = 0;
  const timers = new Set<{ at: number; action: () => void }>();
  const world = {
    canLoad: true,
    /** Which stops fail when they are loaded. */
    broken: new Set<string>(),
    loadMs: 4_000,
    shown: [] as string[],
    prepared: [] as (string | null)[],
    passed: 0,
    /** What a person chose for one stop, in milliseconds. */
    dwell: new Map<string, number>(),
  };
  const states = new Map<string, WallStop['state']>(ids.map((id) => [id, id === first ? 'ready' : 'asleep']));
  const setTimer = (action: () => void, delayMs: number) => {
    const timer = { at: now + delayMs, action };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const run = createWallRun({
    first,
    stops: () =>
      ids.map((id) => {
        const state = states.get(id) ?? 'asleep';
        return { id, state, hasPicture: state === 'ready', isCatchingUp: false };
      }),
    dwellMs: (id) => world.dwell.get(id) ?? DWELL,
    canLoad: () => world.canLoad,
    prepare(id) {
      world.prepared.push(id);
      // As in the program, where every deed is a change.
      run.changed();
      if (id === null || states.get(id) === 'ready') return;
      states.set(id, 'coming');
      setTimer(() => {
        states.set(id, world.broken.has(id) ? 'failed' : 'ready');
        run.changed();
      }, world.loadMs);
    },
    show: (id) => world.shown.push(`${states.get(id)} ${id}`),
    whenPictureIsWhole: (_id, then) => void setTimer(then, 200),
    setTimer,
    uptime: () => now,
    random: () => 0.5,
    log: {
      warn: () => {
        world.passed += 1;
      },
    },
  });
  function advance(milliseconds: number): void {
    const end = now + milliseconds;
    for (;;) {
      const next = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      timers.delete(next);
      now = Math.max(now, next.at);
      next.action();
    }
    now = end;
  }
  return { run, world, states, advance, pending: () => timers.size };
}

test('its stops come in turn, each ready, for days', () => {
  const { world, advance } = createFixture(['a', 'b', 'c']);
  advance(24 * 3_600_000);
  expect(world.shown.slice(0, 4)).toEqual(['ready a', 'ready b', 'ready c', 'ready a']);
  expect(world.shown.length).toBeGreaterThan(24 * 100);
  expect(world.shown.every((one) => one.startsWith('ready'))).toBe(true);
});

test('a stop has the time that was chosen for it, and the others theirs', () => {
  const { world, advance } = createFixture(['a', 'b'], 'a');
  world.dwell.set('a', 4 * DWELL);
  advance(3 * DWELL);
  expect(world.shown).toEqual([]);
  advance(DWELL + 5_000);
  expect(world.shown).toEqual(['ready b']);
  advance(DWELL + 5_000);
  expect(world.shown).toEqual(['ready b', 'ready a']);
});

test('one that never comes is passed over, and tried for ever', () => {
  const { world, advance } = createFixture(['a', 'b', 'c']);
  world.broken.add('b');
  advance(3_600_000);
  expect(new Set(world.shown)).toEqual(new Set(['ready a', 'ready c']));
  const tried = world.prepared.filter((id) => id === 'b').length;
  expect(tried).toBeGreaterThan(5);
  expect(world.passed).toBe(tried);
  world.broken.clear();
  advance(600_000);
  expect(world.shown).toContain('ready b');
});

test('where nothing comes at all, it is tried again with pauses, and at once when the network is back', () => {
  const { world, run, advance } = createFixture(['a']);
  world.broken.add('a');
  advance(6 * 3_600_000);
  expect(world.shown).toEqual([]);
  const tried = world.prepared.filter((id) => id === 'a').length;
  expect(tried).toBeGreaterThan(60);
  expect(tried).toBeLessThan(110);
  world.broken.clear();
  run.tryAgain();
  advance(10_000);
  expect(world.shown).toEqual(['ready a']);
});

test('a sign-in ends the waiting at once', () => {
  const { world, run, advance } = createFixture(['a']);
  world.canLoad = false;
  advance(3_600_000);
  expect(world.prepared).toEqual([]);
  world.canLoad = true;
  run.changed();
  advance(10_000);
  expect(world.shown).toEqual(['ready a']);
});

test('what was before the people stays there as the first stop', () => {
  const { world, advance } = createFixture(['a', 'b'], 'a');
  advance(DWELL - 1_000);
  expect(world.shown).toEqual([]);
  advance(5_000);
  expect(world.shown).toEqual(['ready b']);
});

test('a wall that is taken down does nothing more', () => {
  const { world, run, advance } = createFixture(['a', 'b']);
  advance(10_000);
  run.stop();
  run.changed();
  const before = world.prepared.length;
  advance(3_600_000);
  expect(world.prepared).toHaveLength(before);
});
