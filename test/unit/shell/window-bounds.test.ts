import { describe, expect, test } from 'vitest';
import { chooseBounds, chooseState, DEFAULT_SIZE, SMALLEST_SIZE } from '../../../src/main/shell/window-bounds.ts';

const laptop = { x: 0, y: 0, width: 1440, height: 900 };
const besides = { x: 1440, y: 0, width: 1920, height: 1080 };

describe('window bounds', () => {
  test.each([undefined, null, 'x', { x: 1 }, { x: 0.5, y: 0, width: 1, height: 1 }])(
    'start fresh from %j',
    (stored) => {
      expect(chooseBounds(stored, [laptop])).toEqual(DEFAULT_SIZE);
    },
  );

  test('come back where they were, on any display', () => {
    const stored = { x: 1600, y: 40, width: 1000, height: 700 };
    expect(chooseBounds(stored, [laptop, besides])).toEqual(stored);
  });

  test.each([
    ['its display is gone', { x: 1600, y: 40, width: 1000, height: 700 }],
    ['only a sliver shows', { x: 1400, y: 40, width: 1000, height: 700 }],
    ['the title bar is above', { x: 100, y: -200, width: 1000, height: 700 }],
    ['the title bar is below', { x: 100, y: 880, width: 1000, height: 700 }],
  ])('keep the size and find a new place when %s', (_case, stored) => {
    expect(chooseBounds(stored, [laptop])).toEqual({ width: 1000, height: 700 });
  });

  test.each([
    ['eighty pixels of the title bar show', { x: 1_360, y: 0 }, true],
    ['seventy-nine show', { x: 1_361, y: 0 }, false],
    ['eighty show on the left', { x: -920, y: 0 }, true],
    ['seventy-nine show on the left', { x: -921, y: 0 }, false],
    ['the title bar is at the upper edge', { x: 0, y: 0 }, true],
    ['the title bar is above that', { x: 0, y: -1 }, false],
    ['the title bar is eighty pixels above the lower edge', { x: 0, y: 820 }, true],
    ['the title bar is lower', { x: 0, y: 821 }, false],
  ])('when %s, at %j, come back there: %s', (_case, place, isKept) => {
    const size = { width: 1_000, height: 700 };
    expect(chooseBounds({ ...place, ...size }, [laptop])).toEqual(isKept ? { ...place, ...size } : size);
  });

  test.each([
    ['larger than its display', { x: 0, y: 0, width: 2_560, height: 1_400 }, { ...laptop }],
    [
      'as wide as two displays of which one is gone',
      { x: 100, y: 50, width: 3_000, height: 700 },
      { x: 0, y: 50, width: 1_440, height: 700 },
    ],
    [
      'higher than its display',
      { x: 200, y: 300, width: 900, height: 1_000 },
      { x: 200, y: 0, width: 900, height: 900 },
    ],
  ])('fit the work area when they are %s', (_case, stored, expected) => {
    expect(chooseBounds(stored, [laptop])).toEqual(expected);
  });

  test('stay over two displays where a person has drawn them', () => {
    const stored = { x: 200, y: 40, width: 2_500, height: 800 };
    expect(chooseBounds(stored, [laptop, besides])).toEqual(stored);
  });

  test('start no larger than a small display, and no smaller than usable', () => {
    expect(chooseBounds(null, [{ x: 0, y: 0, width: 1_024, height: 700 }])).toEqual({ width: 1_024, height: 700 });
    expect(chooseBounds(null, [{ x: 0, y: 0, width: 400, height: 300 }])).toEqual(SMALLEST_SIZE);
    expect(chooseBounds(null, [])).toEqual(DEFAULT_SIZE);
  });

  test.each([
    [
      { x: 0, y: 0, width: 900, height: 700 },
      { isMaximized: false, isFullScreen: false },
    ],
    [
      { x: 0, y: 0, width: 900, height: 700, isMaximized: true },
      { isMaximized: true, isFullScreen: false },
    ],
    [
      { x: 0, y: 0, width: 900, height: 700, isFullScreen: true },
      { isMaximized: false, isFullScreen: true },
    ],
    [{ isFullScreen: true }, { isMaximized: false, isFullScreen: false }],
    ['x', { isMaximized: false, isFullScreen: false }],
  ])('of %j say %j', (stored, expected) => {
    expect(chooseState(stored)).toEqual(expected);
  });

  test('never open smaller than usable', () => {
    expect(chooseBounds({ x: 0, y: 0, width: 10, height: 10 }, [laptop])).toMatchObject(SMALLEST_SIZE);
  });
});
