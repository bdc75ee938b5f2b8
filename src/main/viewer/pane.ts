/**
 * A pane: one visible workbook, with an active guest and, while its session is renewed, a standby guest behind it.
 *
 * A renewed grant cannot be handed to a loaded workbook (Sigma has no message for it), so the standby loads with a new
 * signed URL, is brought to the same view, and takes over once its data is there and nobody is in the middle of a word:
 * what is half typed is the one thing that cannot be brought over. If it fails, nothing has changed for the person, and
 * it is tried again while the active session lasts.
 */

import type { SigmaCommand, SigmaEvent } from '../../shared/embed-host.ts';
import { EMBED_SCHEME } from '../../shared/embed-host-names.ts';
import { AppError, type AppErrorView, asAppError, type ErrorCode } from '../../shared/errors.ts';
import type { PaneView } from '../../shared/state.ts';
import type { Log } from '../log/log.ts';
import { createGuest, type Guest, type SignedSession } from './guest.ts';
import { needsAnotherLoad, viewParameters } from './view-state.ts';

const LOAD_TIMEOUT_MS = 60_000;
const MARGIN_MS = 5 * 60_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** Whoever has pressed no key for so long is not in the middle of a word. */
const CALM_MS = 5_000;
/** So long before the active session ends the standby takes over, calm or not. */
const LATEST_SWAP_MS = 30_000;
const MOST_LOSSES = 5;
const LOSS_MEMORY_MS = 10 * 60_000;
/** A workbook that reports an expired token again right after a renewal would not be helped by one more. */
const FORCED_RENEWAL_PAUSE_MS = 30_000;

/** Failures of a renewal that waiting does not mend. */
const endsForGood: ReadonlySet<ErrorCode> = new Set(['grant_dead', 'grant_missing', 'renewal_unavailable']);
/** Failures that a network which is back may have mended. */
const mendedByNetwork: ReadonlySet<ErrorCode> = new Set([
  'frame_load_failed',
  'sigma_unreachable',
  'offline',
  'server_busy',
]);

export type PaneTarget = { profileId: string; workbookId: string; title: string; partition: string };

export type PaneOptions = {
  /** Signs a fresh session with grants that are good. @throws AppError */
  sign(target: PaneTarget, parameters: { explore?: string; bookmark?: string }): Promise<SignedSession>;
  /** Asks for grants newer than those that a workbook found expired. @throws AppError */
  renewGrants(profileId: string): Promise<void>;
  explainError(code: string | undefined, message: string | undefined): AppError;
  meansExpiredToken(code: string | undefined, message: string | undefined): boolean;
  send(guestId: string, command: SigmaCommand): void;
  onChange(): void;
  log: Pick<Log, 'info' | 'warn'>;
  /** Milliseconds since the epoch. */
  now(): number;
  randomUuid(): string;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(milliseconds: number, action: () => void): () => void;
};

export type Pane = ReturnType<typeof createPane>;

/** Opens a workbook; it loads as soon as its first guest asks for a session. */
export function createPane(target: PaneTarget, options: PaneOptions) {
  const { log, now } = options;
  const paneId = options.randomUuid();
  let active = newGuest();
  let standby: Guest | null = null;
  let phase: PaneView['phase'] = 'loading';
  let error: AppErrorView | null = null;
  let swaps = 0;
  /** When the active guest lost its workbook lately. */
  let lostAt: number[] = [];
  /** When a key was last pressed in the active guest. */
  let keyPressedAt = Number.NEGATIVE_INFINITY;
  let failedRenewals = 0;
  let forcedRenewalAt = Number.NEGATIVE_INFINITY;
  /** Between asking for newer grants and having them. */
  let isForcing = false;
  let isOpen = true;
  let stopLoadTimer = () => {};
  /** Of a standby that loads: until it has failed. Of one that is ready: until it takes over. */
  let stopStandbyTimer = () => {};
  let stopRenewTimer = () => {};

  const guestOf = (guestId: string): Guest | null =>
    active.guestId === guestId ? active : standby?.guestId === guestId ? standby : null;
  const isStandbyReady = (): boolean => standby?.stage === 'ready';
  /** Milliseconds until the active session ends; not positive when it has, or when there is none. */
  const sessionLeft = (): number => (active.session?.expiresAt ?? 0) - now();

  function newGuest(): Guest {
    const guestId = options.randomUuid();
    return createGuest({
      guestId,
      send: (command) => options.send(guestId, command),
      setTimer: options.setTimer,
      onLoaded: () => {
        if (active.guestId === guestId) show();
      },
      onReady: () => {
        if (standby?.guestId === guestId) swapWhenCalm();
        else if (active.guestId === guestId) show();
      },
      onViewChanged: () => {
        if (active.guestId === guestId) followActive();
      },
    });
  }

  function show(): void {
    stopLoadTimer();
    if (phase === 'loading') {
      phase = 'ready';
      error = null;
    }
    options.onChange();
  }

  function fail(failure: AppError): void {
    stopLoadTimer();
    phase = 'failed';
    error = failure.toView();
    log.warn('pane.failed', { paneId, code: failure.code, detail: failure.message });
    options.onChange();
  }

  /** Puts a new guest in the place of the active one; the view survives. */
  function replaceActive(): void {
    const { view } = active;
    active.dispose();
    dropStandby();
    active = newGuest();
    active.view = view;
    phase = 'loading';
    error = null;
    watchLoad();
    options.onChange();
  }

  function watchLoad(): void {
    stopLoadTimer();
    stopLoadTimer = options.setTimer(LOAD_TIMEOUT_MS, () => fail(noAnswer()));
  }

  /** A choice made while the standby loads must not be lost in the swap. */
  function followActive(): void {
    // A standby that was not requested yet looks at the active view when it is.
    if (!standby?.session) return;
    if (needsAnotherLoad(standby.view, active.view)) {
      renew();
      return;
    }
    standby.restore(active.view);
    if (isStandbyReady()) swapWhenCalm();
    else watchStandby(standby);
  }

  function dropStandby(): void {
    stopStandbyTimer();
    standby?.dispose();
    standby = null;
  }

  /** Loads the workbook again behind the scenes, or for everyone to see where there is nothing to lose. */
  function renew(): void {
    if (phase === 'failed' || active.session === null) {
      replaceActive();
      return;
    }
    dropStandby();
    standby = newGuest();
    watchStandby(standby);
    options.onChange();
  }

  function watchStandby(watched: Guest): void {
    stopStandbyTimer();
    stopStandbyTimer = options.setTimer(LOAD_TIMEOUT_MS, () => {
      if (standby === watched) failStandby(noAnswer());
    });
  }

  function failStandby(failure: AppError): void {
    dropStandby();
    log.warn('pane.renewal-failed', { paneId, code: failure.code, detail: failure.message });
    retryRenewal(failure);
  }

  /** The active guest is still good for a while; the reason is shown only when it no longer is. */
  function retryRenewal(failure: AppError): void {
    const left = sessionLeft();
    if (left <= 0) {
      fail(failure);
      return;
    }
    const delay = Math.min(FIRST_RETRY_MS * 2 ** failedRenewals, LONGEST_RETRY_MS);
    failedRenewals += 1;
    stopRenewTimer();
    stopRenewTimer = options.setTimer(Math.min(delay, left), renewUnlessReady);
    options.onChange();
  }

  function swapWhenCalm(): void {
    if (!isStandbyReady()) return;
    const calmIn = keyPressedAt + CALM_MS - now();
    const latestIn = sessionLeft() - LATEST_SWAP_MS;
    if (Math.min(calmIn, latestIn) <= 0 || phase !== 'ready') {
      swap();
      return;
    }
    stopStandbyTimer();
    stopStandbyTimer = options.setTimer(Math.min(calmIn, latestIn), swapWhenCalm);
  }

  function swap(): void {
    if (!standby) return;
    stopStandbyTimer();
    active.dispose();
    active = standby;
    standby = null;
    swaps += 1;
    failedRenewals = 0;
    log.info('pane.swapped', { paneId, swaps });
    scheduleRenewal();
    // Whatever was wrong before, the person now sees a workbook that has loaded.
    phase = 'ready';
    error = null;
    stopLoadTimer();
    options.onChange();
  }

  /**
   * A session shorter than its grants is the pane's own to renew. One that ends with a grant waits for the renewed
   * grant: signed again with the present one it would end at the same moment. Should none have come by then, asking
   * once more brings either a session or the reason.
   */
  function scheduleRenewal(): void {
    stopRenewTimer();
    if (!active.session) return;
    const left = sessionLeft();
    const margin = active.session.endsWithGrant ? 0 : Math.min(MARGIN_MS, left / 10);
    stopRenewTimer = options.setTimer(Math.max(left - margin, 0), renewUnlessReady);
  }

  /** A standby that only waits for a pause is new enough. */
  function renewUnlessReady(): void {
    if (!isStandbyReady()) renew();
  }

  async function renewAfterExpiry(): Promise<void> {
    forcedRenewalAt = now();
    isForcing = true;
    try {
      await options.renewGrants(target.profileId);
      // A renewed grant renews its panes already; a grant that was good all along does not.
      if (!standby && isOpen) renew();
    } catch (cause) {
      const failure = asAppError(cause, 'workbookSession');
      if (!isOpen) return;
      if (endsForGood.has(failure.code)) fail(failure);
      else retryRenewal(failure);
    } finally {
      isForcing = false;
    }
  }

  function takeError(guest: Guest, code: string | undefined, message: string | undefined): void {
    const failure = options.explainError(code, message);
    if (guest === standby) {
      failStandby(failure);
      return;
    }
    if (guest.session !== null && options.meansExpiredToken(code, message)) {
      // Help is on its way already, or here.
      if (isStandbyReady()) swap();
      if (standby || isForcing || guest !== active) return;
      if (now() - forcedRenewalAt > FORCED_RENEWAL_PAUSE_MS) {
        log.info('pane.token-expired', { paneId });
        void renewAfterExpiry();
        return;
      }
    }
    if (guest.stage === 'loading') {
      fail(failure);
      return;
    }
    // The workbook stands and shows its own message; ours adds the remedy.
    error = failure.toView();
    if (failure.code === 'sigma_session_expired') phase = 'failed';
    log.warn('pane.error', { paneId, code: failure.code, detail: failure.message });
    options.onChange();
  }

  /**
   * The workbook is no longer in its guest. It comes back with a new token and the same view, more slowly each time,
   * and after a few times in a row not by itself.
   *
   * @param pauses how many pauses to begin with: none for what a person may have caused
   */
  function guestLost(guestId: string, failure: AppError, pauses: 0 | 1): void {
    if (guestId !== active.guestId) {
      failStandby(failure);
      return;
    }
    lostAt = [...lostAt.filter((at) => now() - at < LOSS_MEMORY_MS), now()];
    const times = lostAt.length;
    log.warn('pane.lost', { paneId, reason: failure.message, times });
    if (isStandbyReady()) {
      swap();
      return;
    }
    if (times > MOST_LOSSES) {
      fail(failure);
      return;
    }
    phase = 'loading';
    stopLoadTimer();
    const round = times + pauses - 2;
    stopLoadTimer = options.setTimer(round < 0 ? 0 : 1_000 * 2 ** round, replaceActive);
    options.onChange();
  }

  watchLoad();

  return {
    paneId,
    target,
    hasGuest: (guestId: string): boolean => guestOf(guestId) !== null,
    renew,
    /** Loads the workbook again with a new token, in the place of what is shown. */
    reload: replaceActive,

    /** After sleep timers stood still and clocks did not; and what failed for want of a network may work now. */
    wake(): void {
      const failedByNetwork = phase === 'failed' && error && mendedByNetwork.has(error.code);
      if (failedByNetwork || (failedRenewals > 0 && !standby)) renew();
      else if (failedRenewals === 0) scheduleRenewal();
    },

    /** Signs a session for a guest. @throws AppError `request_refused`, and whatever signing raises */
    async requestGuest(guestId: string): Promise<SignedSession> {
      const guest = guestOf(guestId);
      if (!guest) throw new AppError('request_refused', 'This guest is not known.');
      const { view } = guest === standby ? active : guest;
      try {
        const session = await options.sign(target, viewParameters(view));
        // Signing takes a while; a guest that was given up meanwhile gets nothing.
        if (!isOpen || guestOf(guestId) !== guest) {
          throw new AppError('request_refused', 'This guest is no longer wanted.');
        }
        guest.begin(session, view);
        if (guest === active) scheduleRenewal();
        else if (active.view !== view) followActive();
        options.onChange();
        return session;
      } catch (cause) {
        const failure = asAppError(cause, 'workbookSession');
        if (guest === standby) failStandby(failure);
        else if (guest === active) fail(failure);
        throw failure;
      }
    },

    /** A person pressed a key in a guest; which one is nobody's business. */
    keyPressed(guestId: string): void {
      if (active.guestId === guestId) keyPressedAt = now();
    },

    takeEvent(guestId: string, event: SigmaEvent): void {
      const guest = guestOf(guestId);
      if (!guest) return;
      if (event.type === 'workbook:error' || event.type === 'workbook:chart:error') {
        // One chart's trouble is for the chart to show, unless it says that the token is over; and a standby that shows
        // it would show the same.
        const concernsToken = guest === active && options.meansExpiredToken(event.code, event.message);
        if (event.type === 'workbook:error' || concernsToken) takeError(guest, event.code, event.message);
        return;
      }
      guest.take(event);
    },

    /** The process of a guest ended. The workbook comes back with a new token. */
    guestGone(guestId: string, reason: string): void {
      guestLost(guestId, new AppError('frame_crashed', `The process that showed the workbook ended: ${reason}.`), 1);
    },

    /** Something asked for a signed URL a second time and was stopped; the guest gets a new one. */
    replayStopped(guestId: string): void {
      guestLost(guestId, new AppError('frame_load_failed', 'The page of the workbook keeps reloading itself.'), 0);
    },

    /**
     * The guest was led to another place and was stopped. Before the workbook has loaded that was Sigma's own redirect,
     * with our signed token in it; afterwards it was a link, and the workbook comes back.
     *
     * @returns whether it was a link
     */
    navigatedAway(guestId: string): boolean {
      const guest = guestOf(guestId);
      if (!guest) return false;
      if (guest.stage === 'loading') {
        const failure = new AppError('sigma_redirected', 'Sigma sent the workbook on to another host.');
        if (guest === standby) failStandby(failure);
        else fail(failure);
        return false;
      }
      guestLost(guestId, new AppError('frame_load_failed', 'The page of the workbook keeps leading elsewhere.'), 0);
      return true;
    },

    guestLoadFailed(guestId: string, description: string): void {
      const failure = new AppError('frame_load_failed', `The network answered ${description}.`);
      if (guestId === active.guestId) fail(failure);
      else failStandby(failure);
    },

    /** What the active guest shows; null before the first session is signed. */
    session: (): SignedSession | null => active.session,

    view: (): PaneView => ({
      paneId,
      profileId: target.profileId,
      workbookId: target.workbookId,
      title: target.title,
      phase,
      error,
      guests: [guestView(active, target, 'active'), ...(standby ? [guestView(standby, target, 'standby')] : [])],
      sessionExpiresAt: active.session?.expiresAt ?? null,
      swaps,
    }),

    close(): void {
      isOpen = false;
      stopLoadTimer();
      stopRenewTimer();
      active.dispose();
      dropStandby();
    },
  };
}

const noAnswer = () => new AppError('frame_load_failed', 'Sigma did not answer within a minute.');

function guestView({ guestId }: Guest, { partition }: PaneTarget, role: 'active' | 'standby') {
  return { guestId, src: `${EMBED_SCHEME}://frame/${guestId}`, partition, role } as const;
}
