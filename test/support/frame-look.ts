/** What a look finds in the page of a workbook whose person rests: scrolled a little, the caret in a field. */
import type { FrameLook } from '../../src/main/viewer/frame-look.ts';

export const restingLook: FrameLook = {
  sinceInput: 60_000,
  isPressed: false,
  isComposing: false,
  isDragging: false,
  hasSelection: false,
  isPlaying: false,
  isFullScreen: false,
  overlays: 0,
  scrolls: [{ path: { anchor: 'table', steps: [] }, top: 33, left: 0 }],
  focus: { path: { anchor: 'name', steps: [] }, caret: [2, 2], mark: 1, isPlain: false },
  hover: null,
  named: [],
};
