/** A window on a wall: in full screen on its display, which stays awake, and as it was before once it is taken down. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createWallWindows, inOrder } from '../../../src/main/shell/wall-window.ts';
import type { WallPlace } from '../../../src/shared/wall.ts';

const display = (id: number, x: number) => {
  const bounds = { x, y: 0, width: 1920, height: 1080 };
  return { id, bounds, workArea: bounds };
};
const here: WallPlace = { display: null, keepsAwake: true, isOfLastRun: false };

function fixture(displays = [display(1, 0), display(2, 1920)], wasFullScreen = false) {
  const screen = Object.assign(new EventEmitter(), {
    displays,
    getAllDisplays: () => screen.displays,
    getDisplayMatching: ({ x }: { x: number }) =>
      screen.displays.find(({ bounds }) => x >= bounds.x && x < bounds.x + bounds.width) ?? screen.displays[0],
  });
  const blocked = new Set<number>();
  let ids = 0;
  const powerSaveBlocker = {
    start(kind: string) {
      expect(kind).toBe('prevent-display-sleep');
      blocked.add(++ids);
      return ids;
    },
    stop: (id: number) => blocked.delete(id),
  };
  const window = Object.assign(new EventEmitter(), {
    full: wasFullScreen,
    bounds: { x: 100, y: 100, width: 1280, height: 800 },
    isFullScreen: () => window.full,
    setFullScreen: (isFull: boolean) => {
      window.full = isFull;
    },
    isDestroyed: () => false,
    isMinimized: () => false,
    restore: () => {},
    getBounds: () => window.bounds,
    setBounds: (bounds: typeof window.bounds) => {
      window.bounds = bounds;
    },
  });
  const walls = createWallWindows({ screen: screen as never, powerSaveBlocker: powerSaveBlocker as never });
  return { screen, window, blocked, hang: (place: WallPlace | null) => walls.hang(window as never, place) };
}

test('it fills its display, which stays awake until it is taken down', () => {
  const { window, blocked, hang } = fixture();
  hang(here);
  expect(window.full).toBe(true);
  expect(blocked.size).toBe(1);
  hang({ ...here, keepsAwake: false });
  expect(blocked.size).toBe(0);
  hang(here);
  hang(null);
  expect([window.full, blocked.size]).toEqual([false, 0]);
});

test('who had it in full screen before has it so afterwards, unless it hung there in the last run', () => {
  const { window, hang } = fixture(undefined, true);
  hang(here);
  hang(null);
  expect(window.full).toBe(true);
  hang({ ...here, isOfLastRun: true });
  hang(null);
  expect(window.full).toBe(false);
});

test('it goes to the display that is chosen, counted from left to right, and waits for one that is not there', () => {
  const { screen, window, hang } = fixture([display(7, 1920), display(3, 0)]);
  expect(inOrder(screen.displays).map(({ id }) => id)).toEqual([3, 7]);
  hang({ ...here, display: 2 });
  expect(window.bounds.x).toBe(1920);
  expect(window.full).toBe(true);
  hang({ ...here, display: 3 });
  expect(window.bounds.x).toBe(1920);
  screen.displays = [...screen.displays, display(9, 3840)];
  screen.emit('display-added');
  expect(window.bounds.x).toBe(3840);
});

test('after it is taken down or closed, displays are no matter of its', () => {
  const { screen, window, blocked, hang } = fixture();
  hang({ ...here, display: 2 });
  window.emit('closed');
  expect(blocked.size).toBe(0);
  expect(screen.listenerCount('display-added')).toBe(0);
});
