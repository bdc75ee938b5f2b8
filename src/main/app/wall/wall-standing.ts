/** How a wall is, for those who watch over it. */
import type { PaneView } from '../../../shared/state.ts';
import type { WallView } from '../../../shared/wall.ts';
import type { WallMemory } from './wall-rules.ts';

export interface WallPlaceOf {
  readonly windowId: string;
  readonly profileId: string | null;
}

export interface WallStanding extends WallPlaceOf, Pick<WallView, 'hasPicture' | 'lacks'> {
  readonly tabs: number;
  /** How many of them did not come, again and again. */
  readonly failing: number;
  /** Why the first of those that did not come did not, as the code of an error. */
  readonly problem: string | null;
}

/** One that failed so often in a row has been tried for a minute or more. */
const FAILED_AGAIN = 4;

export function standingOf(
  place: WallPlaceOf,
  { hasPicture, lacks }: WallView,
  tabs: readonly { readonly tabId: string }[],
  { failed }: Pick<WallMemory, 'failed'>,
  /** Why a tab failed last; null where nobody said. */
  codeOf: (tabId: string) => string | null,
): WallStanding {
  const failing = tabs.filter(({ tabId }) => (failed[tabId]?.times ?? 0) >= FAILED_AGAIN).length;
  // While it is tried once more it is still so.
  const codes = tabs.flatMap(({ tabId }) => (failed[tabId] ? (codeOf(tabId) ?? []) : []));
  return { ...place, hasPicture, lacks, tabs: tabs.length, failing, problem: codes[0] ?? null };
}

export interface LastCodes {
  note(tabs: readonly { readonly tabId: string; readonly paneId: string | null }[], panes: readonly PaneView[]): void;
  of(tabId: string): string | null;
}

/** Why tabs failed last: while one is tried again, its pane says so no more. */
export function createLastCodes(): LastCodes {
  const codes = new Map<string, string>();
  return {
    note(tabs, panes) {
      for (const { tabId, paneId } of tabs) {
        const pane = panes.find((one) => one.paneId === paneId);
        if (pane?.phase === 'failed' && pane.error) codes.set(tabId, pane.error.code);
        if (pane?.phase === 'ready') codes.delete(tabId);
      }
    },
    of: (tabId) => codes.get(tabId) ?? null,
  };
}
