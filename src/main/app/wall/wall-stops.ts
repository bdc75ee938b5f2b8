/** The stops of a wall: the tabs of a window, of the profile that is selected in it, as the wall sees them. */
import type { PaneView } from '../../../shared/state.ts';
import type { Tab } from '../workbooks/tab-table.ts';
import type { WallStop } from './wall-rules.ts';

/** Knows which guests have shown their workbook, since a pane that failed may show it still, or never did. */
export interface SeenGuests {
  note(panes: readonly PaneView[]): void;
  hasStood(pane: PaneView): boolean;
}

export function createSeenGuests(): SeenGuests {
  let stood: ReadonlySet<string> = new Set();
  const activeOf = ({ guests }: PaneView) => guests.find(({ role }) => role === 'active')?.guestId ?? '';
  return {
    note(panes) {
      const now = panes.filter((pane) => pane.phase === 'ready' || stood.has(activeOf(pane)));
      stood = new Set(now.map(activeOf));
    },
    hasStood: (pane) => stood.has(activeOf(pane)),
  };
}

/** Of a page whose process ended nothing is left to be seen. */
const hasPicture = (pane: PaneView, seen: SeenGuests): boolean =>
  pane.phase === 'ready' || (pane.phase === 'failed' && pane.error?.code !== 'frame_crashed' && seen.hasStood(pane));

export function stopOf({ tabId }: Pick<Tab, 'tabId'>, pane: PaneView | null, seen: SeenGuests): WallStop {
  if (pane === null) return { id: tabId, state: 'asleep', hasPicture: false, isCatchingUp: false };
  return {
    id: tabId,
    state: stateOf(pane),
    hasPicture: hasPicture(pane, seen),
    isCatchingUp: pane.data.isRefreshing || pane.guests.some(({ role }) => role === 'standby'),
  };
}

function stateOf({ phase, data }: PaneView): WallStop['state'] {
  if (phase === 'failed') return 'failed';
  if (phase === 'loading') return 'coming';
  return data.asOf === null ? 'empty' : 'ready';
}

/** The tabs that are stops; all of them where none would be left, since a wall that shows nothing helps nobody. */
export function withoutLeftOut<Stop>(tabs: readonly Stop[], isLeftOut: (tab: Stop) => boolean): readonly Stop[] {
  const left = tabs.filter((tab) => !isLeftOut(tab));
  return left.length === 0 ? tabs : left;
}
