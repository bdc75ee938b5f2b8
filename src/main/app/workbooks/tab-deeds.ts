/** What people do with tabs, and what the window shows afterwards. */
import { AppError } from '../../../shared/errors.ts';
import type { Feature } from '../feature.ts';
import type { AroundTabs } from './around-tabs.ts';
import { createSplitLife, type SplitLife } from './split-life.ts';
import { neighbour } from './tab-rules.ts';
import type { TabSleep } from './tab-sleep.ts';
import type { Tab } from './tab-table.ts';
import type { Tabs } from './tabs.ts';

export type TabRequestNames = 'tabs.move' | 'tabs.answer' | 'tabs.menu' | 'tabs.divide';

export interface TabDeeds extends Pick<Feature<TabRequestNames>, 'handlers'> {
  /** Shows a tab, and its profile. @throws AppError `request_refused`, `settings_write_failed` */
  go(windowId: string, tabId: string): Promise<void>;
  /** @param to the next place in the strip or in the order of use */
  step(windowId: string, to: 'next' | 'previous' | 'last-used' | 'first-used'): Promise<void>;
  /** @param which of the tabs; those are closed at once that lose nothing by it */
  close(windowId: string, which: (tabs: readonly Tab[]) => readonly Tab[]): Promise<void>;
  readonly split: SplitLife;
  duplicate(windowId: string, tabId: string | undefined): Promise<void>;
  reopen(windowId: string): Promise<void>;
  shift(windowId: string, by: 1 | -1): void;
  /** After something was closed: the tab that was used before. */
  settle(windowId: string): Promise<void>;
}

interface TabDeedsOptions {
  readonly around: Pick<AroundTabs, 'isReady' | 'profileIn' | 'chooseProfile' | 'openMenu'>;
  /** A person looks at a workbook. */
  onOpened(workbookId: string): void;
}

export function createTabDeeds(
  { around, onOpened }: TabDeedsOptions,
  tabs: Tabs,
  sleep: Pick<TabSleep, 'plan'>,
): TabDeeds {
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
