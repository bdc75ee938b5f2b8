/** What is done with windows as a whole. */
import { expect, test } from 'vitest';
import { createWindowDeeds } from '../../../src/main/shell/window-deeds.ts';
import type { Opening } from '../../../src/main/shell/windows.ts';

const display = { x: 0, y: 0, width: 1_440, height: 900 };
const normal = { x: 100, y: 80, width: 900, height: 600 };

function deeds(point = { x: 500, y: 200 }) {
  const opened: (Opening | undefined)[] = [];
  const own = createWindowDeeds({
    windows: {
      open(_kind, opening) {
        opened.push(opening);
        return 'new';
      },
      byUse: () => ['main'],
      comeForward: () => {},
      close: () => {},
    },
    // Maximised: where it stands, and where it would stand otherwise.
    windowOf: (id) => (id === 'main' ? { getBounds: () => display, getNormalBounds: () => normal } : null),
    screen: {
      getCursorScreenPoint: () => point,
      getDisplayNearestPoint: () => ({ workArea: display }) as never,
    },
    workAreas: () => [display],
  });
  return { ...own, opened };
}

test('a window opens beside another one, as large as that is when it fills no screen', () => {
  const { openWindow, opened } = deeds();
  expect(openWindow('main', 'beside')).toBe('new');
  expect(opened).toEqual([{ bounds: { x: 132, y: 112, width: 900, height: 600 } }]);
});

test('a window opens where the pointer is, and somewhere where the other one is gone', () => {
  const { openWindow, opened } = deeds();
  openWindow('main', 'pointer');
  openWindow('gone', 'pointer');
  expect(opened).toEqual([{ bounds: { x: 380, y: 184, width: 900, height: 600 } }, {}]);
});

test('a pointer is outside of a window that is there, by where it stands now', () => {
  expect(deeds().isPointerOutside('main')).toBe(false);
  expect(deeds({ x: 1_500, y: 200 }).isPointerOutside('main')).toBe(true);
  expect(deeds({ x: 1_500, y: 200 }).isPointerOutside('gone')).toBe(false);
});
