/** Whether a person can see a window at all (not while it is minimised or hidden), and whether they work in it. */
import type { BrowserWindow } from 'electron';
import type { Panes } from './panes.ts';

/** Tells of each change. A window that was not shown yet says nothing, and counts as visible. */
export function watchVisibility(
  window: Pick<BrowserWindow, 'isVisible' | 'isMinimized' | 'on'>,
  onChange: (isVisible: boolean) => void,
): void {
  const look = () => onChange(window.isVisible() && !window.isMinimized());
  window.on('show', look);
  window.on('hide', look);
  window.on('minimize', look);
  window.on('restore', look);
}

/** Tells of each change. A window that was never left says nothing. */
export function watchFocus(window: Pick<BrowserWindow, 'on'>, onChange: (isFocused: boolean) => void): void {
  window.on('focus', () => onChange(true));
  window.on('blur', () => onChange(false));
}

/** Tells the panes of a window of both. */
export function watchPresence(
  window: BrowserWindow,
  windowId: string,
  panes: Pick<Panes, 'setWindowVisible' | 'setWindowFocused'>,
): void {
  watchVisibility(window, (isVisible) => panes.setWindowVisible(windowId, isVisible));
  watchFocus(window, (isFocused) => panes.setWindowFocused(windowId, isFocused));
}
