/** What a pane is made of: its guests, its renewal, what became of it, and what goes on inside its workbook. */
import { AppError } from '../../shared/errors.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { Clock } from '../async/clock.ts';
import type { Log } from '../log/log.ts';
import type { BookmarkShelf } from './bookmark-shelf.ts';
import type { FrameLook, FrameLooks } from './frame-look.ts';
import { noAnswer, type SignedSession } from './guest.ts';
import type { GuestSteps } from './guest-history.ts';
import { type InsideEdges, insideOf } from './inside-of-pane.ts';
import { createPaneGuests, type PaneGuests } from './pane-guests.ts';
import { createPaneRefresh } from './pane-refresh.ts';
import { createPaneRenewal } from './pane-renewal.ts';
import { createPaneStatus } from './pane-status.ts';
import type { PaneIds, PaneTarget } from './pane-target.ts';
import { createPaneTroubles } from './pane-troubles.ts';
import type { RefreshBudget } from './refresh-budget.ts';
import { isBusyInWorkbook } from './refresh-rules.ts';
import { createSigningAhead } from './signing-ahead.ts';
import { type UrlPlace, urlPlaceOf } from './url-place.ts';
import { openingView, type ViewState } from './view-state.ts';

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
  readonly inside: InsideEdges;
  /** Looks into the pages of guests. */
  readonly frames: FrameLooks;
  /**
   * What is seen is about to be loaded again in its place. @param guestId the guest that still shows it; null where what comes
   * is something else. Left out: nobody wants to know.
   */
  onReplacing?(paneId: string, guestId: string | null): void;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  /** Where a person's steps inside of a guest lead. */
  stepsOf(guestId: string): GuestSteps;
  /** Has another guest load in the element of one that stands. @returns false where that one is gone */
  loadInPlaceOf(guestId: string, next: string): boolean;
  /** A pane was opened or closed, or shows something else than before. */
  onChange(): void;
  readonly log: Pick<Log, 'info' | 'warn'>;
  randomUuid(): string;
  /** Left out: always. */
  isOnline?(): boolean;
  /** From 0 (inclusive) to 1 (exclusive): keeps panes from loading all at once. `Math.random` when left out. */
  random?(): number;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

/** What panes share. */
export interface SharedPaneOptions extends PaneOptions {
  readonly refreshBudget: RefreshBudget;
  readonly shelf: BookmarkShelf;
}

/** What a pane begins with; left out: the workbook as the profile opens it. */
export interface PaneBeginning {
  readonly view?: ViewState;
  /** Where it was scrolled to when it was left. */
  readonly leftAt?: FrameLook | null;
  /** Left out: new ones. */
  readonly ids?: PaneIds | undefined;
}

export function createPaneParts(
  target: PaneTarget,
  options: SharedPaneOptions,
  { view, leftAt, ids }: PaneBeginning = {},
) {
  const paneId = ids?.paneId ?? options.randomUuid();
  const state = { isOpen: true, isShown: true, isUnattended: false };
  const isShown = () => state.isShown;
  const isUnattended = () => state.isUnattended;
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
        const reason = failure.code === 'embed_url_too_long' ? 'tooLong' : 'refused';
        options.inside.say(new AppError('document_lost', { reason }));
      }
      return isGivenUp;
    },
    isUnattended,
    onRetry: () => renewal.loadAgain(),
  });
  const guests: PaneGuests = createPaneGuests({
    ...options,
    paneId,
    target,
    firstView: view ?? openingView(target),
    firstId: ids?.guestId,
    ...(leftAt && { leftAt }),
    status,
    onLoadingInPlace: (guestId) => ahead.begin(guestId),
    onEditing: () => renewal.editing(),
    onNoAnswer: () => renewal.failed(noAnswer()),
    onSwapped: () => {
      renewal.succeeded();
      refresh.swapped();
    },
  });
  const ahead = createSigningAhead({
    wantedView: guests.wantedView,
    sign: (wanted) => options.sign(target, urlPlaceOf(wanted)),
  });
  const renewal = createPaneRenewal({
    ...options,
    paneId,
    status,
    guests,
    isShown,
    isUnattended,
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
    chartErrors: () => inside.view(guests.active().guestId).chartErrors,
    renewGrants: () => options.renewGrants(target.profileId),
  });
  const inside = insideOf({ ...options, paneId, target, status, guests });
  const refresh = createPaneRefresh({
    ...options,
    random,
    paneId,
    target,
    guests,
    budget: options.refreshBudget,
    send: (_guestId, command) => inside.command(command),
    phase: status.phase,
    isOnline: () => options.isOnline?.() ?? true,
    isBusy: () => isBusyInWorkbook(guests.activity()),
    isEditing: guests.isEditing,
  });
  return { paneId, state, status, guests, ahead, renewal, refresh, troubles, inside };
}

export type PaneParts = ReturnType<typeof createPaneParts>;
