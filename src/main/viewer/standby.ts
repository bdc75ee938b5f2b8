/** The place of the standby guest: it loads behind the active one, follows its view, and takes over once it is ready. */
import type { Guest } from './guest.ts';
import { LOAD_TIMEOUT_MS } from './swap-rules.ts';
import { needsAnotherLoad, type ViewState } from './view-state.ts';

export interface StandbyOptions {
  newGuest(): Guest;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
  /** How long a standby that is ready has to wait before it may take over, in milliseconds. */
  swapDelay(): number;
  /** The standby is ready and the moment is good. */
  onSwap(): void;
  /** The standby did not get ready in time. */
  onNoAnswer(): void;
}

export interface Standby {
  /** The guest that loads or waits; null while there is none. */
  guest(): Guest | null;
  state(): 'none' | 'loading' | 'ready';
  /** Begins with a new guest in the place of an earlier standby. */
  load(): void;
  /**
   * Brings the standby to what the active guest shows now. A choice made while the standby loads must not be lost.
   *
   * @returns `another-load` when that takes another URL
   */
  follow(view: ViewState): 'followed' | 'another-load';
  /** Takes over now, or after a pause while the person types. Does nothing while it is not ready. */
  swapWhenCalm(): void;
  /** Hands the guest over; the place is empty afterwards. */
  release(): Guest | null;
  /** Gives the guest up. */
  drop(): void;
}

/** An empty place. */
export function createStandby(options: StandbyOptions): Standby {
  let guest: Guest | null = null;
  /** Of a guest that loads: until it counts as failed. Of one that is ready: until it takes over. */
  let stopTimer = () => {};

  function release(): Guest | null {
    stopTimer();
    const released = guest;
    guest = null;
    return released;
  }

  function watch(): void {
    stopTimer();
    stopTimer = options.setTimer(options.onNoAnswer, LOAD_TIMEOUT_MS);
  }

  const standby: Standby = {
    guest: () => guest,
    state() {
      if (!guest) return 'none';
      return guest.stage === 'ready' ? 'ready' : 'loading';
    },
    load() {
      standby.drop();
      guest = options.newGuest();
      watch();
    },
    follow(view) {
      // A standby that was not requested yet looks at the active view when it is.
      if (!guest?.session) return 'followed';
      if (needsAnotherLoad(guest.view, view)) return 'another-load';
      guest.restore(view);
      if (standby.state() === 'ready') standby.swapWhenCalm();
      else watch();
      return 'followed';
    },
    swapWhenCalm() {
      if (standby.state() !== 'ready') return;
      const delayMs = options.swapDelay();
      stopTimer();
      if (delayMs === 0) options.onSwap();
      else stopTimer = options.setTimer(standby.swapWhenCalm, delayMs);
    },
    release,
    drop: () => release()?.dispose(),
  };
  return standby;
}
