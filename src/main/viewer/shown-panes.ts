/** Which panes a person can see: as the windows say it, and as far as the windows themselves can be seen. */

export interface ShownPanes {
  /**
   * A window says which of its panes it shows; null for none. Until it says so, all of them count as shown.
   *
   * @param besideId the one beside it, which the person sees and does not work in
   */
  setShown(windowId: string, paneId: string | null, besideId?: string | null): void;
  /**
   * A pane that is about to be shown counts as shown for what it does by itself: it is renewed, and asks for new data. Null
   * for none.
   */
  setPrepared(windowId: string, paneId: string | null): void;
  /** A window can be seen, or no longer. Each counts as visible until then. */
  setWindowVisible(windowId: string, isVisible: boolean): void;
  /** A person works in a window, or no longer. They do until then. */
  setWindowFocused(windowId: string, isFocused: boolean): void;
  /** @param paneId null for a pane that is being opened: the window says that it shows it once it does */
  presence(windowId: string, paneId: string | null): { readonly isShown: boolean; readonly isAtWindow: boolean };
  /** Whether it is the one that the person works in, of those that they see. */
  isActive(windowId: string, paneId: string): boolean;
  /** The window is gone. */
  forget(windowId: string): void;
}

/** @param onChange what can be seen of a window has changed */
export function createShownPanes(onChange: (windowId: string) => void): ShownPanes {
  const shownIn = new Map<string, string | null>();
  const besideIn = new Map<string, string | null>();
  const preparedIn = new Map<string, string | null>();
  const unseen = new Set<string>();
  const left = new Set<string>();
  const isWindowVisible = (windowId: string) => !unseen.has(windowId);
  const isActive = (windowId: string, paneId: string) => {
    const shown = shownIn.get(windowId);
    return isWindowVisible(windowId) && (shown === undefined || shown === paneId);
  };
  const isShown = (windowId: string, paneId: string) =>
    isActive(windowId, paneId) || (isWindowVisible(windowId) && besideIn.get(windowId) === paneId);
  return {
    setShown(windowId, paneId, besideId = null) {
      shownIn.set(windowId, paneId);
      besideIn.set(windowId, besideId);
      onChange(windowId);
    },
    setPrepared(windowId, paneId) {
      if ((preparedIn.get(windowId) ?? null) === paneId) return;
      preparedIn.set(windowId, paneId);
      onChange(windowId);
    },
    setWindowVisible(windowId, isVisible) {
      if (isVisible) unseen.delete(windowId);
      else unseen.add(windowId);
      onChange(windowId);
    },
    setWindowFocused(windowId, isFocused) {
      if (isFocused) left.delete(windowId);
      else left.add(windowId);
      onChange(windowId);
    },
    presence: (windowId, paneId) => ({
      isShown:
        paneId === null
          ? isWindowVisible(windowId)
          : isShown(windowId, paneId) || (isWindowVisible(windowId) && preparedIn.get(windowId) === paneId),
      isAtWindow: !left.has(windowId),
    }),
    isActive,
    forget(windowId) {
      besideIn.delete(windowId);
      shownIn.delete(windowId);
      preparedIn.delete(windowId);
      unseen.delete(windowId);
      left.delete(windowId);
    },
  };
}
