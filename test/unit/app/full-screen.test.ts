/** When Escape leaves the full screen of a window. */
import { expect, test } from 'vitest';
import { createFullScreen } from '../../../src/main/app/full-screen.ts';
import type { FrameLook } from '../../../src/main/viewer/frame-look.ts';

const look = (overlays: number): FrameLook => ({
  sinceInput: 0,
  isPressed: false,
  isComposing: false,
  isDragging: false,
  hasSelection: false,
  isPlaying: false,
  isFullScreen: false,
  overlays,
  scrolls: [],
  focus: null,
  hover: null,
  named: [],
});

function withPage(seen: FrameLook | null) {
  const left: string[] = [];
  let now = 0;
  const fullScreen = createFullScreen({
    desktop: {
      isFullScreen: (windowId) => windowId === 'full',
      leaveFullScreen: (windowId) => void left.push(windowId),
    },
    frames: { look: async () => seen },
    uptime: () => now,
  });
  return {
    fullScreen,
    left,
    later(ms: number) {
      now += ms;
    },
  };
}

test('a window says whether it fills the screen', () => {
  const { fullScreen } = withPage(null);
  expect(fullScreen.windowState('full')).toEqual({ isFullScreen: true });
  expect(fullScreen.windowState('other')).toEqual({ isFullScreen: false });
});

test('a key that closed a menu of the workbook does not leave it as well; the next one does', async () => {
  const { fullScreen, left } = withPage(look(1));
  fullScreen.escapePressed('guest');
  await fullScreen.leave('full');
  expect(left).toEqual([]);
  await fullScreen.leave('full');
  expect(left).toEqual(['full']);
});

test.each([
  ['nothing was open', look(0)],
  ['the page did not answer', null],
])('it is left where %s', async (_what, seen) => {
  const { fullScreen, left } = withPage(seen);
  fullScreen.escapePressed('guest');
  await fullScreen.leave('full');
  expect(left).toEqual(['full']);
});

test('a press that the workbook used long ago says nothing of this one', async () => {
  const { fullScreen, left, later } = withPage(look(1));
  fullScreen.escapePressed('guest');
  later(2_000);
  await fullScreen.leave('full');
  expect(left).toEqual(['full']);
});
