import { describe, expect, test } from 'vitest';
import { createClockWatch } from '../../../src/main/app/clock-watch.ts';
import { createNotices } from '../../../src/main/app/notices.ts';
import { en } from '../../../src/shared/text/en.ts';
import { errorText } from '../../../src/shared/text/error-text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A clock on the wall that stands to its server as the test says. */
function watching() {
  let ids = 0;
  let changes = 0;
  const wall = { aheadMs: 0, isTimeKnown: true };
  const notices = createNotices({
    setTimer: () => () => undefined,
    randomUuid: () => `id-${++ids}`,
    onChange: () => undefined,
  });
  const warned: object[] = [];
  const watch = createClockWatch({
    wallClock: {
      isTimeKnown: () => wall.isTimeKnown,
      aheadMs: () => wall.aheadMs,
      difference: () => (wall.isTimeKnown ? { host: 'as.example', aheadMs: wall.aheadMs } : null),
    },
    notices,
    log: { warn: (_, details) => void warned.push(details ?? {}) },
    onChange: () => {
      changes += 1;
    },
  });
  const set = (aheadMs: number) => {
    wall.aheadMs = aheadMs;
    watch.look();
  };
  const shown = () => notices.sharedState().notices.map(({ error }) => errorText(en, error).detail);
  const dismiss = () => {
    for (const { id } of notices.sharedState().notices) {
      notices.handlers['notices.dismiss']({ noticeId: id }, { windowId: 'window-1', kind: 'viewer' });
    }
  };
  return { watch, wall, set, shown, dismiss, warned, changes: () => changes };
}

describe('a clock that is wrong', () => {
  test.each([
    [5 * MINUTE, 'It is 5 min ahead of the clock of as.example.'],
    [-5 * MINUTE + 700, 'It is 5 min behind the clock of as.example.'],
    [-25 * HOUR - 30 * MINUTE, 'It is 25 h 30 min behind the clock of as.example.'],
    [72 * HOUR, 'It is 3 days ahead of the clock of as.example.'],
  ])('by %i ms is told, by how much and which way', (aheadMs, sentence) => {
    const { set, shown, warned } = watching();
    set(aheadMs);
    expect(shown()).toEqual([sentence]);
    expect(warned).toEqual([{ host: 'as.example', aheadSeconds: Math.round(aheadMs / 1_000) }]);
  });

  test.each([MINUTE, -MINUTE, 0])('by %i ms is not told', (aheadMs) => {
    const { set, shown } = watching();
    set(aheadMs);
    expect(shown()).toEqual([]);
  });

  test('is not told before a server has told the time', () => {
    const { wall, set, shown } = watching();
    wall.isTimeKnown = false;
    set(HOUR);
    expect(shown()).toEqual([]);
  });

  test('is told once, and not again after a person has dismissed it', () => {
    const { set, shown, dismiss, warned } = watching();
    for (const trembling of [5 * MINUTE, 5 * MINUTE + 900, 5 * MINUTE - 900]) set(trembling);
    expect(shown()).toHaveLength(1);
    dismiss();
    set(5 * MINUTE);
    expect(shown()).toEqual([]);
    expect(warned).toHaveLength(1);
  });

  test('is told anew when it is wrong in another way', () => {
    const { set, shown, dismiss } = watching();
    set(5 * MINUTE);
    set(-HOUR);
    expect(shown()).toEqual(['It is 1 h behind the clock of as.example.']);
    dismiss();
    set(HOUR);
    expect(shown()).toEqual(['It is 1 h ahead of the clock of as.example.']);
  });

  test('and then right is told no more, and told again when it is wrong again', () => {
    const { set, shown } = watching();
    set(5 * MINUTE);
    set(50_000);
    expect(shown()).toHaveLength(1);
    set(0);
    expect(shown()).toEqual([]);
    set(5 * MINUTE);
    expect(shown()).toHaveLength(1);
  });
});

test('windows are told how to count, in whole seconds and only when that is different', () => {
  const { watch, set, changes } = watching();
  set(2_900);
  expect(watch.sharedState()).toEqual({ clockAheadMs: 0 });
  expect(changes()).toBe(0);
  set(-300_400);
  set(-300_200);
  expect(watch.sharedState()).toEqual({ clockAheadMs: -300_000 });
  expect(changes()).toBe(1);
});
