/**
 * A pane: one visible workbook, with an active guest and, while its session is renewed, a standby guest behind it.
 *
 * A renewed grant cannot be handed to a loaded workbook (Sigma has no message for it), so the standby loads with a new
 * signed URL, is brought to the same view, and takes over once its data is there and the person is not in the middle of
 * a word: what is half typed is the one thing that cannot be brought over. If it fails, nothing has changed for the
 * person, and it is tried again while the active session lasts.
 */

import { AppError, asAppError } from '../../shared/errors.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { GuestView, PaneView } from '../../shared/state.ts';
import type { Guest, SignedSession } from './guest.ts';
import { hostPageOf } from './guest-rules.ts';
import type { InsideOfPane } from './inside-of-pane.ts';
import { createPaneParts, type PaneBeginning, type PaneParts, type SharedPaneOptions } from './pane-parts.ts';
import type { WakeReason } from './pane-refresh.ts';
import type { PaneTarget } from './pane-target.ts';
import { urlPlaceOf } from './url-place.ts';
import { placeOf, type ViewState } from './view-state.ts';

/** Why a pane is renewed: it is time, or somebody signed in; or a workbook of the same profile complained. */
export type RenewalCause = 'change' | 'complaint';

export interface Pane {
  readonly paneId: string;
  readonly target: PaneTarget;
  hasGuest(guestId: string): boolean;
  /**
   * Loads the workbook again behind the scenes, or for everyone to see where there is nothing to lose. A pane that is not
   * shown is renewed when it is.
   *
   * @param cause `complaint`: a workbook found its token expired, and perhaps this one, which it may not have helped
   */
  renew(cause: RenewalCause): void;
  /**
   * A person wants the workbook loaded again with a new token, in the place of what is shown.
   *
   * @param arePagesGone whether the page of the window was lost, and with it the elements of all guests
   */
  reload(arePagesGone?: boolean): void;
  /** A person wants the workbook that the profile names, as it opens, in the place of what is shown. */
  goHome(): void;
  /**
   * @param presence.isShown whether the pane is before the person: its window, and in it this pane
   * @param presence.isAtWindow whether the person works in its window, and not in another one
   */
  setPresence(presence: { readonly isShown: boolean; readonly isAtWindow: boolean }): void;
  /** Whether it hangs on a wall, where nobody is: nothing that was shown goes before something newer is there. */
  setUnattended(isUnattended: boolean): void;
  /** Looks at the clock and at what failed, after sleep or when the network is back. */
  wake(reason: WakeReason): void;
  /** Signs a session for a guest. @throws AppError `request_refused`, and what signing throws */
  requestGuest(guestId: string): Promise<SignedSession>;
  /** A person pressed a key in a guest. Which one it was is not looked at. */
  keyPressed(guestId: string): void;
  /** A file that the page of a guest holds begins to be saved, or is done. */
  downloading(guestId: string, isUnderWay: boolean): void;
  /** What would be lost if the program ended now. */
  occupation(): 'editing' | 'saving' | null;
  takeEvent(guestId: string, event: SigmaEvent): void;
  /** A person wants something of the workbook on screen. New data is asked for once, however often they want it. */
  command(command: SigmaCommand): void;
  showAction: InsideOfPane['showAction'];
  dismissAction: InsideOfPane['dismissAction'];
  /** The process of a guest ended. The workbook comes back with a new token. */
  guestGone(guestId: string, cause: string): void;
  /** Something asked for a signed URL a second time and was stopped; the guest gets a new one. */
  replayStopped(guestId: string): void;
  /** Whether the workbook in a guest has loaded. */
  hasLoaded(guestId: string): boolean;
  /** Whether a guest is the one that a person sees, and not the standby. */
  isActive(guestId: string): boolean;
  activeGuestId(): string;
  activeGuest(): Guest;
  /**
   * A person pressed something that left the guest without its workbook, which comes back and does not count as lost: a
   * link while it was loading (Chromium gives up the scripts that are still to come when it stops a navigation), or
   * whatever has the page of the workbook empty or reload itself.
   */
  interrupted(guestId: string): void;
  /**
   * The guest was led elsewhere and has no workbook now. Before the workbook had loaded that was Sigma's own redirect;
   * afterwards the workbook comes back.
   */
  navigatedAway(guestId: string): void;
  guestLoadFailed(guestId: string, description: string): void;
  /** What the active guest shows; null before the first session is signed. */
  session(): SignedSession | null;
  view(): PaneView;
  /** Where the person is, or is to be again. */
  place(): ViewState;
  close(): void;
}

/** Opens a workbook; it loads as soon as its first guest asks for a session. */
export function createPane(target: PaneTarget, options: SharedPaneOptions, beginning?: PaneBeginning): Pane {
  const parts = createPaneParts(target, options, beginning);
  const { paneId, state, status, guests, ahead, renewal, refresh, troubles, inside } = parts;

  return {
    paneId,
    target,
    hasGuest: (guestId) => guests.find(guestId) !== null,
    renew(cause) {
      if (cause === 'change') troubles.forget();
      renewal.renew();
    },
    requestGuest: (guestId) => requestGuest(guestId, target, parts, options),
    downloading: guests.downloading,
    occupation() {
      if (guests.isEditing()) return 'editing';
      return guests.activity().isDownloading ? 'saving' : null;
    },
    takeEvent(guestId, event) {
      const guest = guests.find(guestId);
      if (!guest || inside.settles(guest.guestId, event)) return;
      if (event.type === 'workbook:error' || event.type === 'workbook:chart:error') troubles.reported(guest, event);
      else guest.take(event);
      refresh.take(guestId, event);
    },
    showAction: inside.showAction,
    dismissAction: inside.dismissAction,
    guestGone: (guestId, cause) => troubles.lost(guestId, new AppError('frame_crashed', { cause }), 1),
    replayStopped: (guestId) =>
      troubles.lost(guestId, new AppError('frame_load_failed', { reason: 'reloadsItself' }), 0),
    hasLoaded: (guestId) => ['loaded', 'ready'].includes(guests.find(guestId)?.stage ?? ''),
    isActive: (guestId) => guestId === guests.active().guestId,
    activeGuestId: () => guests.active().guestId,
    activeGuest: guests.active,
    interrupted(guestId) {
      if (guestId !== guests.active().guestId) return;
      if (guests.standby.state() === 'ready') guests.swap();
      else guests.replaceActive();
    },
    navigatedAway(guestId) {
      const stage = guests.find(guestId)?.stage;
      if (stage === undefined) return;
      if (stage === 'loading') troubles.failed(guestId, new AppError('sigma_redirected'));
      else troubles.lost(guestId, new AppError('frame_load_failed', { reason: 'leadsElsewhere' }), 0);
    },
    guestLoadFailed: (guestId, description) =>
      troubles.failed(guestId, new AppError('frame_load_failed', { reason: 'networkAnswered', answer: description })),
    setUnattended(isUnattended) {
      state.isUnattended = isUnattended;
    },
    session: () => guests.active().session,
    ...personEdges(parts),
    view: () => paneView(target, parts, options),
    place: guests.wantedView,
    close() {
      state.isOpen = false;
      ahead.drop();
      inside.stop();
      status.stop();
      renewal.stop();
      refresh.stop();
      guests.close();
    },
  };
}

/** Signs a session for a guest, at the place that it is to show. */
async function requestGuest(
  guestId: string,
  target: PaneTarget,
  { state, guests, ahead, renewal, troubles }: PaneParts,
  options: SharedPaneOptions,
): Promise<SignedSession> {
  const guest = guests.find(guestId);
  if (!guest) throw new AppError('request_refused', { reason: 'unknownGuest' });
  const isWanted = () => guests.find(guestId) === guest;
  try {
    // A standby is to look like the active guest.
    const view = guests.wantedView();
    const session = await (ahead.take(guestId, view) ?? options.sign(target, urlPlaceOf(view)));
    // Signing takes a while; a guest that was given up meanwhile gets nothing.
    if (!state.isOpen || !isWanted()) throw new AppError('request_refused', { reason: 'guestGivenUp' });
    guest.begin(session, view);
    if (guest === guests.active()) renewal.schedule();
    // The person made a choice while the session of the standby was being signed.
    else if (guests.wantedView() !== view) guests.follow();
    options.onChange();
    return session;
  } catch (cause) {
    const failure = asAppError(cause, 'workbookSession');
    if (isWanted()) troubles.failed(guestId, failure);
    throw failure;
  }
}

/** What a person does, whether they are there, and what the computer does around them. */
function personEdges({
  state,
  status,
  guests,
  renewal,
  refresh,
  troubles,
  inside,
}: PaneParts): Pick<Pane, 'reload' | 'goHome' | 'setPresence' | 'wake' | 'keyPressed' | 'command'> {
  function reload(arePagesGone?: boolean): void {
    troubles.forget();
    renewal.reload(arePagesGone);
  }

  return {
    reload,
    goHome() {
      troubles.forget();
      status.forgetFailures();
      guests.goHome();
    },
    setPresence(presence) {
      const comes = presence.isShown && !state.isShown;
      state.isShown = presence.isShown;
      if (comes) renewal.shown();
      refresh.setPresence(presence);
    },
    wake(reason) {
      renewal.wake();
      refresh.wake(reason);
    },
    keyPressed(guestId) {
      if (guests.active().guestId === guestId) guests.keyPressed();
    },
    command(command) {
      const isRefreshOfAll = command.type === 'workbook:refresh' && command.nodeId === undefined;
      if (!isRefreshOfAll) return inside.command(command);
      // Who wants new data of a workbook that is not there wants the workbook.
      if (status.phase() === 'failed') reload();
      else refresh.ask();
    },
  };
}

/** What a window is told of how far a guest has come. */
const stages = { requested: 'signing', loading: 'loading', loaded: 'data', ready: 'data' } as const;

function paneView(
  target: PaneTarget,
  { paneId, status, guests, renewal, refresh, inside }: PaneParts,
  { stepsOf }: Pick<SharedPaneOptions, 'stepsOf'>,
): PaneView {
  const { profileId, workbookId, title, partition } = target;
  const active = guests.active();
  const standby = guests.standby.guest();
  const guestView = ({ guestId, element }: Guest, role: GuestView['role']): GuestView => ({
    guestId,
    element,
    src: hostPageOf(element),
    partition,
    role,
  });
  return {
    paneId,
    profileId,
    workbookId,
    title,
    phase: status.phase(),
    stage: stages[active.stage],
    error: status.error(),
    retriesAt: status.retriesAt(),
    retriedAfter: status.retriedAfter(),
    isCatchingUp: guests.isCatchingUp(),
    guests: [guestView(active, 'active'), ...(standby ? [guestView(standby, 'standby')] : [])],
    sessionExpiresAt: active.session?.expiresAt ?? null,
    swaps: guests.swaps(),
    place: placeOf(active.view, target),
    steps: stepsOf(active.guestId),
    edit: guests.isEditing() ? { isRenewalWaiting: renewal.isDue() } : null,
    contents: inside.view(active.guestId),
    data: refresh.view(),
  };
}
