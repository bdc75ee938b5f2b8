/** What a terminal is given: nothing that it would obey, and JSON that still means the same. */
import { describe, expect, test } from 'vitest';
import { columns, shown, shownJson, widthOf } from '../../../src/main/command-line/columns.ts';

/** Escape, the one-letter form of the same (C1), marks of direction, of width nought, tags, and what belongs to no letter. */
const orders = [
  '\u001b[2J',
  '\u009b2J',
  '\u009d0;x\u009c',
  '\u0007',
  '\u007f',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u2028',
  '\u{e0041}',
  '\ud800',
  '\r',
  '\u0085',
];

describe.each(orders)('%j', (order) => {
  test('is not in a text that is shown', () => {
    expect(shown(`Taxi${order}7`)).not.toMatch(/[\p{C}\u2028\u2029]/u);
  });

  test('is an escape in JSON, which means the same', () => {
    const value = { name: `Taxi${order}é世👩`, [order]: [order] };
    const json = shownJson(JSON.stringify(value, null, 2));
    expect(json).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
    expect(json).toContain('é世👩');
    expect(JSON.parse(json)).toEqual(value);
  });
});

test('lines of a log stay lines', () => {
  expect(shownJson('{"a":"\u009b2J"}\n{"b":1}\t\n')).toBe('{"a":"\\u009b2J"}\n{"b":1}\t\n');
});

test('cells stand below one another, also wide ones', () => {
  expect(
    columns([
      ['世界', 'x'],
      ['abcd', 'y'],
    ]),
  ).toEqual(['世界  x', 'abcd  y']);
  expect(widthOf('e\u0301')).toBe(1);
});
