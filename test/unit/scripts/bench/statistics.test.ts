/** What is said of measured values. */
import { describe, expect, test } from 'vitest';
import { median, percentile, ratio, slope, spreadOf } from '../../../../scripts/bench/statistics.ts';

describe('the statistics of the bench', () => {
  test('take the middle value, and of an even count the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(median([])).toBeNaN();
  });

  test('order by size and not by letters, and leave the values in their order', () => {
    const values = [100, 20, 3];
    expect(median(values)).toBe(20);
    expect(values).toEqual([100, 20, 3]);
  });

  test('say how far the values lie from one another, whatever one that is off does', () => {
    expect(spreadOf([10, 11, 12, 13, 100])).toEqual({ median: 12, min: 10, max: 100, mad: 1 });
  });

  test('take the value that so many of a hundred do not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(hundred, 99.9)).toBe(100);
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile([7], 1)).toBe(7);
  });

  test('compare medians', () => {
    expect(ratio([300, 200, 250], [100, 500, 50])).toBe(2.5);
  });

  test('tell the growth by the line of least squares', () => {
    const line = [1, 10, 50].map((x) => ({ x, y: 3 * x + 7 }));
    expect(slope(line)).toBeCloseTo(3);
    expect(slope([...line, { x: 20, y: 67 + 40 }])).toBeCloseTo(3, 0);
    expect(
      slope([
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ]),
    ).toBeNaN();
  });
});
