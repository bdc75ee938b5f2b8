/** A window that hangs on a wall: in full screen, on a chosen display, which stays awake. */
import type { BrowserWindow, Display, PowerSaveBlocker, Screen } from 'electron';
import type { WallPlace } from '../../shared/wall.ts';

export interface WallWindowsOptions {
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getDisplayMatching' | 'on' | 'off'>;
  readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
}

type HungWindow = Pick<
  BrowserWindow,
  'isFullScreen' | 'setFullScreen' | 'isDestroyed' | 'getBounds' | 'setBounds' | 'once' | 'isMinimized' | 'restore'
>;

export interface WallWindows {
  /** Puts a window on the wall, or takes it down (null); one that hangs already is put where it belongs now. */
  hang(window: HungWindow, place: WallPlace | null): void;
}

interface Hung {
  place: WallPlace;
  readonly wasFullScreen: boolean;
  takeDown(): void;
}

const changes = ['display-added', 'display-removed', 'display-metrics-changed'] as const;

/** From left to right, and from top to bottom where they stand above one another. */
export const inOrder = <Shown extends Pick<Display, 'bounds'>>(displays: readonly Shown[]): Shown[] =>
  displays.toSorted((one, other) => one.bounds.x - other.bounds.x || one.bounds.y - other.bounds.y);

/** Nothing hangs at first. */
export function createWallWindows({ screen, powerSaveBlocker }: WallWindowsOptions): WallWindows {
  const hung = new Map<HungWindow, Hung>();
  let blocker: number | null = null;

  function keepAwake(): void {
    const isWanted = [...hung.values()].some(({ place }) => place.keepsAwake);
    if (isWanted) blocker ??= powerSaveBlocker.start('prevent-display-sleep');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  }

  /** A display that is not there is waited for: the window stays where it is until then. */
  function put(window: HungWindow, { display }: WallPlace): void {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    const wanted = display === null ? undefined : inOrder(screen.getAllDisplays())[display - 1];
    if (wanted && wanted.id !== screen.getDisplayMatching(window.getBounds()).id) {
      // A window in full screen stays on its display.
      if (window.isFullScreen()) window.setFullScreen(false);
      window.setBounds(wanted.workArea);
    }
    if (!window.isFullScreen()) window.setFullScreen(true);
  }

  function begin(window: HungWindow, place: WallPlace): Hung {
    const own: Hung = {
      place,
      wasFullScreen: window.isFullScreen() && !place.isOfLastRun,
      takeDown() {
        for (const change of changes) screen.off(change as 'display-added', look);
        hung.delete(window);
        keepAwake();
      },
    };
    const look = () => put(window, own.place);
    for (const change of changes) screen.on(change as 'display-added', look);
    window.once('closed', own.takeDown);
    hung.set(window, own);
    return own;
  }

  return {
    hang(window, place) {
      const known = hung.get(window);
      if (place === null) {
        known?.takeDown();
        if (known && !known.wasFullScreen && !window.isDestroyed()) window.setFullScreen(false);
        return;
      }
      const own = known ?? begin(window, place);
      own.place = place;
      put(window, place);
      keepAwake();
    },
  };
}
