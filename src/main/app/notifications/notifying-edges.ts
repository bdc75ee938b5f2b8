/** What notifications ask of the desktop. */
export interface NotifyingEdges {
  /** @returns what takes it away again */
  show(told: { readonly title: string; readonly body: string; onClick(): void }): () => void;
  windows(): readonly string[];
  /** Whether a person has a window before them. */
  isBeforePerson(windowId: string): boolean;
  onFocusChange(listener: () => void): void;
  /** The window that was used last. */
  current(): string | null;
  /** @param windowId one that is gone, or left out: the one that was used last */
  comeForward(windowId?: string): void;
  /** At the icon of the program; 0 takes it away. */
  showCount(count: number): void;
  showTray(isShown: boolean): void;
}
