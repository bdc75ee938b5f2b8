/** The two guests of a pane: the active one, and the standby that takes over from it. */
import type { SigmaCommand } from '../../shared/embed-host.ts';
import type { Log } from '../log/log.ts';
import { createGuest, type Guest } from './guest.ts';
import type { PaneStatus } from './pane-status.ts';
import { createStandby, type Standby } from './standby.ts';
import { swapDelay } from './swap-rules.ts';
import type { ViewState } from './view-state.ts';

export interface PaneGuestsOptions {
  readonly paneId: string;
  readonly status: PaneStatus;
  readonly log: Pick<Log, 'info'>;
  send(guestId: string, command: SigmaCommand): void;
  /** The person went where the standby cannot follow by messages. */
  onAnotherLoad(): void;
  /** The standby did not get ready in time. */
  onNoAnswer(): void;
  /** A standby took over. */
  onSwapped(): void;
  onChange(): void;
  /** Milliseconds since the epoch. */
  now(): number;
  randomUuid(): string;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

export interface PaneGuests {
  active(): Guest;
  readonly standby: Pick<Standby, 'guest' | 'state' | 'load' | 'drop'>;
  /** The guest of this id; null when it is neither of the two. */
  find(guestId: string): Guest | null;
  /** How many times a standby took over. */
  swaps(): number;
  /** Puts a new guest in the place of the active one; the view survives. */
  replaceActive(): void;
  /** Lets the standby take over now. */
  swap(): void;
  /** Brings the standby to what the active guest shows. */
  follow(): void;
  /** A key was pressed in the active guest just now. */
  keyPressed(): void;
  close(): void;
}

/** An active guest that waits for its host page to be requested, and no standby. */
export function createPaneGuests(options: PaneGuestsOptions): PaneGuests {
  const { status, log, paneId, now, setTimer } = options;
  let active = newGuest();
  let swaps = 0;
  let keyPressedAt = Number.NEGATIVE_INFINITY;

  const standby = createStandby({
    newGuest,
    setTimer,
    swapDelay: () =>
      swapDelay({
        isShown: status.phase() === 'ready',
        sinceKeyPressed: now() - keyPressedAt,
        sessionLeft: (active.session?.expiresAt ?? 0) - now(),
      }),
    onSwap: () => guests.swap(),
    onNoAnswer: options.onNoAnswer,
  });

  function newGuest(view?: ViewState): Guest {
    const guest = createGuest({
      guestId: options.randomUuid(),
      ...(view && { view }),
      send: (command) => options.send(guest.guestId, command),
      setTimer,
      onLoaded: () => {
        if (guest === active) status.loaded();
      },
      onReady: () => {
        if (guest === standby.guest()) standby.swapWhenCalm();
        else if (guest === active) status.loaded();
      },
      onViewChanged: () => {
        if (guest === active) guests.follow();
      },
    });
    return guest;
  }

  const guests: PaneGuests = {
    active: () => active,
    standby,
    find: (guestId) => [active, standby.guest()].find((guest) => guest?.guestId === guestId) ?? null,
    swaps: () => swaps,
    replaceActive() {
      active.dispose();
      standby.drop();
      active = newGuest(active.view);
      status.loading();
      options.onChange();
    },
    swap() {
      const next = standby.release();
      if (!next) return;
      active.dispose();
      active = next;
      swaps += 1;
      log.info('pane.swapped', { paneId, swaps });
      options.onSwapped();
      status.replaced();
    },
    follow() {
      if (standby.follow(active.view) === 'another-load') options.onAnotherLoad();
    },
    keyPressed() {
      keyPressedAt = now();
    },
    close() {
      active.dispose();
      standby.drop();
    },
  };
  return guests;
}
