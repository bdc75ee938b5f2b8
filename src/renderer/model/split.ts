/** Which workbooks are side by side, and what is said of that: pure rules over the state. */

import type { SplitView } from '../../shared/split.ts';
import { chosenSplit } from '../../shared/split-commands.ts';
import type { AppState, PaneView, TabView } from '../../shared/state.ts';
import type { ShownState } from '../../shared/state-change.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';

export type Side = 'first' | 'second';

/** A pair of tabs as it stands, when one of the two is chosen. */
export interface ShownSplit {
  readonly split: SplitView;
  readonly first: TabView;
  readonly second: TabView;
  /** Of the one that is not chosen; null while it sleeps. */
  readonly besidePaneId: string | null;
}

export function shownSplit(state: ShownState): ShownSplit | null {
  const { tabs, chosenTab } = state.window;
  const split = chosenSplit({ state });
  const [first, second] = (split?.tabIds ?? []).map((id) => tabs.find(({ tabId }) => tabId === id));
  if (!split || !first || !second) return null;
  return { split, first, second, besidePaneId: (first.tabId === chosenTab ? second : first).paneId };
}

/** Where a pane lies while its tab is one of a pair, whether that is shown or behind another tab. */
export interface PanePlaceInPair {
  readonly side: Side;
  readonly share: number;
}

export function sidesOf({ window: { splits, tabs } }: ShownState): ReadonlyMap<string, PanePlaceInPair> {
  const paneOf = (id: string) => tabs.find(({ tabId }) => tabId === id)?.paneId ?? null;
  return new Map(
    splits.flatMap(({ tabIds: [first, second], share }) =>
      [[paneOf(first), 'first'] as const, [paneOf(second), 'second'] as const].flatMap(([paneId, side]) =>
        paneId === null ? [] : [[paneId, { side, share }] as const],
      ),
    ),
  );
}

/** The title of the tab beside another one; null where there is none. */
export function besideTitle({ window: { splits, tabs } }: ShownState, id: string): string | null {
  const other = splits.find(({ tabIds }) => tabIds.includes(id))?.tabIds.find((one) => one !== id);
  return tabs.find(({ tabId }) => tabId === other)?.title ?? null;
}

/** How many controls are on both sides, so that linking them does something. */
export function controlsInCommon(panes: readonly PaneView[], { first, second }: ShownSplit): number {
  const idsOf = ({ paneId }: TabView) =>
    Object.keys(panes.find((pane) => pane.paneId === paneId)?.place.controls ?? {});
  const others = new Set(idsOf(second));
  return idsOf(first).filter((id) => others.has(id)).length;
}

const isSamePair = (one: SplitView, other: SplitView) => one.tabIds.every((id) => other.tabIds.includes(id));

/** Told once, when a person has made a pair, ended or linked it; not when they come back to it. */
export function aboutSplit(before: AppState, after: AppState, text: Text): string[] {
  const { said } = text.split;
  const [was, is] = [shownSplit(before), shownSplit(after)];
  const known = is && before.window.splits.find((split) => isSamePair(split, is.split));
  if (is && !known) return [format(said.begun, { first: is.first.title, second: is.second.title })];
  const isEnded = was !== null && !after.window.splits.some((split) => isSamePair(split, was.split));
  if (isEnded && is === null && after.window.tabs.length > 0) return [said.ended];
  if (!is || !known || known.isLinked === is.split.isLinked) return [];
  if (!is.split.isLinked) return [said.unlinked];
  const inCommon = controlsInCommon(after.window.panes, is);
  return [said.linked, ...(inCommon === 0 ? [text.split.noneInCommon] : [])];
}
