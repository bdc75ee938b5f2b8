/** The two guests of a pane: the active one, and the standby that takes over from it. */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { Log } from '../log/log.ts';
import { createGuest, type Guest } from './guest.ts';
import type { PaneStatus } from './pane-status.ts';
import { createStandby, type Standby, type StandbyOptions } from './standby.ts';
import { isPlaceRefused, latestSwap, mayGiveWay, planForOutdated, swapDelay } from './swap-rules.ts';
import { needsAnotherLoad, type ViewState, withChange, withoutPlace } from './view-state.ts';

export interface PaneGuestsOptions {
  readonly paneId: string;
  /** What the first guest is to show; nothing in particular when left out. */
  readonly firstView?: ViewState;
  readonly status: PaneStatus;
  readonly log: Pick<Log, 'info'>;
  send(guestId: string, command: SigmaCommand): void;
  /** The standby did not get ready in time. */
  onNoAnswer(): void;
  /** A standby took over. */
  onSwapped(): void;
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
  readonly standby: Pick<Standby, 'guest' | 'state' | 'load' | 'drop'>;
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
  /**
   * Puts a new guest in the place of the active one. The view survives, but for a place in it that Sigma refused, unless
   * another one is to be shown.
   */
  replaceActive(view?: ViewState): void;
  /** Lets the standby take over now. */
  swap(): void;
  /** Brings the standby to what the person is to see. */
  follow(): void;
  /** A key was pressed in the active guest just now. */
  keyPressed(): void;
  close(): void;
}

/** An active guest that waits for its host page to be requested, and no standby. */
export function createPaneGuests(options: PaneGuestsOptions): PaneGuests {
  const { status, log, paneId, now, uptime, setTimer } = options;
  let active = newGuest(options.firstView);
  /** What the person did last and the active guest does not show, since it took over before it could follow. */
  let owed: ViewState | null = null;
  /** The first guest that loads what is owed. */
  let bringer: Guest | null = null;
  let swaps = 0;
  let viewChangedAt = Number.NEGATIVE_INFINITY;
  let keyPressedAt = Number.NEGATIVE_INFINITY;

  const standby = createStandby({
    ...options,
    ...swapMoments(() => ({
      isShown: status.phase() === 'ready',
      sinceKeyPressed: uptime() - keyPressedAt,
      sinceViewChanged: uptime() - viewChangedAt,
      sessionLeft: (active.session?.expiresAt ?? 0) - now(),
    })),
    newGuest,
    wantedView: () => guests.wantedView(),
    onSwap: () => guests.swap(),
    onLoadAgain: options.onChange,
  });

  function newGuest(view?: ViewState): Guest {
    const guest = createGuest({
      guestId: options.randomUuid(),
      ...(view && { view }),
      send: (command) => options.send(guest.guestId, command),
      setTimer,
      onLoaded: () => guest === active && status.loaded(),
      onReady: () => {
        if (guest === standby.guest()) standby.swapWhenCalm();
        else if (guest === active) status.loaded();
      },
      onViewChanged: (before) => {
        if (guest !== active) return;
        viewChangedAt = uptime();
        // A step from here leads on from here; a choice comes on top of what is still to be brought.
        if (needsAnotherLoad(before, guest.view)) owed = null;
        else if (owed) owed = withChange(owed, { before, after: guest.view });
        guests.follow();
        // The window shows where the person is, and the values of the controls.
        options.onChange();
      },
    });
    return guest;
  }

  const guests: PaneGuests = {
    active: () => active,
    standby,
    find: (guestId) => [active, standby.guest()].find((guest) => guest?.guestId === guestId) ?? null,
    wantedView: () => owed ?? active.view,
    isCatchingUp: () => owed !== null && bringer !== null && standby.guest() === bringer,
    swaps: () => swaps,
    replaceActive(view = viewAfter(status, guests.wantedView())) {
      active.dispose();
      standby.drop();
      active = newGuest(view);
      owed = null;
      status.loading();
      options.onChange();
    },
    swap() {
      const wanted = guests.wantedView();
      const next = standby.release();
      if (!next) return;
      active.dispose();
      active = next;
      owed = needsAnotherLoad(next.view, wanted) ? wanted : null;
      swaps += 1;
      log.info('pane.swapped', { paneId, swaps });
      options.onSwapped();
      if (owed) standby.load();
      bringer = owed && standby.guest();
      status.replaced();
    },
    follow: standby.follow,
    keyPressed() {
      keyPressedAt = uptime();
    },
    close() {
      active.dispose();
      standby.drop();
    },
  };
  return guests;
}

/** What a pane shows when it is loaded anew: the wanted view, but for a place in it that Sigma refused. */
function viewAfter(status: Pick<PaneStatus, 'phase' | 'error'>, wanted: ViewState): ViewState {
  const isRefused = status.phase() === 'failed' && isPlaceRefused(status.error()?.code ?? null);
  return isRefused ? withoutPlace(wanted) : wanted;
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
