/** The tabs of each window: which workbook each shows, which of them are loaded, and what becomes of one that is closed. */
import type { LinkPlace } from '../../../shared/open-link.ts';
import type { TabView, WindowState } from '../../../shared/state.ts';
import type { FrameLook } from '../../viewer/frame-look.ts';
import { viewOfKept } from '../../viewer/kept-view.ts';
import type { PaneTarget } from '../../viewer/pane-target.ts';
import type { Beginning } from '../../viewer/panes.ts';
import { placeOf, type ViewState } from '../../viewer/view-state.ts';
import { isAt, viewAt } from './link-place.ts';
import { type MovingTabs, movingTabs } from './moving-tabs.ts';
import { splitViews } from './tab-pairs.ts';
import { brought, chosenOf, inWalk, moved, type TabOrder, tabOf, walked } from './tab-rules.ts';
import { createTabTable, type Tab, type TabsOptions, type TabTable } from './tab-table.ts';

export interface Tabs
  extends Pick<TabTable, 'ids' | 'chosen' | 'shown' | 'find' | 'keptView' | 'change' | 'closeWindow'>,
    MovingTabs {
  orderOf(windowId: string): TabOrder<Tab>;
  view(windowId: string): Pick<WindowState, 'tabs' | 'chosenTab' | 'splits' | 'closedTabs' | 'closeQuestion'>;
  /** A workbook has a tab from now on, in front of all others in the order of use, loaded or not. */
  prepare(target: PaneTarget): Tab;
  /** Shows a workbook: in its tab if there is one, else in a new one beside the chosen one. @returns the id of its pane */
  open(target: PaneTarget, beginning?: Pick<Beginning, 'controls'>): string;
  /**
   * Shows a place of a workbook: in the tab that is there already, else in a new one, so that nobody's filters are undone.
   *
   * @returns the id of its pane
   */
  openAt(target: PaneTarget, place: LinkPlace): string;
  /** Where a person is in a tab. */
  viewOf(tab: Tab): ViewState;
  /** One more tab of the same, where the person is in it. @returns the new one */
  duplicate(windowId: string, tabId: string): Tab | null;
  /** Puts a tab before all others in the order of use. */
  bring(windowId: string, tabId: string): void;
  /** The next tab in the order of use, which stands still until the walk ends. */
  walk(windowId: string, by: 1 | -1): Tab | null;
  endWalk(windowId: string): void;
  move(windowId: string, tabId: string, before: string | null): void;
  /** Loads a tab where it was left; one that is loaded is left as it is. */
  wake(windowId: string, tabId: string): void;
  /** Ends the guests of a tab and keeps its place. */
  sleep(windowId: string, tabId: string, leftAt?: FrameLook | null): void;
  /** A tab could not sleep. @param unseenSince from when on its rest is counted, in milliseconds of `uptime` */
  postpone(windowId: string, tabId: string, unseenSince: number): void;
  /** Closes tabs that lose nothing, and asks about the first of the others. */
  close(windowId: string, tabIds: readonly string[]): void;
  /** The person has answered the question. */
  answer(windowId: string, isSure: boolean): void;
  /** Opens again what was closed last, where it was. @returns the tab; null where there is none */
  reopen(windowId: string): Tab | null;
  /** The pane of a tab was given up by the person, or its workbook is no more. */
  closePane(paneId: string, windowId: string): void;
  /** What a profile shows closes, and where its person was is forgotten: another one may come. The tabs stay, asleep. */
  forget(profileId: string): void;
  /** Forgets where somebody was whom nobody knows; what is loaded stays. */
  forgetPlaces(profileId: string): void;
  /** The tabs of a profile that a person has before them, one for each window: as they would be loaded. */
  shownTargets(profileId: string): PaneTarget[];
  /** Loads a workbook for another person, in the tab that was before the one before. */
  openAfresh(target: PaneTarget): string;
  /** Tabs of workbooks that no profile has any more go. */
  prune(): void;
}

export function createTabs(options: TabsOptions): Tabs {
  const table = createTabTable(options);
  return {
    ids: table.ids,
    chosen: table.chosen,
    shown: table.shown,
    change: table.change,
    find: table.find,
    keptView: table.keptView,
    closeWindow: table.closeWindow,
    orderOf: (windowId) => table.of(windowId).order,
    view: (windowId) => viewOfTabs(table, options, windowId),
    ...using(table, options),
    ...resting(table, options),
    ...closing(table, options),
    ...forgetting(table, options),
    ...movingTabs(table, options, (tab, windowId) => viewOfTab(tab, options, windowId).title),
  };
}

const viewIn = ({ paneId, view }: Tab, panes: TabsOptions['panes'], target: PaneTarget): ViewState =>
  (paneId === null ? null : panes.leaving(paneId)?.view) ?? viewOfKept(view, target);

function viewOfTab(tab: Tab, { panes, targetOf }: TabsOptions, windowId: string): TabView {
  const { tabId, profileId, workbookId, paneId } = tab;
  const target = targetOf(workbookId, windowId);
  return { tabId, profileId, workbookId, paneId, title: placeOf(viewIn(tab, panes, target), target).document.title };
}

function viewOfTabs(table: TabTable, options: TabsOptions, windowId: string): ReturnType<Tabs['view']> {
  const { order, question } = table.of(windowId);
  return {
    tabs: order.tabs.filter((tab) => table.isThere(tab, windowId)).map((tab) => viewOfTab(tab, options, windowId)),
    chosenTab: table.chosen(windowId)?.tabId ?? null,
    splits: splitViews(order, (tab) => table.isThere(tab, windowId)),
    closedTabs: order.closed.length,
    closeQuestion: question && {
      tabId: question.tabId,
      title: question.title,
      loses: question.loses,
      isMove: question.move !== null,
    },
  };
}

/** Opening tabs, and the ways between them. */
function using(
  table: TabTable,
  { panes, targetOf }: TabsOptions,
): Pick<Tabs, 'prepare' | 'open' | 'openAt' | 'viewOf' | 'duplicate' | 'bring' | 'walk' | 'endWalk' | 'move'> {
  const { of, find, change } = table;
  function prepare(target: PaneTarget): Tab {
    const { windowId, workbookId } = target;
    of(windowId).walk = null;
    const known = tabOf(of(windowId).order, workbookId);
    if (known) change(windowId, brought(of(windowId).order, known.tabId));
    return known ?? table.insert(target, null);
  }
  return {
    prepare,
    open(target, { controls } = {}) {
      const { tabId, paneId } = prepare(target);
      const tab = find(target.windowId, tabId);
      if (paneId === null && tab) return table.load(tab, target, controls);
      const variables = { ...controls };
      if (controls && paneId) panes.command(paneId, target.windowId, { type: 'workbook:variables:update', variables });
      return paneId ?? '';
    },
    openAt(target, place) {
      const { windowId } = target;
      const own = of(windowId).order.tabs.filter(({ workbookId }) => workbookId === target.workbookId);
      const there = own.find((tab) => isAt(viewIn(tab, panes, target), place));
      of(windowId).walk = null;
      if (!there) return table.load(table.insert(target, viewAt(place, target)), target);
      change(windowId, brought(of(windowId).order, there.tabId));
      return there.paneId ?? table.load(there, target);
    },
    viewOf: (tab) => viewIn(tab, panes, targetOf(tab.workbookId, '')),
    duplicate(windowId, tabId) {
      const tab = find(windowId, tabId);
      if (!tab) return null;
      const at = of(windowId).order.tabs.indexOf(tab) + 1;
      return table.insert(targetOf(tab.workbookId, windowId), table.keptView(tab), at);
    },
    bring(windowId, tabId) {
      of(windowId).walk = null;
      if (find(windowId, tabId)) change(windowId, brought(of(windowId).order, tabId));
    },
    walk(windowId, by) {
      const own = of(windowId);
      own.walk = walked(own.order, own.walk, by);
      const id = own.walk.ids[own.walk.at];
      change(windowId, inWalk(own.order, own.walk));
      return id === undefined ? null : find(windowId, id);
    },
    endWalk(windowId) {
      of(windowId).walk = null;
    },
    move: (windowId, tabId, before) => change(windowId, moved(of(windowId).order, tabId, before)),
  };
}

/** Sleep and waking. */
function resting(
  { find, load, replace, keptView }: TabTable,
  { panes, targetOf }: TabsOptions,
): Pick<Tabs, 'wake' | 'sleep' | 'postpone'> {
  return {
    wake(windowId, tabId) {
      const tab = find(windowId, tabId);
      if (tab?.paneId === null) load(tab, targetOf(tab.workbookId, windowId));
    },
    sleep(windowId, tabId, leftAt = null) {
      const tab = find(windowId, tabId);
      if (!tab || tab.paneId === null) return;
      replace(windowId, tabId, { paneId: null, view: keptView(tab), leftAt });
      panes.close(tab.paneId, windowId);
    },
    postpone: (windowId, tabId, unseenSince) => replace(windowId, tabId, { unseenSince }),
  };
}

/** Closing tabs, and opening again what was closed. */
function closing(table: TabTable, options: TabsOptions): Pick<Tabs, 'close' | 'answer' | 'reopen' | 'closePane'> {
  const { panes } = options;
  const idsOf = (tabs: readonly Tab[]) => tabs.map(({ tabId }) => tabId);
  const losesOf = ({ paneId }: Tab) => (paneId === null ? null : (panes.leaving(paneId)?.loses ?? null));

  function close(windowId: string, tabIds: readonly string[]): void {
    const own = table.of(windowId);
    const meant = own.order.tabs.filter(({ tabId }) => tabIds.includes(tabId));
    const [asked, ...left] = meant.filter((tab) => losesOf(tab) !== null);
    table.remove(windowId, idsOf(meant.filter((tab) => losesOf(tab) === null)), true);
    const loses = asked && losesOf(asked);
    own.question = null;
    if (asked && loses) {
      const { title } = viewOfTab(asked, options, windowId);
      own.question = { tabId: asked.tabId, title, loses, left: idsOf(left), move: null };
    }
    options.onChange();
  }

  return {
    close,
    answer(windowId, isSure) {
      const own = table.of(windowId);
      const { question } = own;
      own.question = null;
      if (question?.move && isSure) question.move();
      else if (question && isSure) {
        table.remove(windowId, [question.tabId], true);
        if (question.left.length > 0) close(windowId, question.left);
      }
      options.onChange();
    },
    reopen(windowId) {
      const { order } = table.of(windowId);
      const [last, ...closed] = order.closed.filter((tab) => table.isThere(tab, windowId));
      table.change(windowId, { ...order, closed });
      return last ? table.insert(options.targetOf(last.workbookId, windowId), last.view, last.at) : null;
    },
    closePane(paneId, windowId) {
      const tab = table.of(windowId).order.tabs.find((one) => one.paneId === paneId);
      if (tab) table.remove(windowId, [tab.tabId], true);
      else panes.close(paneId, windowId);
    },
  };
}

/** What becomes of tabs when a person goes, another one comes, or a profile changes. */
function forgetting(
  table: TabTable,
  { panes, targetOf, onChange }: TabsOptions,
): Pick<Tabs, 'forget' | 'forgetPlaces' | 'shownTargets' | 'openAfresh' | 'prune'> {
  const everywhere = (profileId: string) =>
    table
      .all()
      .flatMap(([windowId, { order }]) =>
        order.tabs.filter((tab) => tab.profileId === profileId).map(({ tabId }) => ({ windowId, tabId })),
      );
  function forgetPlaces(profileId: string, more: Partial<Tab> = {}): void {
    for (const { windowId, tabId } of everywhere(profileId)) {
      table.replace(windowId, tabId, { view: null, leftAt: null, ...more });
    }
    for (const [, own] of table.all()) {
      own.order = { ...own.order, closed: own.order.closed.filter((tab) => tab.profileId !== profileId) };
    }
  }
  return {
    forget(profileId) {
      for (const [, own] of table.all()) {
        const isOfProfile = own.order.tabs.some(
          (tab) => tab.tabId === own.question?.tabId && tab.profileId === profileId,
        );
        if (isOfProfile) own.question = null;
      }
      forgetPlaces(profileId, { paneId: null });
      panes.closeProfile(profileId);
      onChange();
    },
    forgetPlaces(profileId) {
      forgetPlaces(profileId);
      onChange();
    },
    shownTargets: (profileId) =>
      table.all().flatMap(([windowId, { order }]) => {
        const tab = chosenOf(order, profileId);
        return tab?.paneId == null ? [] : [targetOf(tab.workbookId, windowId)];
      }),
    openAfresh(target) {
      const { windowId } = target;
      const chosen = chosenOf(table.of(windowId).order, target.profileId);
      const isIt = chosen?.workbookId === target.workbookId && chosen.paneId === null;
      return table.load(isIt ? chosen : table.insert(target, null), target);
    },
    prune() {
      for (const [windowId, { order }] of table.all()) {
        const gone = order.tabs.filter((tab) => !table.isThere(tab, windowId)).map(({ tabId }) => tabId);
        if (gone.length > 0) table.remove(windowId, gone);
      }
    },
  };
}
