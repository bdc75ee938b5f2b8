/** The steps of a person inside of a guest, back and on again. All frames of a guest have one history. */
import type { NavigationHistory, WebContents } from 'electron';

export interface GuestSteps {
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
}

export type StepDirection = 'back' | 'forward';

export const noSteps: GuestSteps = { canGoBack: false, canGoForward: false };

type Ways = Pick<NavigationHistory, 'canGoBack' | 'canGoForward' | 'clear' | 'goBack' | 'goForward'>;

export interface GuestHistory {
  /**
   * Keeps the ways for main. Call it before they are closed for the page around the guest (`guest-element.ts`).
   *
   * @param onChange there are other ways than before
   */
  add(contents: WebContents, onChange: () => void): void;
  steps(contents: WebContents | undefined): GuestSteps;
  /** Where there is no such step, nothing is done. */
  go(contents: WebContents | undefined, direction: StepDirection): void;
}

export function createGuestHistory(): GuestHistory {
  const ways = new WeakMap<WebContents, Ways>();
  const known = new WeakMap<WebContents, GuestSteps>();
  const waysOf = (contents: WebContents | undefined) =>
    contents && !contents.isDestroyed() ? ways.get(contents) : undefined;

  return {
    add(contents, onChange) {
      const { navigationHistory } = contents;
      ways.set(contents, {
        canGoBack: navigationHistory.canGoBack.bind(navigationHistory),
        canGoForward: navigationHistory.canGoForward.bind(navigationHistory),
        clear: navigationHistory.clear.bind(navigationHistory),
        goBack: navigationHistory.goBack.bind(navigationHistory),
        goForward: navigationHistory.goForward.bind(navigationHistory),
      });
      function look(): void {
        const own = waysOf(contents);
        if (!own) return;
        const [before, now] = [
          known.get(contents) ?? noSteps,
          { canGoBack: own.canGoBack(), canGoForward: own.canGoForward() },
        ];
        if (now.canGoBack === before.canGoBack && now.canGoForward === before.canGoForward) return;
        known.set(contents, now);
        onChange();
      }
      // Another load in the same element: the steps of the one before lead to a page that is over, with an address that is used up.
      function beginAnew(): void {
        waysOf(contents)?.clear();
        look();
      }
      contents.on('did-navigate', beginAnew);
      contents.on('did-frame-navigate', look);
      // The page around the workbook takes a step of its own only where it stays and is the page of another load (`embed-host.ts`).
      contents.on('did-navigate-in-page', (_event, _url, isMainFrame) => (isMainFrame ? beginAnew() : look()));
    },
    steps: (contents) => (contents && known.get(contents)) ?? noSteps,
    go(contents, direction) {
      const own = waysOf(contents);
      if (direction === 'back' && own?.canGoBack()) own.goBack();
      if (direction === 'forward' && own?.canGoForward()) own.goForward();
    },
  };
}
