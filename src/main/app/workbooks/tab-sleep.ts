/** Puts tabs to sleep that nobody looks at, unless something goes on in them. */
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { FrameLooks } from '../../viewer/frame-look.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { LastPictures } from '../pictures/last-pictures.ts';
import type { AroundTabs } from './around-tabs.ts';
import { SLEEP_RETRY_MS, sleepPlan } from './tab-rules.ts';
import type { Tabs } from './tabs.ts';

export interface TabSleepOptions extends Pick<Clock, 'uptime'> {
  readonly panes: Pick<Panes, 'leaving'>;
  readonly frames: Pick<FrameLooks, 'look'>;
  readonly timers: Pick<Timers, 'setTimer'>;
  readonly around: Pick<AroundTabs, 'sleepLimits' | 'onSleepLimits'>;
  /** Left out: whoever comes back finds no picture. */
  readonly lastPictures?: Pick<LastPictures, 'keep'>;
  readonly log: Pick<Log, 'info'>;
}

export interface TabSleep {
  /** Looks which tabs are due, now and whenever the next one is. */
  plan(): void;
  /** Has a tab sleep that nobody looks at; one in which something would be lost or broken off stays as it is. */
  try(windowId: string, tabId: string): Promise<void>;
  stop(): void;
}

export function createTabSleep(
  { panes, frames, timers, around, lastPictures, uptime, log }: TabSleepOptions,
  tabs: Tabs,
): TabSleep {
  const trying = new Set<string>();
  let stopTimer = () => {};

  const behind = (windowId: string) => {
    const shown = tabs.shown(windowId).map(({ tabId }) => tabId);
    return tabs.orderOf(windowId).tabs.filter(({ tabId, paneId }) => paneId !== null && !shown.includes(tabId));
  };
  const leaving = (windowId: string, tabId: string) => {
    const tab = behind(windowId).find((one) => one.tabId === tabId);
    const left = tab?.paneId == null ? null : panes.leaving(tab.paneId);
    return tab && left ? { ...left, profileId: tab.profileId } : null;
  };

  async function attempt(windowId: string, tabId: string): Promise<void> {
    const before = leaving(windowId, tabId);
    if (!before || trying.has(tabId)) return;
    trying.add(tabId);
    const picture = lastPictures?.keep(tabId, before.profileId, before.guestId);
    const look = await frames.look(before.guestId);
    await picture;
    trying.delete(tabId);
    // The person may have come back to it meanwhile.
    const now = leaving(windowId, tabId);
    if (!now) return;
    if (now.loses !== null || look?.isPlaying) {
      const { afterMs } = around.sleepLimits();
      // As one that was seen just now, where none sleeps for its age.
      return tabs.postpone(windowId, tabId, uptime() - (afterMs === null ? 0 : afterMs - SLEEP_RETRY_MS));
    }
    tabs.sleep(windowId, tabId, look);
    log.info('tab.asleep');
  }

  function planIn(delayMs: number): void {
    stopTimer();
    stopTimer = timers.setTimer(plan, delayMs);
  }

  function plan(): void {
    stopTimer();
    const waits = tabs.ids().flatMap((windowId) => {
      const { due, nextInMs } = sleepPlan(behind(windowId), uptime(), around.sleepLimits());
      for (const tabId of due) void attempt(windowId, tabId);
      // One that stays although there are too many is asked again after a while, and not at once.
      return [...(nextInMs === null ? [] : [nextInMs]), ...(due.length > 0 ? [SLEEP_RETRY_MS] : [])];
    });
    if (waits.length > 0) planIn(Math.min(...waits));
  }

  around.onSleepLimits(plan);
  return { plan, try: attempt, stop: () => stopTimer() };
}
