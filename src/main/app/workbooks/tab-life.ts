/** What people do with tabs, when tabs sleep, and what is written of them. */
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Profiles, SettingsStore } from '../../settings/profiles.ts';
import type { FrameLooks } from '../../viewer/frame-look.ts';
import type { PaneTarget } from '../../viewer/pane-target.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { Feature } from '../feature.ts';
import type { LastPictures } from '../pictures/last-pictures.ts';
import { createSplitLife, type SplitLife } from './split-life.ts';
import { createTabWriting, type OpenWindow, openTabMemory } from './tab-memory.ts';
import { createTabMove } from './tab-move.ts';
import { neighbour } from './tab-rules.ts';
import { createTabSleep, type TabSleep } from './tab-sleep.ts';
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

export interface AroundTabs {
  /** The file in which open tabs are kept; null: they end with the program. */
  readonly store: SettingsStore | null;
  /** Whether where a person was may be written: not where the next start would not know whose it was. */
  keepsPlaces(): boolean;
  profileIn(windowId: string): string | null;
  chooseProfile(windowId: string, profileId: string): Promise<void>;
  /** Whether a workbook of the profile can be shown without a person. */
  isReady(profileId: string): boolean;
  /** Shows what can be done to a tab. */
  openMenu(windowId: string, tabId: string): void;
  /** The windows that are open, the one that was used last first. */
  windows(): readonly string[];
  /** Of a window that has just closed: whether the next start is to open it again. */
  comesBack(windowId: string): boolean;
}

export type TabRequestNames = 'tabs.move' | 'tabs.answer' | 'tabs.menu' | 'tabs.divide';

export interface TabLife
  extends Pick<
      Tabs,
      | 'open'
      | 'openAt'
      | 'viewOf'
      | 'closePane'
      | 'forget'
      | 'forgetPlaces'
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
    Pick<
      Feature<TabRequestNames, never, 'tabs' | 'chosenTab' | 'splits' | 'closedTabs' | 'closeQuestion'>,
      'handlers' | 'windowState'
    > {
  /** Shows a tab, and its profile. @throws AppError `request_refused`, `settings_write_failed` */
  go(windowId: string, tabId: string): Promise<void>;
  /** @param to the next place in the strip or in the order of use */
  step(windowId: string, to: 'next' | 'previous' | 'last-used' | 'first-used'): Promise<void>;
  /** @param which of the tabs; those are closed at once that lose nothing by it */
  close(windowId: string, which: (tabs: readonly Tab[]) => readonly Tab[]): Promise<void>;
  readonly split: Pick<SplitLife, 'toggle' | 'besideChosen' | 'swap' | 'link'>;
  duplicate(windowId: string, tabId: string | undefined): Promise<void>;
  reopen(windowId: string): Promise<void>;
  shift(windowId: string, by: 1 | -1): void;
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
  /** The last picture of what a pane is to show, as a `data:` address; null where there is none. */
  picture(paneId: string, windowId: string): Promise<string | null>;
  /** See `PaneOptions.onReplacing`. */
  replacing(paneId: string, guestId: string | null): void;
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
      options.lastPictures?.retain(new Set(tabs.ids().flatMap((windowId) => idsOf(tabs, windowId))));
      options.onChange();
    },
  });
  const writing = createTabWriting(options, around.store !== null, () => {
    return [memory.keep([...new Set([...around.windows(), ...tabs.ids()])].map(open))];
  });
  const open = (windowId: string): OpenWindow => ({
    windowId,
    profileId: around.profileIn(windowId),
    order: tabs.orderOf(windowId),
    viewOf(tabId) {
      const tab = around.keepsPlaces() ? tabs.find(windowId, tabId) : null;
      return tab && tabs.keptView(tab);
    },
  });
  const sleep = createTabSleep(options, tabs);

  const deeds = createDeeds(options, tabs, sleep);
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
    forget(profileId) {
      options.lastPictures?.forget(profileId);
      tabs.forget(profileId);
    },
    forgetPlaces(profileId) {
      options.lastPictures?.forget(profileId);
      tabs.forgetPlaces(profileId);
    },
    ...picturesOf(options, tabs),
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

const idsOf = (tabs: Pick<Tabs, 'orderOf'>, windowId: string): string[] =>
  tabs.orderOf(windowId).tabs.map(({ tabId }) => tabId);

/** What is shown of a workbook that is not there yet. */
function picturesOf(
  { lastPictures }: Pick<TabLifeOptions, 'lastPictures'>,
  tabs: Pick<Tabs, 'ids' | 'orderOf'>,
): Pick<TabLife, 'picture' | 'replacing'> {
  const tabOf = (paneId: string, windowId: string) =>
    tabs.orderOf(windowId).tabs.find((one) => one.paneId === paneId) ?? null;
  return {
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

/** What a person does, and what the window shows afterwards. */
function createDeeds(
  { around, onOpened }: Pick<TabLifeOptions, 'around' | 'onOpened'>,
  tabs: Tabs,
  sleep: Pick<TabSleep, 'plan'>,
): Pick<TabLife, 'handlers' | 'go' | 'step' | 'close' | 'duplicate' | 'reopen' | 'shift'> & {
  readonly split: SplitLife;
  settle(windowId: string): Promise<void>;
} {
  const split = createSplitLife(tabs, show);
  async function show(windowId: string, { tabId, profileId, workbookId }: Tab): Promise<void> {
    // Before the profile is chosen, so that no other tab of it is before the person meanwhile.
    if (around.isReady(profileId)) {
      tabs.wake(windowId, tabId);
      split.wakeBeside(windowId, tabId);
    }
    onOpened(workbookId);
    sleep.plan();
    if (around.profileIn(windowId) !== profileId) await around.chooseProfile(windowId, profileId);
  }
  async function go(windowId: string, tabId: string): Promise<void> {
    const tab = tabs.find(windowId, tabId);
    if (!tab) throw new AppError('request_refused', { reason: 'paneClosed' });
    tabs.bring(windowId, tabId);
    await show(windowId, tab);
  }
  /** After something was closed: the tab that was used before, of whatever profile; or the one that is asked about. */
  async function settle(windowId: string): Promise<void> {
    const asked = tabs.view(windowId).closeQuestion;
    if (asked) return go(windowId, asked.tabId);
    const next = tabs.chosen(windowId) ?? tabs.find(windowId, tabs.orderOf(windowId).used[0] ?? '');
    if (next) await show(windowId, next);
  }
  const showIfAny = async (windowId: string, tab: Tab | null) => tab && (await show(windowId, tab));

  return {
    handlers: {
      'tabs.move': ({ tabId, before }, { windowId }) => tabs.move(windowId, tabId, before),
      async 'tabs.answer'({ isSure }, { windowId }) {
        tabs.answer(windowId, isSure);
        await settle(windowId);
      },
      'tabs.menu'({ tabId }, { windowId }) {
        if (tabs.find(windowId, tabId)) around.openMenu(windowId, tabId);
      },
      'tabs.divide': ({ tabId, share }, { windowId }) => split.divide(windowId, tabId, share),
    },
    split,
    go,
    settle,
    async step(windowId, to) {
      const by = to === 'next' || to === 'last-used' ? 1 : -1;
      if (to === 'last-used' || to === 'first-used') return void (await showIfAny(windowId, tabs.walk(windowId, by)));
      const next = neighbour(tabs.orderOf(windowId), tabs.chosen(windowId)?.tabId ?? null, by);
      if (next) await go(windowId, next.tabId);
    },
    async close(windowId, which) {
      const meant = which(tabs.orderOf(windowId).tabs);
      tabs.close(
        windowId,
        meant.map(({ tabId }) => tabId),
      );
      await settle(windowId);
    },
    async duplicate(windowId, tabId) {
      const meant = tabId ?? tabs.chosen(windowId)?.tabId;
      if (meant !== undefined) await showIfAny(windowId, tabs.duplicate(windowId, meant));
    },
    reopen: async (windowId) => void (await showIfAny(windowId, tabs.reopen(windowId))),
    shift(windowId, by) {
      const { tabs: all } = tabs.orderOf(windowId);
      const at = all.findIndex(({ tabId }) => tabId === tabs.chosen(windowId)?.tabId);
      const tab = all[at];
      // To the right it passes the next one, and stands before the one after that.
      if (tab && at + by >= 0) tabs.move(windowId, tab.tabId, all[by === 1 ? at + 2 : at - 1]?.tabId ?? null);
    },
  };
}

/** Without a file, and with the one profile that is selected. */
export const withoutMemory = (profiles: Pick<Profiles, 'selected'>): AroundTabs => ({
  store: null,
  keepsPlaces: () => false,
  profileIn: () => profiles.selected()?.id ?? null,
  chooseProfile: async () => {},
  isReady: () => true,
  openMenu: () => {},
  windows: () => [],
  comesBack: () => true,
});
