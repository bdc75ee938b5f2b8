/** What is done with windows as a whole: opened beside one another, brought forward, closed. */
import type { BrowserWindow, Screen } from 'electron';
import { boundsBeside, boundsUnder, isInside } from './window-bounds.ts';
import type { Windows } from './windows.ts';

export interface WindowDeeds {
  /** The one that was used last first. */
  windows(): readonly string[];
  /**
   * Opens one more window.
   *
   * @param from the one that it is opened from
   * @param where beside that one, or where the pointer is
   */
  openWindow(from: string, where: 'beside' | 'pointer'): string;
  showWindow(windowId: string): void;
  closeWindow(windowId: string): void;
  /** Whether the pointer is outside of a window; also where it is over another one of ours. */
  isPointerOutside(windowId: string): boolean;
}

export interface WindowDeedsOptions {
  readonly windows: Pick<Windows, 'open' | 'byUse' | 'comeForward' | 'close'>;
  windowOf(windowId: string): Pick<BrowserWindow, 'getBounds' | 'getNormalBounds'> | null;
  readonly screen: Pick<Screen, 'getCursorScreenPoint' | 'getDisplayNearestPoint'>;
  workAreas(): readonly Electron.Rectangle[];
}

export function createWindowDeeds({ windows, windowOf, screen, workAreas }: WindowDeedsOptions): WindowDeeds {
  function boundsFor(from: string, where: 'beside' | 'pointer') {
    // As large as it would be if it filled no screen.
    const bounds = windowOf(from)?.getNormalBounds();
    if (!bounds) return {};
    if (where === 'beside') return { bounds: boundsBeside(bounds, workAreas()) };
    const point = screen.getCursorScreenPoint();
    return { bounds: boundsUnder(point, bounds, screen.getDisplayNearestPoint(point).workArea) };
  }
  return {
    windows: windows.byUse,
    openWindow: (from, where) => windows.open('viewer', boundsFor(from, where)),
    showWindow: windows.comeForward,
    closeWindow: windows.close,
    isPointerOutside(windowId) {
      const bounds = windowOf(windowId)?.getBounds();
      return bounds !== undefined && !isInside(screen.getCursorScreenPoint(), bounds);
    },
  };
}
