/** Moves a tab from one window into another: it leaves with where the person is in it, and goes on there. */
import type { FrameLooks } from '../../viewer/frame-look.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { Tabs } from './tabs.ts';

export interface TabMoveOptions {
  readonly panes: Pick<Panes, 'leaving'>;
  readonly frames: Pick<FrameLooks, 'look'>;
}

interface Deeds {
  /** Shows a tab, and its profile. */
  go(windowId: string, tabId: string): Promise<void>;
  /** After something was closed: the tab that was used before. */
  settle(windowId: string): Promise<void>;
}

export function createTabMove({ panes, frames }: TabMoveOptions, tabs: Tabs, { go, settle }: Deeds) {
  return async (from: string, tabId: string, to: string, before: string | null): Promise<boolean> => {
    const paneId = tabs.find(from, tabId)?.paneId ?? null;
    const leaving = paneId === null ? null : panes.leaving(paneId);
    // As far as it was scrolled, which only its page knows.
    const look = leaving && (await frames.look(leaving.guestId));
    const moved = tabs.transfer(from, tabId, to, before, look);
    if (!moved) return false;
    await go(to, moved.tabId);
    await settle(from);
    return true;
  };
}
