/** The words after `npm run bench --`. */
import { describe, expect, test } from 'vitest';
import { readOrder } from '../../../../scripts/bench/arguments.ts';
import { partNames } from '../../../../scripts/bench/measurements.ts';

describe('the order of a bench', () => {
  test('without words is everything, five rounds, and fails when a budget is exceeded', () => {
    expect(readOrder([])).toEqual({
      parts: partNames,
      rounds: 5,
      isShort: false,
      json: null,
      fails: true,
      writes: false,
    });
  });

  test('names parts, which run in their own order and once', () => {
    expect(readOrder(['memory', 'start', 'memory']).parts).toEqual(['start', 'memory']);
  });

  test('in its short form has three rounds, unless it says how many', () => {
    expect(readOrder(['--short', '--no-fail'])).toMatchObject({ rounds: 3, isShort: true, fails: false });
    expect(readOrder(['--short', '--rounds', '1']).rounds).toBe(1);
  });

  test('names a file, and asks for the page', () => {
    expect(readOrder(['ipc', '--json', 'out.json', '--write'])).toMatchObject({ json: 'out.json', writes: true });
  });

  test.each([[['strat']], [['--rounds']], [['--rounds', '0']], [['--rounds', '1.5']], [['--json']], [['--fast']]])(
    'refuses %j',
    (args) => {
      expect(() => readOrder(args)).toThrow('Usage: npm run bench');
    },
  );
});
