/** Which panes a person can see: as the windows say it, and as far as the windows themselves can be seen. */

export interface ShownPanes {
  /** A window says which of its panes it shows; null for none. Until it says so, all of them count as shown. */
  setShown(windowId: string, paneId: string | null): void;
  /** A window can be seen, or no longer. Each counts as visible until then. */
  setWindowVisible(windowId: string, isVisible: boolean): void;
  isWindowVisible(windowId: string): boolean;
  isShown(windowId: string, paneId: string): boolean;
  /** The window is gone. */
  forget(windowId: string): void;
}

/** @param onChange what can be seen of a window has changed */
export function createShownPanes(onChange: (windowId: string) => void): ShownPanes {
  const shownIn = new Map<string, string | null>();
  const unseen = new Set<string>();
  const isWindowVisible = (windowId: string) => !unseen.has(windowId);
  return {
    setShown(windowId, paneId) {
      shownIn.set(windowId, paneId);
      onChange(windowId);
    },
    setWindowVisible(windowId, isVisible) {
      if (isVisible) unseen.delete(windowId);
      else unseen.add(windowId);
      onChange(windowId);
    },
    isWindowVisible,
    isShown(windowId, paneId) {
      const shown = shownIn.get(windowId);
      return isWindowVisible(windowId) && (shown === undefined || shown === paneId);
    },
    forget(windowId) {
      shownIn.delete(windowId);
      unseen.delete(windowId);
    },
  };
}
