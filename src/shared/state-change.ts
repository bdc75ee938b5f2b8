/**
 * What is different in the state of a window: main sends no more than that, so that one change costs the same however much
 * there is beside it.
 */
import type { DownloadView } from './downloads.ts';
import type { StateChange } from './ipc/state-change.ts';
import type { AppState, GrantView, PaneView, ProfileView, TabView } from './state.ts';

/** What a window is to show, before it is known whether the window has been told so. */
export type ShownState = Omit<AppState, 'revision'>;
export type Differences = Omit<StateChange, 'revision' | 'follows'>;

export interface ListChange<Item> {
  order: string[] | null;
  changed: [string, Item][];
}

type IsSame = (one: unknown, other: unknown) => boolean;

const profileId = ({ profile }: ProfileView) => profile.id;
const connectionId = (grant: GrantView) => grant.connectionId;
const paneId = (pane: PaneView) => pane.paneId;
const tabId = (tab: TabView) => tab.tabId;
const downloadId = (download: DownloadView) => download.downloadId;

/**
 * What turns the one state into the other, for the same window; null when nothing does.
 *
 * @param isSame whether two values are the same to whoever reads them
 */
export function differences(before: ShownState, after: ShownState, isSame: IsSame): Differences | null {
  const { profiles, grants, downloads, window, ...shared } = after;
  const { windowId: _window, kind: _kind, panes, tabs, ...own } = window;
  const program = {
    ...partsThatDiffer(before, shared, isSame),
    ...listThatDiffers('profiles', before.profiles, profiles, profileId, isSame),
    ...listThatDiffers('grants', before.grants, grants, connectionId, isSame),
    ...listThatDiffers('downloads', before.downloads, downloads, downloadId, isSame),
  };
  const ofWindow = {
    ...partsThatDiffer(before.window, own, isSame),
    ...listThatDiffers('panes', before.window.panes, panes, paneId, isSame),
    ...listThatDiffers('tabs', before.window.tabs, tabs, tabId, isSame),
  };
  const isNothing = Object.keys(program).length === 0 && Object.keys(ofWindow).length === 0;
  return isNothing ? null : { ...program, window: ofWindow };
}

/**
 * The state after a change; what did not change is the same object, so that nothing has to be drawn again for it. Null when
 * the change is of another state than this one.
 */
export function applyChange<State extends ShownState>(state: State, change: Differences): State | null {
  const { profiles, grants, downloads, window, ...shared } = change;
  const { panes, tabs, ...own } = window;
  const lists = {
    profiles: listAfter(state.profiles, profiles, profileId),
    grants: listAfter(state.grants, grants, connectionId),
    downloads: listAfter(state.downloads, downloads, downloadId),
    panes: listAfter(state.window.panes, panes, paneId),
    tabs: listAfter(state.window.tabs, tabs, tabId),
  };
  if (!lists.profiles || !lists.grants || !lists.downloads || !lists.panes || !lists.tabs) return null;
  return {
    ...state,
    ...shared,
    profiles: lists.profiles,
    grants: lists.grants,
    downloads: lists.downloads,
    window:
      Object.keys(window).length === 0
        ? state.window
        : { ...state.window, ...own, panes: lists.panes, tabs: lists.tabs },
  };
}

/** The keys of each list in its order. */
export const keysOf = (state: ShownState) => ({
  profiles: [...keyed(state.profiles, profileId).keys()],
  grants: [...keyed(state.grants, connectionId).keys()],
  downloads: [...keyed(state.downloads, downloadId).keys()],
  panes: [...keyed(state.window.panes, paneId).keys()],
  tabs: [...keyed(state.window.tabs, tabId).keys()],
});

function partsThatDiffer<Part extends object>(before: Part, after: Part, isSame: IsSame): Partial<Part> {
  const names = Object.keys(after) as (keyof Part)[];
  const changed = names.filter((name) => !isSame(before[name], after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as Partial<Part>;
}

function listThatDiffers<Name extends string, Item>(
  name: Name,
  before: readonly Item[],
  after: readonly Item[],
  idOf: (item: Item) => string,
  isSame: IsSame,
): { [Part in Name]?: ListChange<Item> } {
  const [known, wanted] = [keyed(before, idOf), keyed(after, idOf)];
  const changed = [...wanted].filter(([key, item]) => !known.has(key) || !isSame(known.get(key), item));
  const order = [...wanted.keys()];
  const isSameOrder = isSame([...known.keys()], order);
  if (changed.length === 0 && isSameOrder) return {};
  return { [name]: { order: isSameOrder ? null : order, changed } } as { [Part in Name]?: ListChange<Item> };
}

function listAfter<Item>(
  list: Item[],
  change: ListChange<Item> | undefined,
  idOf: (item: Item) => string,
): Item[] | null {
  if (!change) return list;
  const known = keyed(list, idOf);
  const order = change.order ?? [...known.keys()];
  for (const [key, item] of change.changed) known.set(key, item);
  const items = order.map((key) => known.get(key));
  return items.every((item) => item !== undefined) ? items : null;
}

/** Somebody may have written the same id twice into the settings file: then the second one has a key of its own. */
function keyed<Item>(list: readonly Item[], idOf: (item: Item) => string): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const item of list) {
    let key = idOf(item);
    while (items.has(key)) key += '+';
    items.set(key, item);
  }
  return items;
}
