/** Which sheet lies over a window: main knows, since a menu opens one, and commands depend on it. */
import type { Sheet } from '../../../shared/state.ts';
import type { Feature } from '../feature.ts';

export interface Sheets extends Feature<'sheets.show' | 'sheets.close', never, 'sheet'> {
  /** @param sheet null to close the one that is open */
  show(windowId: string, sheet: Sheet | null): void;
}

export function createSheets(onChange: () => void): Sheets {
  const open = new Map<string, Sheet>();

  function show(windowId: string, sheet: Sheet | null): void {
    if ((open.get(windowId) ?? null) === sheet) return;
    if (sheet === null) open.delete(windowId);
    else open.set(windowId, sheet);
    onChange();
  }

  return {
    handlers: {
      'sheets.show': ({ sheet }, { windowId }) => show(windowId, sheet),
      'sheets.close': (_input, { windowId }) => show(windowId, null),
    },
    sharedState: () => ({}),
    windowState: (windowId) => ({ sheet: open.get(windowId) ?? null }),
    show,
    windowClosed: (windowId) => void open.delete(windowId),
  };
}
