import { describe, expect, test } from 'vitest';
import {
  boundsBeside,
  boundsUnder,
  chooseBounds,
  chooseState,
  DEFAULT_SIZE,
  isInside,
  SMALLEST_SIZE,
} from '../../../src/main/shell/window-bounds.ts';

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

describe('a window that another one opened', () => {
  test.each([
    [
      'a step down and to the side',
      { x: 100, y: 80, width: 900, height: 600 },
      { x: 132, y: 112, width: 900, height: 600 },
    ],
    [
      'at the upper edge again where there is no room below',
      { x: 100, y: 290, width: 900, height: 600 },
      { x: 132, y: 0, width: 900, height: 600 },
    ],
    [
      'at the side where there is no room beside',
      { x: 530, y: 80, width: 900, height: 600 },
      { x: 540, y: 112, width: 900, height: 600 },
    ],
    [
      'on the display of the other one',
      { x: 1_500, y: 80, width: 900, height: 600 },
      { x: 1_532, y: 112, width: 900, height: 600 },
    ],
    ['as large as its display', { x: 0, y: 0, width: 2_000, height: 1_200 }, { x: 0, y: 0, width: 1_440, height: 900 }],
    [
      'on the first display where the other one is on none',
      { x: 9_000, y: 80, width: 900, height: 600 },
      { x: 540, y: 112, width: 900, height: 600 },
    ],
  ])('stands %s', (_case, from, expected) => {
    expect(boundsBeside(from, [laptop, besides])).toEqual(expected);
  });

  test('stands under the pointer that drew a tab out, and wholly on its display', () => {
    const size = { width: 900, height: 600 };
    expect(boundsUnder({ x: 500, y: 200 }, size, laptop)).toEqual({ x: 380, y: 184, ...size });
    expect(boundsUnder({ x: 3_300, y: 1_000 }, size, besides)).toEqual({ x: 2_460, y: 480, ...size });
    expect(boundsUnder({ x: 5, y: 5 }, size, laptop)).toEqual({ x: 0, y: 0, ...size });
  });

  test('is left by a pointer that is over none of its pixels', () => {
    const window = { x: 10, y: 10, width: 20, height: 20 };
    const points = [
      { x: 10, y: 10 },
      { x: 29, y: 29 },
      { x: 30, y: 20 },
      { x: 9, y: 20 },
      { x: 20, y: 9 },
      { x: 20, y: 30 },
    ];
    expect(points.map((point) => isInside(point, window))).toEqual([true, true, false, false, false, false]);
  });
});
