/** The panes that are open, found by what the rest of the program knows of them: a guest, a window, a profile. */

import { AppError } from '../../shared/errors.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { PaneView } from '../../shared/state.ts';
import { createBookmarkShelf } from './bookmark-shelf.ts';
import type { FrameLook } from './frame-look.ts';
import type { SignedSession } from './guest.ts';
import { createPane, type Pane, type RenewalCause } from './pane.ts';
import { type PaneControls, paneControls } from './pane-controls.ts';
import type { PaneOptions } from './pane-parts.ts';
import type { WakeReason } from './pane-refresh.ts';
import type { PaneIds, PaneTarget } from './pane-target.ts';
import { createRefreshBudget } from './refresh-budget.ts';
import { createShownPanes, type ShownPanes } from './shown-panes.ts';
import { openingView, type ViewState } from './view-state.ts';
import { createWalls } from './walls.ts';

export type { RenewalCause };

/** What a workbook that is opened begins with. */
export interface Beginning {
  /** Control id → value. */
  readonly controls?: Readonly<Record<string, string>> | undefined;
  /** Where a person was in it; the values of `controls` come on top. */
  readonly view?: ViewState | undefined;
  /** Where it was scrolled to when it was left. */
  readonly leftAt?: FrameLook | null | undefined;
  /** Ids that were given out before: see `ahead-panes.ts`. */
  readonly ids?: PaneIds | undefined;
  /** It gets a pane of its own, also where the window shows the same workbook already. */
  readonly isAnother?: boolean;
}

/** What concerns a guest that is gone is left without an answer. */
export interface Panes extends PaneControls {
  /**
   * Opens a workbook in its window, or finds the pane in which that window shows it already, which then takes the values.
   *
   * @returns the id of the pane
   */
  open(target: PaneTarget, beginning?: Beginning): string;
  /** Loads the workbook again with a new token. @throws AppError `request_refused` when the window has no such pane */
  reload(paneId: string, windowId: string): void;
  /** Loads the workbook that the profile names. @throws AppError `request_refused` when the window has no such pane */
  goHome(paneId: string, windowId: string): void;
  /** Closes a pane; one that is closed already is left. @throws AppError `request_refused` for that of another window */
  close(paneId: string, windowId: string): void;
  /**
   * What was signed for a pane.
   *
   * @throws AppError `request_refused` when the window has no such pane; `grant_missing` before the first session is signed
   */
  session(paneId: string, windowId: string): { readonly target: PaneTarget; readonly session: SignedSession };
  /** Says something to the workbook on screen. @throws AppError `request_refused` when the window has no such pane */
  command(paneId: string, windowId: string, command: SigmaCommand): void;
  /** Shows an action of the author in its pane; for a pane that is gone by now, nothing. */
  showAction(paneId: string, action: Parameters<Pane['showAction']>[0]): void;
  /** @throws AppError `request_refused` when the window has no such pane */
  dismissAction(paneId: string, windowId: string, actionId: string): void;
  /** What one window shows, in the order in which it was opened. */
  views(windowId: string): PaneView[];
  /** What becomes of a pane that closes: where the person is in it, and what would be lost. Null when it is closed already. */
  leaving(paneId: string): Leaving | null;
  /** Loads every workbook of a window again: after the page that held the guests was lost. */
  reloadAll(windowId: string): void;
  /** Loads what a person sees in a window again, and nothing that is hidden. */
  reloadShown(windowId: string): void;
  /** A person wants new data in what a window shows, without a load. */
  refreshShown(windowId: string): void;
  /** Closes every pane of a window. */
  closeWindow(windowId: string): void;

  /** What is open of a profile, over all windows. */
  targetsOf(profileId: string): PaneTarget[];
  /** Closes every pane of a profile, over all windows. */
  closeProfile(profileId: string): void;
  /** Renews every pane of a profile behind the scenes, after a grant was renewed; those out of sight when they are seen. */
  renewProfile(profileId: string, cause?: RenewalCause): void;
  /** The earliest end of what is signed for a profile, in milliseconds since the epoch; null when nothing is. */
  earliestSessionEnd(profileId: string): number | null;
  /** Which pane of a window is before the person, and which beside it. */
  setShown: ShownPanes['setShown'];
  /** A pane that is about to be shown does by itself what one that is shown does; null for none. */
  setPrepared(windowId: string, paneId: string | null): void;
  /** Whether a window hangs on a wall: see `Pane.setUnattended`. It holds for panes that are opened later as well. */
  setUnattended(windowId: string, isUnattended: boolean): void;
  /** The guest that a person sees in a window, whatever it shows; null while there is none. */
  shownGuest(windowId: string): string | null;
  /** Whether a window can be seen. It counts as visible until then. */
  setWindowVisible(windowId: string, isVisible: boolean): void;
  /** Whether a person works in a window. Until it is said, they do. */
  setWindowFocused(windowId: string, isFocused: boolean): void;
  /** After sleep, or when the network is back. */
  wake(reason?: WakeReason): void;
  /** What would be lost if the program ended now, over all windows. */
  occupation(): 'editing' | 'saving' | null;
  /** Closes everything. */
  dispose(): void;

  /** Whether this id was given out for this window and this session. */
  isKnownGuest(guestId: string, partition: string, windowId: string): boolean;
  /** The only origin that the guest may show; null for a guest that is gone. */
  sigmaOriginOf(guestId: string): string | null;
  /** The guests of a workbook, over all windows: those on screen and those behind them. */
  guestsOf(workbookId: string): string[];
  /** What a guest shows, and of which pane; null for a guest that is gone. */
  sourceOf(guestId: string): {
    readonly guestId: string;
    readonly paneId: string;
    readonly profileId: string;
    readonly workbookId: string;
    readonly title: string;
    readonly sessionExpiresAt: number | null;
  } | null;
  /**
   * The origin of the workbooks that live in a session; null when none is open. A session belongs to one profile, and a
   * profile has one Sigma.
   */
  sigmaOriginOfPartition(partition: string): string | null;
  /**
   * Signs a session for a guest. Called at EVERY request of its host page, so that no signed URL loads twice.
   *
   * @throws AppError `request_refused` for an unknown guest, and what signing throws
   */
  requestGuest(guestId: string): Promise<SignedSession>;
  takeEvent(guestId: string, event: SigmaEvent): void;
  keyPressed(guestId: string): void;
  /** A file that the page of a guest holds begins to be saved, or is done. */
  downloading(guestId: string, isUnderWay: boolean): void;
  guestGone(guestId: string, cause: string): void;
  replayStopped(guestId: string): void;
  /** Whether the workbook in a guest has loaded. */
  hasLoaded(guestId: string): boolean;
  /** Whether a guest is the one that a person sees in its pane, and not the standby. */
  isActive(guestId: string): boolean;
  interrupted(guestId: string): void;
  navigatedAway(guestId: string): void;
  guestLoadFailed(guestId: string, description: string): void;
}

export interface Leaving {
  readonly view: ViewState;
  readonly loses: ReturnType<Pane['occupation']>;
  readonly guestId: string;
}

/** Nothing is open at first. */
export function createPanes(options: PaneOptions): Panes {
  const panes = new Map<string, Pane>();
  const shelf = createBookmarkShelf();
  const seen = createShownPanes((windowId) => {
    for (const pane of inWindow(windowId)) pane.setPresence(seen.presence(windowId, pane.paneId));
  });
  const walls = createWalls((windowId) => inWindow(windowId));
  const refreshBudget = createRefreshBudget(options.uptime);

  const all = () => [...panes.values()];
  const inWindow = (windowId: string) => all().filter(({ target }) => target.windowId === windowId);
  const ofProfile = (profileId: string) => all().filter(({ target }) => target.profileId === profileId);
  const shownIn = (windowId: string) => inWindow(windowId).filter(({ paneId }) => seen.isActive(windowId, paneId));
  const withGuest = (guestId: string) => all().find((pane) => pane.hasGuest(guestId)) ?? null;

  /** @throws AppError `request_refused` */
  function paneOf(paneId: string, windowId: string): Pane {
    const pane = panes.get(paneId);
    if (!pane) throw new AppError('request_refused', { reason: 'paneClosed' });
    if (pane.target.windowId !== windowId) throw new AppError('request_refused', { reason: 'otherWindow' });
    return pane;
  }

  function close(pane: Pane): void {
    panes.delete(pane.paneId);
    pane.close();
    options.onChange();
  }

  return {
    open(target, { controls, view = openingView(target), leftAt = null, isAnother = false, ids } = {}) {
      const isSame = (pane: Pane) => !isAnother && pane.target.workbookId === target.workbookId;
      const same = inWindow(target.windowId).find(isSame);
      if (same && controls) same.command({ type: 'workbook:variables:update', variables: { ...controls } });
      if (same) return same.paneId;
      const begun = { view: { ...view, variables: { ...view.variables, ...controls } }, leftAt, ids };
      const pane = createPane(target, { ...options, refreshBudget, shelf }, begun);
      panes.set(pane.paneId, pane);
      pane.setUnattended(walls.has(target.windowId));
      pane.setPresence(seen.presence(target.windowId, null));
      options.onChange();
      return pane.paneId;
    },
    close: (paneId, windowId) => void (panes.has(paneId) && close(paneOf(paneId, windowId))),
    session(paneId, windowId) {
      const pane = paneOf(paneId, windowId);
      const session = pane.session();
      if (!session) throw new AppError('grant_missing', { reason: 'notSignedYet' });
      return { target: pane.target, session };
    },
    ...ofPersons(paneOf),
    ...paneControls((paneId) => panes.get(paneId)),
    showAction: (paneId, action) => panes.get(paneId)?.showAction(action),
    views: (windowId) => inWindow(windowId).map((pane) => pane.view()),
    leaving: (paneId) => leavingOf(panes.get(paneId)),
    ...ofWindows(inWindow, shownIn),
    closeWindow(windowId) {
      inWindow(windowId).forEach(close);
      seen.forget(windowId);
      walls.forget(windowId);
    },

    targetsOf: (profileId) => ofProfile(profileId).map(({ target }) => target),
    closeProfile(profileId) {
      ofProfile(profileId).forEach(close);
      // Another person, or nobody, comes after this one.
      shelf.forget(profileId);
    },
    renewProfile: (profileId, cause = 'change') => ofProfile(profileId).forEach((pane) => void pane.renew(cause)),
    earliestSessionEnd(profileId) {
      const ends = ofProfile(profileId).flatMap((pane) => pane.session()?.expiresAt ?? []);
      return ends.length === 0 ? null : Math.min(...ends);
    },
    setShown: seen.setShown,
    setPrepared: seen.setPrepared,
    setUnattended: walls.set,
    setWindowVisible: seen.setWindowVisible,
    setWindowFocused: seen.setWindowFocused,
    wake: (reason = 'resume') => all().forEach((pane) => void pane.wake(reason)),
    occupation: () => occupationOf(all()),
    dispose: () => all().forEach(close),

    sigmaOriginOf: (guestId) => withGuest(guestId)?.target.sigmaOrigin ?? null,
    sigmaOriginOfPartition: (partition) =>
      all().find(({ target }) => target.partition === partition)?.target.sigmaOrigin ?? null,
    ...ofGuests(withGuest, all),
  };
}

const leavingOf = (pane: Pane | undefined): Leaving | null =>
  pane ? { view: pane.place(), loses: pane.occupation(), guestId: pane.activeGuestId() } : null;

/** What a person edits counts before a file that is being saved. */
function occupationOf(panes: readonly Pane[]): ReturnType<Pane['occupation']> {
  const found = panes.flatMap((pane) => pane.occupation() ?? []);
  return found.find((one) => one === 'editing') ?? found[0] ?? null;
}

/** What concerns the panes of a window together, all of them or those that a person sees. */
function ofWindows(
  inWindow: (windowId: string) => readonly Pane[],
  shownIn: (windowId: string) => readonly Pane[],
): Pick<Panes, 'reloadAll' | 'reloadShown' | 'refreshShown' | 'shownGuest'> {
  return {
    reloadAll: (windowId) => inWindow(windowId).forEach((pane) => void pane.reload(true)),
    reloadShown: (windowId) => shownIn(windowId).forEach((pane) => void pane.reload()),
    refreshShown: (windowId) => shownIn(windowId).forEach((pane) => void pane.command({ type: 'workbook:refresh' })),
    shownGuest: (windowId) => shownIn(windowId)[0]?.activeGuestId() ?? null,
  };
}

/** What a person asks of one pane of their window. */
function ofPersons(
  paneOf: (paneId: string, windowId: string) => Pane,
): Pick<Panes, 'reload' | 'goHome' | 'command' | 'dismissAction'> {
  return {
    reload: (paneId, windowId) => paneOf(paneId, windowId).reload(),
    goHome: (paneId, windowId) => paneOf(paneId, windowId).goHome(),
    command: (paneId, windowId, command) => paneOf(paneId, windowId).command(command),
    dismissAction: (paneId, windowId, actionId) => paneOf(paneId, windowId).dismissAction(actionId),
  };
}

/** What is passed on to the pane of a guest. */
function ofGuests(withGuest: (guestId: string) => Pane | null, all: () => Pane[]) {
  return {
    isKnownGuest(guestId, partition, windowId) {
      const target = withGuest(guestId)?.target;
      return target?.partition === partition && target.windowId === windowId;
    },
    guestsOf: (workbookId) =>
      all()
        .filter(({ target }) => target.workbookId === workbookId)
        .flatMap((pane) => pane.view().guests.map(({ guestId }) => guestId)),
    async requestGuest(guestId) {
      const pane = withGuest(guestId);
      if (!pane) throw new AppError('request_refused', { reason: 'unknownGuest' });
      return await pane.requestGuest(guestId);
    },
    sourceOf(guestId) {
      const pane = withGuest(guestId);
      if (!pane) return null;
      const { paneId, profileId, workbookId, place, sessionExpiresAt } = pane.view();
      return { guestId, paneId, profileId, workbookId, title: place.document.title, sessionExpiresAt };
    },
    takeEvent: (guestId, event) => withGuest(guestId)?.takeEvent(guestId, event),
    downloading: (guestId, isUnderWay) => withGuest(guestId)?.downloading(guestId, isUnderWay),
    keyPressed: (guestId) => withGuest(guestId)?.keyPressed(guestId),
    guestGone: (guestId, cause) => withGuest(guestId)?.guestGone(guestId, cause),
    replayStopped: (guestId) => withGuest(guestId)?.replayStopped(guestId),
    hasLoaded: (guestId) => withGuest(guestId)?.hasLoaded(guestId) ?? false,
    isActive: (guestId) => withGuest(guestId)?.isActive(guestId) ?? false,
    interrupted: (guestId) => withGuest(guestId)?.interrupted(guestId),
    navigatedAway: (guestId) => withGuest(guestId)?.navigatedAway(guestId),
    guestLoadFailed: (guestId, description) => withGuest(guestId)?.guestLoadFailed(guestId, description),
  } satisfies Partial<Panes>;
}
