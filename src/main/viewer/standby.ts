/** The place of the standby guest: it loads behind the active one, follows its view, and takes over once it is ready. */
import type { Guest } from './guest.ts';
import { createPictureWatch } from './picture-watch.ts';
import { LOAD_TIMEOUT_MS, type OutdatedPlan } from './swap-rules.ts';
import { needsAnotherLoad, type ViewState } from './view-state.ts';

/** How the loads behind the scenes went. */
export interface StandbyLoads {
  /** How many standbys in a row were outdated before this one. */
  readonly tries: number;
  /** How long the present one took until it was ready, in milliseconds. */
  readonly loadMs: number;
}

export interface StandbyOptions {
  newGuest(): Guest;
  /** What the person is to see after the swap. */
  wantedView(): ViewState;
  /** Milliseconds since some instant. */
  uptime(): number;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
  /** How long a standby that is ready has to wait before it may take over, in milliseconds. */
  swapDelay(): number;
  /** How long until one that stands takes over, whether its data is there or not, in milliseconds. */
  latestSwap(): number;
  /** What becomes of one that is ready for another view than the wanted one. */
  planForOutdated(loads: StandbyLoads): OutdatedPlan;
  /** Whether one that loads for another view than the wanted one gives way at once. */
  mayGiveWay(loads: Pick<StandbyLoads, 'tries'>): boolean;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  /** The standby is ready, its picture is whole, and the moment is good. */
  onSwap(): void;
  /** Another one loads in the place of an outdated one. */
  onLoadAgain(): void;
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
   * Brings the standby to what is wanted now. A choice made while the standby loads must not be lost; one that takes
   * another URL makes it outdated.
   */
  follow(): void;
  /** Takes over as soon as its picture is whole, or after a pause while the person types; an outdated one makes room for another while there is time. */
  swapWhenCalm(): void;
  /** Asks again later whether the guest may take over: the person is in the middle of something. */
  lookAgain(delayMs: number): void;
  /** Hands the guest over; the place is empty afterwards. */
  release(): Guest | null;
  /** Gives the guest up. */
  drop(): void;
}

/** An empty place. */
export function createStandby(options: StandbyOptions): Standby {
  const { setTimer, uptime } = options;
  const picture = createPictureWatch(options);
  let guest: Guest | null = null;
  let tries = 0;
  let startedAt = 0;
  let loadMs: number | null = null;
  /** Of a guest that loads: until it counts as failed. Of one that is ready: until it takes over. */
  let stopTimer = () => {};
  /** Of a guest that the person keeps from getting ready: until it takes over all the same. */
  let stopLatest = () => {};

  const isOutdated = () => guest !== null && needsAnotherLoad(guest.view, options.wantedView());

  function release(): Guest | null {
    stopTimer();
    stopLatest();
    const released = guest;
    guest = null;
    return released;
  }

  function plan(action: () => void, delayMs: number): void {
    stopTimer();
    stopTimer = setTimer(action, delayMs);
  }

  function begin(triesBefore: number): void {
    standby.drop();
    guest = options.newGuest();
    tries = triesBefore;
    startedAt = uptime();
    loadMs = null;
    plan(options.onNoAnswer, LOAD_TIMEOUT_MS);
  }

  function loadAgain(): void {
    begin(tries + 1);
    options.onLoadAgain();
  }

  /** Every choice of a person has it wait for data again; but it stands, and knows what they chose. */
  function swapAtTheLatest(): void {
    stopLatest();
    stopLatest = setTimer(() => {
      if (guest?.stage === 'loaded' || guest?.stage === 'ready') options.onSwap();
    }, options.latestSwap());
  }

  const standby: Standby = {
    guest: () => guest,
    state: () => (guest === null ? 'none' : guest.stage === 'ready' ? 'ready' : 'loading'),
    load: () => begin(0),
    follow() {
      // A standby that was not requested yet looks at the wanted view when it is.
      if (!guest?.session) return;
      if (isOutdated()) {
        if (standby.state() === 'ready') standby.swapWhenCalm();
        else if (options.mayGiveWay({ tries })) loadAgain();
        return;
      }
      guest.restore(options.wantedView());
      // It was told nothing, so that its picture is as it was.
      if (standby.state() === 'ready') return standby.swapWhenCalm();
      picture.forget();
      plan(options.onNoAnswer, LOAD_TIMEOUT_MS);
      swapAtTheLatest();
    },
    swapWhenCalm() {
      if (standby.state() !== 'ready') return;
      loadMs ??= uptime() - startedAt;
      stopTimer();
      stopLatest();
      const { next, delayMs } = isOutdated()
        ? options.planForOutdated({ tries, loadMs })
        : { next: 'swap', delayMs: options.swapDelay() };
      // Looks at the moment again when it is.
      if (next === 'swap' && delayMs === 0 && guest && !picture.isWhole(guest.guestId, standby.swapWhenCalm)) return;
      const action = next === 'swap' ? options.onSwap : loadAgain;
      if (delayMs === 0) action();
      // Looks again: a key may have been pressed, or another step made, in the meantime.
      else stopTimer = setTimer(standby.swapWhenCalm, delayMs);
    },
    lookAgain: (delayMs) => plan(standby.swapWhenCalm, delayMs),
    release,
    drop: () => release()?.dispose(),
  };
  return standby;
}
