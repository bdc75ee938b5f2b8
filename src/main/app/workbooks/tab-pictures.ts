/** The last picture of each tab, for whoever comes back to a workbook that is not there yet. */
import type { LastPictures } from '../pictures/last-pictures.ts';
import type { Tabs } from './tabs.ts';

export interface TabPictures extends Pick<Tabs, 'forget' | 'forgetPlaces'> {
  /** The last picture of what a pane is to show, as a `data:` address; null where there is none. */
  picture(paneId: string, windowId: string): Promise<string | null>;
  /** See `PaneOptions.onReplacing`. */
  replacing(paneId: string, guestId: string | null): void;
}

/** @param lastPictures left out: there are none */
export function picturesOf(lastPictures: LastPictures | undefined, tabs: Tabs): TabPictures {
  const tabOf = (paneId: string, windowId: string) =>
    tabs.orderOf(windowId).tabs.find((one) => one.paneId === paneId) ?? null;
  return {
    forget(profileId) {
      lastPictures?.forget(profileId);
      tabs.forget(profileId);
    },
    forgetPlaces(profileId) {
      lastPictures?.forget(profileId);
      tabs.forgetPlaces(profileId);
    },
    async picture(paneId, windowId) {
      const tab = tabOf(paneId, windowId);
      return (tab && (await lastPictures?.of(tab.tabId))) ?? null;
    },
    replacing(paneId, guestId) {
      for (const windowId of tabs.ids()) {
        const tab = tabOf(paneId, windowId);
        if (tab && guestId === null) lastPictures?.drop(tab.tabId);
        else if (tab && guestId !== null) void lastPictures?.keep(tab.tabId, tab.profileId, guestId);
      }
    },
  };
}
