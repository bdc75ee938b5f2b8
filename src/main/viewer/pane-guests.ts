/** The two guests of a pane: the active one, and the standby that renews it behind the scenes. */
import type { SigmaCommand } from '../../shared/embed-host.ts';
import type { AppError } from '../../shared/errors.ts';
import type { Log } from '../log/log.ts';
import { createGuest, type Guest, noAnswer } from './guest.ts';
import type { PaneStatus } from './pane-status.ts';
import { createRenewalClock, type RenewalClock } from './renewal-clock.ts';
import { createStandby, type Standby } from './standby.ts';
import { swapDelay } from './swap-rules.ts';
import type { ViewState } from './view-state.ts';

export interface PaneGuestsOptions {
  readonly paneId: string;
  readonly status: PaneStatus;
  readonly log: Pick<Log, 'info' | 'warn'>;
  send(guestId: string, command: SigmaCommand): void;
  onChange(): void;
  /** Milliseconds since the epoch. */
  now(): number;
  randomUuid(): string;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

export interface PaneGuests {
  active(): Guest;
  readonly standby: Pick<Standby, 'guest' | 'state'>;
  readonly clock: Pick<RenewalClock, 'schedule' | 'failures'>;
  /** The guest of this id; null when it is neither of the two. */
  find(guestId: string): Guest | null;
  /** How many times a standby took over. */
  swaps(): number;
  /** Puts a new guest in the place of the active one; the view survives. */
  replaceActive(): void;
  /** Loads the workbook again behind the scenes, or for everyone to see where there is nothing to lose. */
  renew(): void;
  /** Lets the standby take over now. */
  swap(): void;
  /** Gives the standby up; nothing has changed for the person. */
  failStandby(failure: AppError): void;
  /** Tries again while the active session lasts; the reason is shown only when it no longer does. */
  retryRenewal(failure: AppError): void;
  /** A session was signed for a guest and its load begins; `view` is what it is to look like. */
  begun(guest: Guest, view: ViewState): void;
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

  const clock = createRenewalClock({
    session: () => active.session,
    // A standby that only waits for a pause is new enough.
    onDue: () => {
      if (standby.state() !== 'ready') guests.renew();
    },
    now,
    setTimer,
  });
  const standby = createStandby({
    newGuest,
    setTimer,
    swapDelay: () =>
      swapDelay({
        isShown: status.phase() === 'ready',
        sinceKeyPressed: now() - keyPressedAt,
        sessionLeft: clock.sessionLeft(),
      }),
    onSwap: () => guests.swap(),
    onNoAnswer: () => guests.failStandby(noAnswer()),
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
        if (guest === active) followActive();
      },
    });
    return guest;
  }

  function followActive(): void {
    if (standby.follow(active.view) === 'another-load') guests.renew();
  }

  const guests: PaneGuests = {
    active: () => active,
    standby,
    clock,
    find: (guestId) => [active, standby.guest()].find((guest) => guest?.guestId === guestId) ?? null,
    swaps: () => swaps,
    replaceActive() {
      active.dispose();
      standby.drop();
      active = newGuest(active.view);
      status.loading();
      options.onChange();
    },
    renew() {
      if (status.phase() === 'failed' || active.session === null) return guests.replaceActive();
      standby.load();
      options.onChange();
    },
    swap() {
      const next = standby.release();
      if (!next) return;
      active.dispose();
      active = next;
      swaps += 1;
      clock.succeeded();
      log.info('pane.swapped', { paneId, swaps });
      clock.schedule();
      status.replaced();
    },
    failStandby(failure) {
      standby.drop();
      log.warn('pane.renewal-failed', { paneId, code: failure.code, detail: failure.message });
      guests.retryRenewal(failure);
    },
    retryRenewal(failure) {
      if (clock.retry()) options.onChange();
      else status.fail(failure);
    },
    begun(guest, view) {
      if (guest === active) clock.schedule();
      // The person made a choice while the session of the standby was being signed.
      else if (active.view !== view) followActive();
      options.onChange();
    },
    keyPressed() {
      keyPressedAt = now();
    },
    close() {
      status.stop();
      clock.stop();
      active.dispose();
      standby.drop();
    },
  };
  return guests;
}
