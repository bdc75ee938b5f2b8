/** Several windows: one more is opened, tabs go from one to another, and what concerns no window alone is told in one of them. */
import { parseMove } from '../../../shared/window-commands.ts';
import type { WindowView } from '../../../shared/window-view.ts';
import type { DownloadsFeature } from '../downloads/downloads-feature.ts';
import type { Feature } from '../feature.ts';
import type { KeptWindows } from '../kept-windows.ts';
import type { ProfilesFeature } from '../profiles/profiles-feature.ts';
import type { Signal } from '../signal.ts';
import type { WorkbooksFeature } from '../workbooks/workbooks-feature.ts';

/** What only the desktop can do with windows. */
export interface WindowsDesktop {
  /** The one that was used last first. */
  windows(): readonly string[];
  /** Opens one more, beside another one or where the pointer is. @returns its id */
  openWindow(from: string, where: 'beside' | 'pointer'): string;
  showWindow(windowId: string): void;
  closeWindow(windowId: string): void;
  isPointerOutside(windowId: string): boolean;
  /** The person was asked whether a window is to close, and stays. */
  stays(): void;
}

export interface WindowsFeatureOptions {
  readonly desktop: WindowsDesktop;
  readonly workbooks: Pick<WorkbooksFeature, 'panes' | 'tabs'>;
  readonly profilesFeature: Pick<ProfilesFeature, 'windowState' | 'goTo'>;
  readonly keptWindows: Pick<KeptWindows, 'viewOf' | 'beginsAtStart'>;
  readonly downloads: Pick<DownloadsFeature, 'sharedState'>;
  /** A workbook came into a window that nobody chose there. */
  readonly followed: Pick<Signal<string>, 'emit'>;
  onChange(): void;
}

type Names = 'tabs.take' | 'tabs.tearOff' | 'windows.stay';

export interface WindowsFeature extends Feature<Names, 'windows', 'isUsedLast'> {
  /** One more window, at the start page of the profile that the other one works with. */
  openNew(from: string): void;
  /** @param tabId left out: the chosen one */
  moveToNew(from: string, tabId?: string): Promise<void>;
  /** @param argument as `moveArgument` writes it */
  moveTo(from: string, argument?: string): Promise<void>;
  /** Whether a window may ask the person something before it closes. */
  mayAskIn(windowId: string): boolean;
}

export function createWindowsFeature(options: WindowsFeatureOptions): WindowsFeature {
  const { desktop, workbooks, profilesFeature, keptWindows, followed } = options;
  const { tabs, panes } = workbooks;
  let inOrder: readonly string[] = [];

  /** In the order in which they were opened, which is the one of a list that people learn. */
  function all(): readonly string[] {
    const now = desktop.windows();
    inOrder = [...inOrder.filter((id) => now.includes(id)), ...now.filter((id) => !inOrder.includes(id))];
    return inOrder;
  }
  function view(windowId: string): WindowView {
    // Nobody chooses among one.
    if (inOrder.length < 2) return { windowId, title: null };
    const { tabs: strip, chosenTab } = tabs.windowState(windowId);
    return { windowId, title: strip.find(({ tabId }) => tabId === chosenTab)?.title ?? null };
  }

  function open(from: string, where: 'beside' | 'pointer'): string {
    const windowId = desktop.openWindow(from, where);
    const { profileId } = profilesFeature.windowState(from);
    // From now on each goes its own way: a choice in the one is none in the other.
    for (const one of profileId === null ? [] : [from, windowId]) profilesFeature.goTo(one, profileId ?? '');
    return windowId;
  }

  /** @param target where it goes; asked for only when it is time */
  async function move(from: string, tabId: string, before: string | null, target: () => string): Promise<void> {
    const to = target();
    if (!(await tabs.moveTo(from, tabId, to, before))) return;
    followed.emit(to);
    desktop.showWindow(to);
    if (tabs.tabsOf(from).length === 0 && desktop.windows().length > 1) desktop.closeWindow(from);
    options.onChange();
  }

  /** Moves a tab that loses nothing by it, and asks the person about another one. */
  async function moveUnlessAsked(from: string, tabId: string, before: string | null, target: () => string) {
    const tab = tabs.tabsOf(from).find((one) => one.tabId === tabId);
    if (!tab) return;
    if (tabs.losesOf(tab) === null) return move(from, tabId, before, target);
    await tabs.go(from, tabId);
    desktop.showWindow(from);
    tabs.askToMove(from, tabId, () => void move(from, tabId, before, target));
  }

  const meant = (from: string, tabId: string | undefined) => tabId ?? tabs.chosenIn(from)?.tabId ?? '';
  const toNew = (from: string, tabId: string, where: 'beside' | 'pointer') =>
    moveUnlessAsked(from, tabId, null, () => open(from, where));

  return {
    handlers: {
      async 'tabs.take'({ tabId, before }, { windowId }) {
        const from = all().find((one) => one !== windowId && tabs.tabsOf(one).some((tab) => tab.tabId === tabId));
        if (from !== undefined) await moveUnlessAsked(from, tabId, before, () => windowId);
      },
      async 'tabs.tearOff'({ tabId }, { windowId }) {
        const isAlone = tabs.tabsOf(windowId).length < 2;
        if (!isAlone && desktop.isPointerOutside(windowId)) await toNew(windowId, tabId, 'pointer');
      },
      'windows.stay': () => desktop.stays(),
    },
    sharedState: () => ({ windows: all().map(view) }),
    windowState(windowId) {
      const [first] = desktop.windows();
      return { isUsedLast: first === undefined || first === windowId };
    },
    openNew(from) {
      keptWindows.beginsAtStart(open(from, 'beside'));
      options.onChange();
    },
    moveToNew: (from, tabId) => toNew(from, meant(from, tabId), 'beside'),
    async moveTo(from, argument) {
      const { windowId, tabId } = parseMove(argument);
      if (windowId !== undefined) await moveUnlessAsked(from, meant(from, tabId), null, () => windowId);
    },
    mayAskIn(windowId) {
      const own = panes.views(windowId);
      const isSaving = options.downloads
        .sharedState()
        .downloads.some(
          ({ status, paneId }) =>
            (status === 'running' || status === 'paused') && own.some((pane) => pane.paneId === paneId),
        );
      return keptWindows.viewOf(windowId) === 'set-up' || own.some(({ edit }) => edit !== null) || isSaving;
    },
  };
}
