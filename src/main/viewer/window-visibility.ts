/** Whether a person can see a window at all: not while it is minimised or hidden. */
import type { BrowserWindow } from 'electron';

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
