/** Instants from the probe, the log and the display, and the stages that they make. */
import { describe, expect, test } from 'vitest';
import { eventAfter } from '../../../../scripts/bench/log-marks.ts';
import { warningOf } from '../../../../scripts/bench/machine.ts';
import { readMarks } from '../../../../scripts/bench/marks.ts';
import { stagesOf } from '../../../../scripts/bench/stages.ts';
import { rootOf } from '../../../../scripts/bench/x-windows.ts';

test('a mark counts when its line is whole', () => {
  expect(readMarks('{"name":"data","at":5.5}\n{"name":"host p')).toEqual([{ name: 'data', at: 5.5 }]);
  expect(readMarks('')).toEqual([]);
});

describe('an event of the log', () => {
  const line = (at: string, event: string) => `${JSON.stringify({ at, level: 'info', event })}\n`;
  const text =
    line('2026-01-01T00:00:01.000Z', 'sign-in.succeeded') + line('2026-01-01T00:00:02.500Z', 'sign-in.succeeded');

  test('is the first one after an instant, of which the log has whole milliseconds', () => {
    const second = Date.parse('2026-01-01T00:00:02.500Z');
    expect(eventAfter(text, 'sign-in.succeeded', second - 1_000)).toBe(second);
    expect(eventAfter(text, 'sign-in.succeeded', second + 0.9)).toBe(second);
  });

  test('that did not come is none', () => {
    expect(eventAfter(text, 'listener.callback', 0)).toBeUndefined();
    expect(eventAfter(text, 'sign-in.succeeded', Date.parse('2026-01-01T00:00:03Z'))).toBeUndefined();
  });
});

test('stages follow one another: what was not passed is left out, and what was passed before took nothing', () => {
  const milestones = [
    { name: 'callback', at: 110 },
    { name: 'token', at: undefined },
    { name: 'identity', at: 105 },
    { name: 'vault', at: 150 },
  ];
  expect(stagesOf(100, milestones)).toEqual([
    { name: 'callback', ms: 10 },
    { name: 'identity', ms: 0 },
    { name: 'vault', ms: 40 },
  ]);
});

test('a busy computer is told of, loudly', () => {
  expect(warningOf({ load: 0.4, cores: 2 })).toBeNull();
  expect(warningOf({ load: 0.6, cores: 2 })).toContain('THIS COMPUTER IS BUSY (load 0.60 on 2 cores)');
});

test('the root window of a display stands behind the name of its maker and the formats of its pictures', () => {
  const setup = Buffer.alloc(8 + 32 + 8 + 2 * 8 + 40);
  // "Maker" has five letters, and takes eight bytes.
  setup.writeUInt16LE(5, 24);
  setup.writeUInt8(2, 29);
  setup.writeUInt32LE(0x4d2, 40 + 8 + 16);
  expect(rootOf(setup)).toBe(0x4d2);
});
