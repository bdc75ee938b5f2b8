/** What people do with tabs, when tabs sleep, and what is written of them. */
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { FrameLooks } from '../../viewer/frame-look.ts';
import type { PaneTarget } from '../../viewer/pane-target.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { Feature } from '../feature.ts';
import type { LastPictures } from '../pictures/last-pictures.ts';
import type { AroundTabs } from './around-tabs.ts';
import type { SplitLife } from './split-life.ts';
import { createTabDeeds, type TabDeeds, type TabRequestNames } from './tab-deeds.ts';
import { createTabWriting, type OpenWindow, openTabMemory } from './tab-memory.ts';
import { createTabMove } from './tab-move.ts';
import { picturesOf, type TabPictures } from './tab-pictures.ts';
import { createTabSleep } from './tab-sleep.ts';
import type { Tab, TabsOptions } from './tab-table.ts';
import { createTabs, type Tabs } from './tabs.ts';

export interface TabLifeOptions extends Pick<Clock, 'uptime'>, Pick<TabsOptions, 'targetOf'> {
  readonly panes: Panes;
  readonly frames: Pick<FrameLooks, 'look'>;
  /** What a window shows of profiles, and what the desktop does for tabs. */
  readonly around: AroundTabs;
  readonly timers: Pick<Timers, 'setTimer'>;
  /** Left out: whoever comes back to a workbook finds no picture of it. */
  readonly lastPictures?: LastPictures;
  readonly log: Pick<Log, 'warn' | 'info'>;
  randomUuid(): string;
  /** A person looks at a workbook. */
  onOpened(workbookId: string): void;
  onChange(): void;
}

export interface TabLife
  extends Pick<
      Tabs,
      | 'open'
      | 'openAt'
      | 'viewOf'
      | 'closePane'
      | 'shownTargets'
      | 'openAfresh'
      | 'orderOf'
      | 'ids'
      | 'prune'
      | 'endWalk'
      | 'prepare'
      | 'losesOf'
      | 'askToMove'
    >,
    Omit<TabDeeds, 'split' | 'settle'>,
    TabPictures,
    Pick<
      Feature<TabRequestNames, never, 'tabs' | 'chosenTab' | 'splits' | 'closedTabs' | 'closeQuestion'>,
      'windowState'
    > {
  readonly split: Pick<SplitLife, 'toggle' | 'besideChosen' | 'swap' | 'link'>;
  sleepOthers(windowId: string): Promise<void>;
  /** Loads a tab behind the one that is chosen; it does not sleep again soon. */
  standBy(windowId: string, tabId: string): void;
  /** Chooses a tab that is loaded, as a wallboard does: nobody looks for it among those that were opened last. */
  bring(windowId: string, tabId: string): void;
  tabsOf(windowId: string): readonly Tab[];
  chosenIn(windowId: string): Tab | null;
  /**
   * Moves a tab into another window, with where the person is in it, and shows it there.
   *
   * @param before the tab that it then stands before; null: at the end
   * @returns whether there was one
   */
  moveTo(from: string, tabId: string, to: string, before: string | null): Promise<boolean>;
  /** The profile that a window worked with when the last run ended; null where nobody knows. */
  profileAtStart(windowId: string): string | null;
  /** Something of a workbook is different: it is written soon. */
  changed(): void;
  windowClosed(windowId: string): void;
  /** Before panes close. Resolves when what was open is written. */
  end(): Promise<void>;
}

export function createTabLife(options: TabLifeOptions): TabLife {
  const { around } = options;
  const memory = openTabMemory(around.store, options.randomUuid);
  const tabs = createTabs({
    ...options,
    profileIn: around.profileIn,
    begin: (windowId, isFirst) => memory.read(windowId, isFirst ? around.windows() : null),
    onChange() {
      writing.soon();
      options.lastPictures?.retain(new Set(tabs.ids().flatMap((windowId) => tabs.orderOf(windowId).used)));
      options.onChange();
    },
  });
  const writing = createTabWriting(options, around.store !== null, () => {
    return [memory.keep([...new Set([...around.windows(), ...tabs.ids()])].map(open))];
  });
  const open = (windowId: string) => openWindowOf(windowId, around, tabs);
  const sleep = createTabSleep(options, tabs);

  const deeds = createTabDeeds(options, tabs, sleep);
  function withBeside({ windowId }: PaneTarget, paneId: string): string {
    const tab = tabs.orderOf(windowId).tabs.find((one) => one.paneId === paneId);
    if (tab) deeds.split.wakeBeside(windowId, tab.tabId);
    return paneId;
  }
  function opened(target: PaneTarget, paneId: string): string {
    options.onOpened(target.workbookId);
    withBeside(target, paneId);
    sleep.plan();
    return paneId;
  }

  return {
    ...deeds,
    moveTo: createTabMove(options, tabs, deeds),
    profileAtStart: memory.profileOf,
    losesOf: tabs.losesOf,
    askToMove: tabs.askToMove,
    windowState: tabs.view,
    async sleepOthers(windowId) {
      const own = tabs.shown(windowId).map(({ tabId }) => tabId);
      const others = tabs.orderOf(windowId).tabs.filter(({ tabId, paneId }) => paneId !== null && !own.includes(tabId));
      await Promise.all(others.map(({ tabId }) => sleep.try(windowId, tabId)));
    },
    standBy(windowId, tabId) {
      tabs.postpone(windowId, tabId, options.uptime());
      tabs.wake(windowId, tabId);
      sleep.plan();
    },
    bring(windowId, tabId) {
      tabs.bring(windowId, tabId);
      sleep.plan();
    },
    tabsOf: (windowId) => tabs.orderOf(windowId).tabs,
    chosenIn: tabs.chosen,
    open: (target, beginning) => opened(target, tabs.open(target, beginning)),
    openAt: (target, place) => opened(target, tabs.openAt(target, place)),
    viewOf: tabs.viewOf,
    prepare: tabs.prepare,
    closePane: tabs.closePane,
    ...picturesOf(options.lastPictures, tabs),
    shownTargets: tabs.shownTargets,
    openAfresh: (target) => withBeside(target, tabs.openAfresh(target)),
    orderOf: tabs.orderOf,
    ids: tabs.ids,
    prune: tabs.prune,
    endWalk: tabs.endWalk,
    changed: writing.soon,
    windowClosed(windowId) {
      const [next] = around.windows();
      if (around.comesBack(windowId)) memory.leave(open(windowId));
      else if (next !== undefined) tabs.leaveTo(windowId, next);
      tabs.closeWindow(windowId);
      writing.now();
      sleep.plan();
    },
    async end() {
      sleep.stop();
      writing.now();
      await writing.settled();
    },
  };
}

/** What a window has open, to be kept. */
const openWindowOf = (windowId: string, around: AroundTabs, tabs: Tabs): OpenWindow => ({
  windowId,
  profileId: around.profileIn(windowId),
  order: tabs.orderOf(windowId),
  viewOf(tabId) {
    const tab = around.keepsPlaces() ? tabs.find(windowId, tabId) : null;
    return tab && tabs.keptView(tab);
  },
});
