/** What notifications ask of the desktop, where a test is not about them. */
import type { NotifyingEdges } from '../../src/main/app/notifications/notifying-edges.ts';

export const noNotifying: NotifyingEdges = {
  show: () => () => undefined,
  windows: () => [],
  isBeforePerson: () => true,
  onFocusChange: () => undefined,
  current: () => null,
  comeForward: () => undefined,
  showCount: () => undefined,
  showTray: () => undefined,
};
