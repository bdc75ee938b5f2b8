/**
 * A window as a wallboard: its tabs in turn, each once its data is there, in full screen on a chosen display that stays
 * awake. Nobody is there, so that it heals itself for ever, and comes back at the next start.
 */
import type { PaneView } from '../../../shared/state.ts';
import type { WallPlace, WallView } from '../../../shared/wall.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Choices } from '../../settings/choices.ts';
import type { SettingsStore } from '../../settings/profiles.ts';
import type { Feature, WakeReason } from '../feature.ts';
import { placeOfView } from '../workbooks/link-place.ts';
import type { Tab } from '../workbooks/tab-table.ts';
import type { WorkbooksFeature } from '../workbooks/workbooks-feature.ts';
import { openWallStore } from './wall-memory.ts';
import { createWallRun, type WallRun } from './wall-run.ts';
import { createLastCodes, type LastCodes, standingOf, type WallStanding } from './wall-standing.ts';
import { createSeenGuests, type SeenGuests, stopOf, withoutLeftOut } from './wall-stops.ts';
import { LEFT_OUT, openWallTimes, type WallTimes } from './wall-times.ts';

export interface WallFeatureOptions extends Clock {
  readonly workbooks: {
    readonly panes: Pick<WorkbooksFeature['panes'], 'views' | 'reload' | 'setPrepared' | 'setUnattended'>;
    readonly tabs: Pick<WorkbooksFeature['tabs'], 'tabsOf' | 'chosenIn' | 'standBy' | 'bring' | 'viewOf'>;
    prepareTab(workbookId: string, windowId: string): void;
  };
  profileIn(windowId: string): string | null;
  workbooksOf(profileId: string): readonly string[];
  /** Whether a workbook of the profile can be shown without a person. */
  isReady(profileId: string): boolean;
  isOnline(): boolean;
  readonly choices: Pick<Choices, 'get' | 'onChange'>;
  /** The file of what windows had open; null: a wall ends with the program. */
  readonly store: SettingsStore | null;
  readonly desktop: {
    /** The windows that are open, the one that was used last first. */
    windows(): readonly string[];
    /** Of a window that has just closed: whether the next start is to open it again. */
    comesBack(windowId: string): boolean;
    hang(windowId: string, place: WallPlace | null): void;
  };
  /** Nobody scrolls on a wall. */
  setScrollBars(guestId: string, areHidden: boolean): void;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  readonly timers: Pick<Timers, 'setTimer'>;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  onChange(): void;
}

export interface WallFeature extends Feature<never, never, 'wall'> {
  /** Puts a window on the wall; one that hangs there already is left. */
  begin(windowId: string): void;
  leave(windowId: string): void;
  /** How long each tab of a window is shown, where a person chose that. */
  readonly times: TabTimes;
  /** Something of a workbook or of a sign-in is different. */
  changed(): void;
  /** What a guest shows is there, and not seen yet: on a wall it is made ready for that. */
  beforeSeen(guestId: string): void;
  /** How each of them is, for those who watch over them. */
  walls(): WallStanding[];
}

export interface TabTimes {
  /** In seconds. Null: as long as all the others. 0: not at all. */
  of(windowId: string, tabId: string): number | null;
  choose(windowId: string, tabId: string, seconds: number | null): void;
  /** What the others have, in seconds. */
  usual(): number;
}

interface Hung {
  readonly run: WallRun;
  readonly seen: SeenGuests;
  readonly codes: LastCodes;
  readonly isOfLastRun: boolean;
}

export function createWallFeature(options: WallFeatureOptions): WallFeature {
  const { workbooks, choices, desktop, log } = options;
  const store = openWallStore(options.store, log);
  const times = openWallTimes(options.store, log);
  const hung = new Map<string, Hung>();

  const placeOf = (isOfLastRun: boolean) => {
    const display = choices.get('wallDisplay');
    return {
      display: display === 'window' ? null : Number(display),
      keepsAwake: choices.get('wallKeepsAwake'),
      isOfLastRun,
    };
  };
  choices.onChange((id) => {
    for (const [windowId, { run, isOfLastRun }] of hung) {
      if (id === 'wallDisplay' || id === 'wallKeepsAwake') desktop.hang(windowId, placeOf(isOfLastRun));
      if (id === 'wallSeconds') run.changed();
    }
  });

  function begin(windowId: string, isOfLastRun = false): void {
    if (hung.has(windowId)) return;
    fillStrip(options, windowId);
    workbooks.panes.setUnattended(windowId, true);
    desktop.hang(windowId, placeOf(isOfLastRun));
    const seen = createSeenGuests();
    for (const guestId of guestsIn(options, windowId)) options.setScrollBars(guestId, true);
    hung.set(windowId, { seen, codes: createLastCodes(), isOfLastRun, run: runIn(options, times, windowId, seen) });
    log.info('wall.begun', { stops: tabsIn(options, windowId).length });
    void store.keep([...hung.keys()]);
    options.onChange();
  }

  function takeDown(windowId: string): boolean {
    const { run } = hung.get(windowId) ?? {};
    run?.stop();
    return hung.delete(windowId);
  }

  return {
    handlers: {},
    sharedState: () => ({}),
    windowState(windowId) {
      const own = hung.get(windowId);
      return { wall: own ? viewIn(options, windowId, own) : null };
    },
    times: timesOfTabs(options, times, (windowId) => hung.get(windowId)?.run.changed()),
    begin: (windowId) => begin(windowId),
    leave(windowId) {
      if (!takeDown(windowId)) return;
      workbooks.panes.setPrepared(windowId, null);
      for (const guestId of guestsIn(options, windowId)) options.setScrollBars(guestId, false);
      workbooks.panes.setUnattended(windowId, false);
      desktop.hang(windowId, null);
      log.info('wall.left');
      void store.keep([...hung.keys()]);
      options.onChange();
    },
    changed() {
      for (const { run } of hung.values()) run.changed();
    },
    beforeSeen(guestId) {
      const isOnWall = [...hung.keys()].some((windowId) => guestsIn(options, windowId).includes(guestId));
      if (isOnWall) options.setScrollBars(guestId, true);
    },
    walls: () =>
      [...hung].map(([windowId, own]) => {
        const view = viewIn(options, windowId, own);
        const place = { windowId, profileId: options.profileIn(windowId) };
        const tabs = tabsIn(options, windowId);
        own.codes.note(tabs, workbooks.panes.views(windowId));
        return standingOf(place, view, tabs, own.run.memory(), own.codes.of);
      }),
    async restore() {
      const windows = desktop.windows();
      const first = choices.get('wallAtStart') ? windows.slice(0, 1) : [];
      for (const windowId of new Set([...store.ofLastRun(windows), ...first])) begin(windowId, true);
    },
    wake(reason: WakeReason) {
      if (reason !== 'unlock') for (const { run } of hung.values()) run.tryAgain();
    },
    windowClosed(windowId) {
      if (takeDown(windowId) && !desktop.comesBack(windowId)) void store.keep([...hung.keys()]);
    },
    close() {
      for (const windowId of [...hung.keys()]) takeDown(windowId);
    },
  };
}

function tabsIn({ workbooks, profileIn }: WallFeatureOptions, windowId: string): readonly Tab[] {
  const profileId = profileIn(windowId);
  return workbooks.tabs.tabsOf(windowId).filter((tab) => tab.profileId === profileId);
}

const guestsIn = ({ workbooks }: WallFeatureOptions, windowId: string): readonly string[] =>
  workbooks.panes.views(windowId).flatMap(({ guests }) => guests.map(({ guestId }) => guestId));

/** A window with no tab shows what the profile has. */
function fillStrip(options: WallFeatureOptions, windowId: string): void {
  const profileId = options.profileIn(windowId);
  if (profileId === null || tabsIn(options, windowId).length > 0) return;
  for (const workbookId of options.workbooksOf(profileId)) options.workbooks.prepareTab(workbookId, windowId);
}

const paneOf = (panes: readonly PaneView[], tab: Pick<Tab, 'paneId'> | undefined): PaneView | null =>
  (tab?.paneId != null && panes.find(({ paneId }) => paneId === tab.paneId)) || null;

const placeOfTab = ({ workbooks }: WallFeatureOptions, tab: Tab) => {
  return { workbookId: tab.workbookId, ...placeOfView(workbooks.tabs.viewOf(tab), false) };
};

function timesOfTabs(options: WallFeatureOptions, times: WallTimes, onChosen: (windowId: string) => void): TabTimes {
  const find = (windowId: string, wanted: string) =>
    options.workbooks.tabs.tabsOf(windowId).find(({ tabId }) => tabId === wanted);
  return {
    of(windowId, tabId) {
      const tab = find(windowId, tabId);
      return tab ? times.secondsOf(placeOfTab(options, tab)) : null;
    },
    choose(windowId, tabId, seconds) {
      const tab = find(windowId, tabId);
      if (!tab) return;
      void times.choose(placeOfTab(options, tab), seconds);
      onChosen(windowId);
    },
    usual: () => options.choices.get('wallSeconds'),
  };
}

function runIn(options: WallFeatureOptions, times: WallTimes, windowId: string, seen: SeenGuests): WallRun {
  const { workbooks, timers } = options;
  const { panes, tabs } = workbooks;
  function stops() {
    const views = panes.views(windowId);
    seen.note(views);
    const isLeftOut = (tab: Tab) => times.secondsOf(placeOfTab(options, tab)) === LEFT_OUT;
    const shown = withoutLeftOut(tabsIn(options, windowId), isLeftOut);
    return shown.map((tab) => stopOf(tab, paneOf(views, tab), seen));
  }
  const paneOfTab = (tabId: string) =>
    paneOf(
      panes.views(windowId),
      tabsIn(options, windowId).find((tab) => tab.tabId === tabId),
    );
  const chosen = tabs.chosenIn(windowId)?.tabId;

  return createWallRun({
    ...options,
    first: stops().find(({ id, hasPicture }) => id === chosen && hasPicture)?.id ?? null,
    stops,
    setTimer: timers.setTimer,
    dwellMs(tabId) {
      const tab = tabs.tabsOf(windowId).find((one) => one.tabId === tabId);
      const own = tab ? times.secondsOf(placeOfTab(options, tab)) : null;
      // One that is left out is shown where it is the only one.
      return (own || options.choices.get('wallSeconds')) * 1_000;
    },
    canLoad: () => options.isReady(options.profileIn(windowId) ?? ''),
    prepare(tabId) {
      if (tabId === null) return panes.setPrepared(windowId, null);
      const failed = paneOfTab(tabId);
      tabs.standBy(windowId, tabId);
      if (failed?.phase === 'failed') panes.reload(failed.paneId, windowId);
      panes.setPrepared(windowId, paneOfTab(tabId)?.paneId ?? null);
      options.onChange();
    },
    show(tabId) {
      tabs.bring(windowId, tabId);
      options.onChange();
    },
    whenPictureIsWhole(tabId, then) {
      const guest = paneOfTab(tabId)?.guests.find(({ role }) => role === 'active');
      if (!guest) return then();
      // A load within the same guest has them again.
      options.setScrollBars(guest.guestId, true);
      options.whenPictureIsWhole(guest.guestId, then);
    },
  });
}

function viewIn(options: WallFeatureOptions, windowId: string, { run, seen }: Hung): WallView {
  const { shown, prepared, failed } = run.memory();
  const all = tabsIn(options, windowId);
  const views = options.workbooks.panes.views(windowId);
  const tabOf = (at: { readonly id: string } | null) => all.find(({ tabId }) => tabId === at?.id);
  const shownTab = tabOf(shown);
  const pane = paneOf(views, shownTab);
  const hasPicture = shownTab !== undefined && stopOf(shownTab, pane, seen).hasPicture;
  return {
    shownPaneId: pane?.paneId ?? null,
    preparedPaneId: tabOf(prepared)?.paneId ?? null,
    hasPicture,
    lacks: lacking(options, windowId, {
      isEmpty: all.length === 0,
      isWell: hasPicture || Object.keys(failed).length === 0,
    }),
  };
}

/** What is said on the wall besides the age of its data. A picture needs no words about a workbook that does not come. */
function lacking(
  options: WallFeatureOptions,
  windowId: string,
  { isEmpty, isWell }: { readonly isEmpty: boolean; readonly isWell: boolean },
): WallView['lacks'] {
  if (isEmpty) return 'workbooks';
  if (!options.isReady(options.profileIn(windowId) ?? '')) return 'sign-in';
  if (!options.isOnline()) return 'network';
  return isWell ? null : 'answer';
}
