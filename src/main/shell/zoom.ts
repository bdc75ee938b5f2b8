/** The zoom of our own pages, and the wheel that asks for one. */
import type { WebContents } from 'electron';
import { nextFactor, type ZoomChange } from '../../shared/zoom.ts';

export function zoom(contents: Pick<WebContents, 'zoomFactor'>, change: ZoomChange): void {
  contents.zoomFactor = nextFactor(contents.zoomFactor, change);
}

/** Lets the wheel with Ctrl (on macOS with Cmd) do what the keys do. */
export function zoomByWheel(contents: Pick<WebContents, 'on'>, then: (change: ZoomChange) => void): void {
  contents.on('zoom-changed', (_event, direction) => then(direction));
}
