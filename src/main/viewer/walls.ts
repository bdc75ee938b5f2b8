/** The windows that hang on a wall. */
import type { Pane } from './pane.ts';

/** @param inWindow the panes of a window */
export function createWalls(inWindow: (windowId: string) => readonly Pick<Pane, 'setUnattended'>[]) {
  const walls = new Set<string>();
  return {
    has: (windowId: string) => walls.has(windowId),
    set(windowId: string, isUnattended: boolean) {
      if (isUnattended) walls.add(windowId);
      else walls.delete(windowId);
      for (const pane of inWindow(windowId)) pane.setUnattended(isUnattended);
    },
    forget: (windowId: string) => void walls.delete(windowId),
  };
}
