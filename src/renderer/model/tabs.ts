/** What a tab says of its workbook: pure rules over the state. */
import type { PaneView, TabView } from '../../shared/state.ts';

export type TabMark = 'none' | 'loading' | 'trouble' | 'asleep' | 'edited';

export function tabMark({ paneId }: Pick<TabView, 'paneId'>, panes: readonly PaneView[]): TabMark {
  if (paneId === null) return 'asleep';
  const pane = panes.find((one) => one.paneId === paneId);
  if (pane?.phase === 'failed') return 'trouble';
  if (pane?.phase === 'loading') return 'loading';
  return pane?.edit ? 'edited' : 'none';
}
