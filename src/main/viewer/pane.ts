/**
 * A pane: one visible workbook, with an active guest and, while its session is renewed, a standby guest behind it.
 *
 * A renewed grant cannot be handed to a loaded workbook (Sigma has no message for it), so the standby loads with a new
 * signed URL, is brought to the same view, and takes over once its data is there and the person is not in the middle of
 * a word: what is half typed is the one thing that cannot be brought over. If it fails, nothing has changed for the
 * person, and it is tried again while the active session lasts.
 */

import { EMBED_SCHEME } from '../../shared/embed-host-names.ts';
import { AppError, asAppError } from '../../shared/errors.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { GuestView, PaneView } from '../../shared/state.ts';
import type { Clock } from '../async/clock.ts';
import type { Log } from '../log/log.ts';
import type { FrameLooks } from './frame-look.ts';
import { type Guest, noAnswer, type SignedSession } from './guest.ts';
import { createPaneGuests, type PaneGuests } from './pane-guests.ts';
import { createPaneRenewal } from './pane-renewal.ts';
import { createPaneStatus, type PaneStatus } from './pane-status.ts';
import type { PaneTarget } from './pane-target.ts';
import { createPaneTroubles } from './pane-troubles.ts';
import { type UrlPlace, urlPlaceOf } from './url-place.ts';
import { isElsewhere, placeOf } from './view-state.ts';

export interface PaneOptions extends Clock {
  /** Signs a fresh session with grants that are good. @throws AppError */
  sign(target: PaneTarget, place: UrlPlace): Promise<SignedSession>;
  /** Asks for grants newer than those that a workbook found expired. @throws AppError */
  renewGrants(profileId: string): Promise<void>;
  /** Turns what Sigma reports into an error of ours. */
  explainError(code: string | undefined, message: string | undefined): AppError;
  /** Whether what Sigma reports means that the token or session is over. */
  meansExpiredToken(code: string | undefined, message: string | undefined): boolean;
  send(guestId: string, command: SigmaCommand): void;
  /** Looks into the pages of guests. */
  readonly frames: FrameLooks;
  /** Something happened to what a person was looking at, and they should know. */
  onNotice(error: AppError): void;
  /** A pane was opened or closed, or shows something else than before. */
  onChange(): void;
  readonly log: Pick<Log, 'info' | 'warn'>;
  randomUuid(): string;
  /** From 0 (inclusive) to 1 (exclusive): keeps panes from loading all at once. `Math.random` when left out. */
  random?(): number;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

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
  /** A person wants the workbook loaded again with a new token, in the place of what is shown. */
  reload(): void;
  /** A person wants the workbook that the profile names, as it opens, in the place of what is shown. */
  goHome(): void;
  /** Whether the pane is before the person: its window, and in it this pane. */
  setShown(isShown: boolean): void;
  /** Looks at the clock and at what failed, after sleep or when the network is back. */
  wake(): void;
  /** Signs a session for a guest. @throws AppError `request_refused`, and what signing throws */
  requestGuest(guestId: string): Promise<SignedSession>;
  /** A person pressed a key in a guest. Which one it was is not looked at. */
  keyPressed(guestId: string): void;
  /** A file that the page of a guest holds begins to be saved, or is done. */
  downloading(guestId: string, isUnderWay: boolean): void;
  takeEvent(guestId: string, event: SigmaEvent): void;
  /** A person wants something of the workbook on screen. */
  command(command: SigmaCommand): void;
  /** The process of a guest ended. The workbook comes back with a new token. */
  guestGone(guestId: string, cause: string): void;
  /** Something asked for a signed URL a second time and was stopped; the guest gets a new one. */
  replayStopped(guestId: string): void;
  /** Whether the workbook in a guest has loaded. */
  hasLoaded(guestId: string): boolean;
  /** Whether a guest is the one that a person sees, and not the standby. */
  isActive(guestId: string): boolean;
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
  close(): void;
}

/** Opens a workbook; it loads as soon as its first guest asks for a session. */
export function createPane(target: PaneTarget, options: PaneOptions): Pane {
  const parts = createParts(target, options);
  const { paneId, state, status, guests, renewal, troubles } = parts;

  return {
    paneId,
    target,
    hasGuest: (guestId) => guests.find(guestId) !== null,
    renew(cause) {
      if (cause === 'change') troubles.forget();
      renewal.renew();
    },
    reload() {
      troubles.forget();
      renewal.reload();
    },
    goHome() {
      troubles.forget();
      status.forgetFailures();
      guests.goHome();
    },
    setShown(isShown) {
      const comes = isShown && !state.isShown;
      state.isShown = isShown;
      if (comes) renewal.shown();
    },
    wake: renewal.wake,
    requestGuest: (guestId) => requestGuest(guestId, target, parts, options),
    keyPressed(guestId) {
      if (guests.active().guestId === guestId) guests.keyPressed();
    },
    downloading: guests.downloading,
    takeEvent(guestId, event) {
      const guest = guests.find(guestId);
      if (!guest) return;
      if (event.type === 'workbook:error' || event.type === 'workbook:chart:error') troubles.reported(guest, event);
      else guest.take(event);
      if (event.type === 'workbook:ondelete' && guest === guests.active()) deleted(guest, guests, options);
    },
    command: (command) => guests.active().say(command),
    guestGone: (guestId, cause) => troubles.lost(guestId, new AppError('frame_crashed', { cause }), 1),
    replayStopped: (guestId) =>
      troubles.lost(guestId, new AppError('frame_load_failed', { reason: 'reloadsItself' }), 0),
    hasLoaded: (guestId) => ['loaded', 'ready'].includes(guests.find(guestId)?.stage ?? ''),
    isActive: (guestId) => guestId === guests.active().guestId,
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
    session: () => guests.active().session,
    view: () => ({
      ...paneView(paneId, target, status, guests),
      edit: guests.isEditing() ? { isRenewalWaiting: renewal.isDue() } : null,
    }),
    close() {
      state.isOpen = false;
      status.stop();
      renewal.stop();
      guests.close();
    },
  };
}

/** Signs a session for a guest, at the place that it is to show. */
async function requestGuest(
  guestId: string,
  target: PaneTarget,
  { state, guests, renewal, troubles }: ReturnType<typeof createParts>,
  options: PaneOptions,
): Promise<SignedSession> {
  const guest = guests.find(guestId);
  if (!guest) throw new AppError('request_refused', { reason: 'unknownGuest' });
  const isWanted = () => guests.find(guestId) === guest;
  try {
    // A standby is to look like the active guest.
    const view = guests.wantedView();
    const session = await options.sign(target, urlPlaceOf(view));
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

/** Somebody deleted the document on screen. That of the profile stays as it is. */
function deleted({ view }: Guest, guests: PaneGuests, options: Pick<PaneOptions, 'onNotice'>): void {
  if (!isElsewhere(view)) return;
  options.onNotice(new AppError('document_lost', { reason: 'deleted' }));
  guests.goHome();
}

function createParts(target: PaneTarget, options: PaneOptions) {
  const paneId = options.randomUuid();
  const state = { isOpen: true, isShown: true };
  const isShown = () => state.isShown;
  const { random = Math.random } = options;
  const status = createPaneStatus({
    ...options,
    random,
    paneId,
    // Of a page that is gone there is nothing left to keep.
    mayCover: ({ code }) => !guests.isEditing() || code === 'frame_crashed' || code === 'frame_load_failed',
    giveUpPlace(failure) {
      const isGivenUp = guests.giveUpPlace();
      if (isGivenUp) {
        options.log.warn('pane.place-refused', { paneId, code: failure.code });
        options.onNotice(new AppError('document_lost', { reason: 'refused' }));
      }
      return isGivenUp;
    },
    onRetry: () => renewal.loadAgain(),
  });
  const guests: PaneGuests = createPaneGuests({
    ...options,
    paneId,
    target,
    status,
    onEditing: () => renewal.editing(),
    onNoAnswer: () => renewal.failed(noAnswer()),
    onSwapped: () => renewal.succeeded(),
  });
  const renewal = createPaneRenewal({
    ...options,
    paneId,
    status,
    guests,
    isShown,
    onRenewedByTime: () => troubles.forget(),
  });
  const troubles = createPaneTroubles({
    ...options,
    paneId,
    status,
    guests,
    renewal,
    isOpen: () => state.isOpen,
    isShown,
    renewGrants: () => options.renewGrants(target.profileId),
  });
  return { paneId, state, status, guests, renewal, troubles };
}

function paneView(paneId: string, target: PaneTarget, status: PaneStatus, guests: PaneGuests): Omit<PaneView, 'edit'> {
  const { profileId, workbookId, title, partition } = target;
  const active = guests.active();
  const standby = guests.standby.guest();
  const guestView = ({ guestId }: Guest, role: GuestView['role']): GuestView => ({
    guestId,
    src: `${EMBED_SCHEME}://frame/${guestId}`,
    partition,
    role,
  });
  return {
    paneId,
    profileId,
    workbookId,
    title,
    phase: status.phase(),
    error: status.error(),
    retriesAt: status.retriesAt(),
    retriedAfter: status.retriedAfter(),
    isCatchingUp: guests.isCatchingUp(),
    guests: [guestView(active, 'active'), ...(standby ? [guestView(standby, 'standby')] : [])],
    sessionExpiresAt: active.session?.expiresAt ?? null,
    swaps: guests.swaps(),
    place: placeOf(active.view, target),
    contents: { bookmarks: [], noData: 0, chartErrors: 0, isOutdated: false, isDeleted: false },
    data: { asOf: null, refreshesAt: null },
  };
}
