import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { zoom, zoomByWheel } from '../../../src/main/shell/zoom.ts';
import { nextFactor } from '../../../src/shared/zoom.ts';

test('goes through the steps of a browser and back, and stops at both ends', () => {
  const seen = [1];
  for (let times = 0; times < 10; times += 1) seen.push(nextFactor(seen.at(-1) ?? 0, 'in'));
  expect(seen).toEqual([1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 5]);
  const down = [1];
  for (let times = 0; times < 8; times += 1) down.push(nextFactor(down.at(-1) ?? 0, 'out'));
  expect(down.map((factor) => factor.toFixed(2))).toEqual([
    '1.00',
    '0.90',
    '0.80',
    '0.75',
    '0.67',
    '0.50',
    '0.33',
    '0.25',
    '0.25',
  ]);
});

test.each([
  // Chromium rounds what it keeps.
  [1.0999999, 'in', 1.25],
  [1.1000001, 'out', 1],
  // A factor of another program, or of an earlier version.
  [1.31, 'in', 1.5],
  [1.31, 'out', 1.25],
  [3.7, 'reset', 1],
] as const)('from %d, %s leads to %d', (factor, change, expected) => {
  expect(nextFactor(factor, change)).toBe(expected);
});

test('follows the wheel', () => {
  const contents = Object.assign(new EventEmitter(), { zoomFactor: 1 });
  zoomByWheel(contents as unknown as WebContents, (change) => zoom(contents, change));
  contents.emit('zoom-changed', {}, 'in');
  expect(contents.zoomFactor).toBe(1.1);
  contents.emit('zoom-changed', {}, 'out');
  contents.emit('zoom-changed', {}, 'out');
  expect(contents.zoomFactor).toBe(0.9);
});
