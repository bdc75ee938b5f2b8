/** The two guests of a pane: the active one, and the standby that takes over from it. */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { Log } from '../log/log.ts';
import type { FrameLook, FrameLooks } from './frame-look.ts';
import { createGuest, type Guest } from './guest.ts';
import { createPaneActivity, type PaneActivity } from './pane-activity.ts';
import { createDebt } from './pane-debt.ts';
import { createPaneLooks } from './pane-looks.ts';
import type { PaneStatus } from './pane-status.ts';
import type { PaneTarget } from './pane-target.ts';
import { createStandby, type Standby, type StandbyOptions } from './standby.ts';
import { type Activity, latestSwap, mayGiveWay, planForOutdated, swapDelay } from './swap-rules.ts';
import { createTakeOver, type TakeOver } from './take-over.ts';
import { withoutPlace } from './url-place.ts';
import { documentOf, isEdited, needsAnotherLoad, openingView, type ViewState } from './view-state.ts';

export interface PaneGuestsOptions {
  readonly paneId: string;
  readonly target: PaneTarget;
  /** What the first guest is to show. */
  readonly firstView: ViewState;
  /** The id of the first guest; left out: a new one. */
  readonly firstId?: string | undefined;
  /** Where the workbook was scrolled to when it was left; left out: nowhere. */
  readonly leftAt?: FrameLook | null;
  readonly status: PaneStatus;
  /** Looks into the pages of guests. */
  readonly frames: FrameLooks;
  readonly log: Pick<Log, 'info'>;
  send(guestId: string, command: SigmaCommand): void;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  /** Has another guest load in the element of one that stands. @returns false where that one is gone */
  loadInPlaceOf(guestId: string, next: string): boolean;
  /** A guest is about to load in an element that is there, of which it asks first whether its page answers. */
  onLoadingInPlace(guestId: string): void;
  /** See `PaneOptions`. */
  onReplacing?(paneId: string, guestId: string | null): void;
  /** The standby did not get ready in time. */
  onNoAnswer(): void;
  /** A standby took over. */
  onSwapped(): void;
  /** The person began to edit the document, or has left the edit mode. */
  onEditing(): void;
  onChange(): void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some instant. */
  uptime(): number;
  randomUuid(): string;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

export interface PaneGuests {
  active(): Guest;
  readonly standby: Pick<Standby, 'guest' | 'state' | 'load' | 'lookAgain' | 'drop'>;
  /** The guest of this id; null when it is neither of the two. */
  find(guestId: string): Guest | null;
  /** What the person is to see: what the active guest shows, or more where it still has to catch up. */
  wantedView(): ViewState;
  /**
   * Whether a standby took over before it could follow the person, and the one that brings their last steps loads. A
   * person is kept waiting for the first such load alone: should it fail, what they have is better than a cover.
   */
  isCatchingUp(): boolean;
  /** How many times a standby took over. */
  swaps(): number;
  /** Whether the active guest shows a document that is being edited: what is not saved would go with it. */
  isEditing(): boolean;
  /**
   * Puts a new guest in the place of the active one; the view survives.
   *
   * @param arePagesGone whether the page with the elements of all guests was lost
   */
  replaceActive(arePagesGone?: boolean): void;
  /** As `replaceActive`, without the part of the view that Sigma may have refused. @returns whether there was such a part */
  giveUpPlace(): boolean;
  /** As `replaceActive`, at the workbook that the profile names, as it opens. */
  goHome(): void;
  /** Lets the standby take over now: there is nothing left of the workbook on screen. */
  swap(): void;
  /** Lets the standby take over at the same place, whatever the person does. */
  hurry(): void;
  /** Brings the standby to what the person is to see. */
  follow(): void;
  /** What is known of the person without looking into the page. */
  activity(): Pick<Activity, 'sinceInput' | 'isDownloading' | 'isMoving'>;
  /** A key was pressed in the active guest just now. */
  keyPressed(): void;
  /** A file that the page of a guest holds begins to be saved, or is done. */
  downloading(guestId: string, isUnderWay: boolean): void;
  close(): void;
}

/** An active guest that waits for its host page to be requested, and no standby. */
export function createPaneGuests(options: PaneGuestsOptions): PaneGuests {
  const { status, log, paneId, target, frames } = options;
  const activity = createPaneActivity(options.uptime);
  const looks = createPaneLooks(frames, options.leftAt);
  let active = newGuest(options.firstView, undefined, options.firstId);
  const debt = createDebt();
  let swaps = 0;

  const { standby, takeOver } = createSwap({ ...options, activity, guests: () => guests, newGuest: () => newGuest() });

  function newGuest(view = openingView(target), element?: string, guestId = options.randomUuid()): Guest {
    const guest = createGuest({
      ...options,
      guestId,
      element,
      view,
      send: (command) => options.send(guest.guestId, command),
      onLoaded: () => guest === active && status.loaded(),
      onReady() {
        if (guest === standby.guest()) standby.swapWhenCalm();
        if (guest !== active) return;
        status.loaded();
        looks.arrived(guest.guestId);
        if (guests.isEditing()) options.onEditing();
      },
      onViewChanged: (before) => guest === active && changed(before),
    });
    return guest;
  }

  function changed(before: ViewState): void {
    activity.viewChanged();
    debt.changed(before, active.view);
    looks.changed(before, active, () => guests.follow());
    if (isEdited(active.view) !== isEdited(before)) options.onEditing();
    guests.follow();
    options.onChange();
  }

  function replaceWith(view: ViewState, arePagesGone = false): void {
    const before = active;
    const answers = leave(before, view, looks, { ...options, arePagesGone });
    before.dispose();
    standby.drop();
    active = newGuest(asLoaded(view), answers ? before.element : undefined);
    debt.forget();
    if (answers) void loadInPlace(before, active, answers);
    status.loading();
    options.onChange();
  }

  /** In the element and the processes that are there already, which is faster. A page that hangs would hang again. */
  async function loadInPlace(before: Guest, next: Guest, answers: Promise<boolean>): Promise<void> {
    options.onLoadingInPlace(next.guestId);
    const isAnswered = await answers;
    if (next !== active || (isAnswered && options.loadInPlaceOf(before.guestId, next.guestId))) return;
    next.dispose();
    active = newGuest(next.view);
    options.onChange();
  }

  const guests: PaneGuests = {
    ...knownOf(() => active, standby, debt),
    standby,
    swaps: () => swaps,
    ...replacements(replaceWith, target, () => guests.wantedView()),
    swap() {
      const wanted = guests.wantedView();
      const next = standby.release();
      if (!next) return;
      active.dispose();
      active = next;
      active.shown();
      swaps += 1;
      log.info('pane.swapped', { paneId, swaps });
      options.onSwapped();
      debt.swapped(next.view, wanted, standby);
      if (status.phase() !== 'ready' && next.stage === 'ready') looks.arrived(next.guestId);
      status.replaced();
    },
    hurry: takeOver.hurry,
    follow: standby.follow,
    ...ofPerson(activity, () => active),
    close() {
      active.dispose();
      standby.drop();
    },
  };
  return guests;
}

/** What is loaded is edited where its URL says so. */
const asLoaded = (view: ViewState): ViewState => ({ ...view, isEditing: view.path?.isEdited === true });

/** What can be asked of the two guests. */
const knownOf = (
  active: () => Guest,
  standby: Pick<Standby, 'guest'>,
  debt: ReturnType<typeof createDebt>,
): Pick<PaneGuests, 'active' | 'find' | 'wantedView' | 'isCatchingUp' | 'isEditing'> => ({
  active,
  find: (guestId) => [active(), standby.guest()].find((guest) => guest?.guestId === guestId) ?? null,
  wantedView: () => debt.view() ?? active().view,
  isCatchingUp: () => debt.isBroughtBy(standby.guest()),
  isEditing: () => isEdited(active().view) && hasStood(active()),
});

const ofPerson = (
  { known, keyPressed, downloading }: PaneActivity,
  active: () => Guest,
): Pick<PaneGuests, 'activity' | 'keyPressed' | 'downloading'> => ({
  activity: () => known(active().guestId, active().view.isMoving),
  keyPressed,
  downloading,
});

/** What is kept of what is seen, before another guest takes its place. */
function leave(
  active: Guest,
  view: ViewState,
  looks: ReturnType<typeof createPaneLooks>,
  {
    paneId,
    status,
    onReplacing,
    arePagesGone,
  }: Pick<PaneGuestsOptions, 'paneId' | 'status' | 'onReplacing'> & { readonly arePagesGone: boolean },
): Promise<boolean> | null {
  const isOther = documentOf(view) !== documentOf(active.view);
  // One that never stood was to be scrolled to where the one before it was.
  const isReady = status.phase() === 'ready';
  const answers = isReady && !arePagesGone ? looks.leaving(active.guestId) : null;
  if (isOther) looks.forget();
  if (isOther || isReady) onReplacing?.(paneId, isOther ? null : active.guestId);
  return answers;
}

/** What a guest is replaced by that is loaded for all to see. */
function replacements(
  replaceWith: (view: ViewState, arePagesGone?: boolean) => void,
  target: PaneTarget,
  wantedView: () => ViewState,
): Pick<PaneGuests, 'replaceActive' | 'giveUpPlace' | 'goHome'> {
  return {
    replaceActive: (arePagesGone) => replaceWith(wantedView(), arePagesGone),
    giveUpPlace() {
      const view = withoutPlace(wantedView());
      if (view) replaceWith(view);
      return view !== null;
    },
    goHome: () => replaceWith(openingView(target)),
  };
}

/** Whether the workbook in a guest has loaded, so that there is a picture of it, whatever came afterwards. */
export const hasStood = ({ stage }: Pick<Guest, 'stage'>): boolean => stage === 'loaded' || stage === 'ready';

interface SwapOptions extends PaneGuestsOptions {
  readonly activity: PaneActivity;
  guests(): PaneGuests;
  newGuest(): Guest;
}

/** The place of the standby, and the moment in which it takes over. */
function createSwap(options: SwapOptions): { readonly standby: Standby; readonly takeOver: TakeOver } {
  const { activity, guests, status, now } = options;
  const moment = (): SwapMoment => ({
    isShown: status.phase() === 'ready',
    sinceKeyPressed: activity.sinceKeyPressed(),
    sinceViewChanged: activity.sinceViewChanged(),
    sessionLeft: (guests().active().session?.expiresAt ?? 0) - now(),
  });
  const standby = createStandby({
    ...options,
    ...swapMoments(moment),
    wantedView: () => guests().wantedView(),
    onSwap: () => takeOver.begin(),
    onLoadAgain: options.onChange,
  });
  const takeOver: TakeOver = createTakeOver({
    frames: options.frames,
    whenPictureIsWhole: options.whenPictureIsWhole,
    active: () => guests().active(),
    ready: () => (guests().isEditing() ? null : readyOf(standby, guests().wantedView(), moment())),
    isShown: () => moment().isShown,
    // Under the cover there is nobody to wait for.
    timeLeft: () => (guests().isCatchingUp() ? 0 : latestSwap(moment().sessionLeft)),
    known: () => guests().activity(),
    lookAgain: standby.lookAgain,
    swap: () => guests().swap(),
  });
  return { standby, takeOver };
}

/** The standby, when it may take over: it shows what is wanted, or there is no time left for that. */
function readyOf(standby: Standby, wanted: ViewState, { isShown, sessionLeft }: SwapMoment): Guest | null {
  const guest = standby.guest();
  if (!guest) return null;
  if (!isShown || latestSwap(sessionLeft) === 0) return hasStood(guest) ? guest : null;
  return guest.stage === 'ready' && !needsAnotherLoad(guest.view, wanted) ? guest : null;
}

interface SwapMoment {
  readonly isShown: boolean;
  readonly sinceKeyPressed: number;
  readonly sinceViewChanged: number;
  readonly sessionLeft: number;
}

/** The rules for swaps, at the moment at which they are asked. */
function swapMoments(
  moment: () => SwapMoment,
): Pick<StandbyOptions, 'swapDelay' | 'latestSwap' | 'planForOutdated' | 'mayGiveWay'> {
  return {
    swapDelay: () => swapDelay(moment()),
    latestSwap: () => latestSwap(moment().sessionLeft),
    planForOutdated: (loads) => planForOutdated({ ...moment(), ...loads }),
    mayGiveWay: (loads) => mayGiveWay({ ...moment(), ...loads }),
  };
}
