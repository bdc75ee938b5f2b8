/**
 * Panes: visible workbooks, each with an active frame and, while its session is renewed, a standby frame behind it.
 *
 * A renewed grant cannot be handed to a loaded workbook (Sigma has no message for it), so the standby loads with a new
 * signed URL, is brought to the same view, and takes over once its data is there and nobody is in the middle of a word:
 * what is half typed is the one thing that cannot be brought over. If it fails, nothing has changed for the person, and
 * it is tried again while the active session lasts.
 */
import type { PaneView } from '../../shared/app-state.ts';
import type { SigmaCommand, SigmaEvent } from '../../shared/embed-host.ts';
import { EMBED_SCHEME } from '../../shared/embed-host-names.ts';
import { AppError, type AppErrorView, asAppError, type ErrorCode } from '../../shared/errors.ts';
import { createFrame, type Frame, type FrameSession } from './frame.ts';
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

type Pane = {
  paneId: string;
  target: PaneTarget;
  active: Frame;
  standby: Frame | null;
  phase: PaneView['phase'];
  error: AppErrorView | null;
  swaps: number;
  /** When the active frame lost its workbook lately. */
  lostAt: number[];
  /** When a key was last pressed in the active frame. */
  keyPressedAt: number;
  failedRenewals: number;
  forcedRenewalAt: number;
  /** Between asking for newer grants and having them. */
  isForcing: boolean;
  stopLoadTimer(): void;
  /** Of a standby that loads: until it has failed. Of one that is ready: until it takes over. */
  stopStandbyTimer(): void;
  stopRenewTimer(): void;
};

export type PanesOptions = {
  /** Signs a fresh session with grants that are good. @throws AppError */
  sign(target: PaneTarget, parameters: { explore?: string; bookmark?: string }): Promise<FrameSession>;
  /** Asks for grants newer than those that a workbook found expired. @throws AppError */
  renewGrants(profileId: string): Promise<void>;
  explainError(code: string | undefined, message: string | undefined): AppError;
  meansExpiredToken(code: string | undefined, message: string | undefined): boolean;
  send(frameId: string, command: SigmaCommand): void;
  onChange(): void;
  log: { info(event: string, fields?: object): void; warn(event: string, fields?: object): void };
  now(): number;
  randomUuid(): string;
  setTimer(milliseconds: number, action: () => void): () => void;
};

export type Panes = ReturnType<typeof createPanes>;

export function createPanes(options: PanesOptions) {
  const panes = new Map<string, Pane>();

  const paneOf = (frameId: string) =>
    [...panes.values()].find((pane) => pane.active.frameId === frameId || pane.standby?.frameId === frameId) ?? null;
  const isOpen = (pane: Pane) => panes.get(pane.paneId) === pane;
  const frameOf = (pane: Pane, frameId: string) => (pane.active.frameId === frameId ? pane.active : pane.standby);

  function newFrame(pane: () => Pane): Frame {
    const frameId = options.randomUuid();
    const self = (): Frame | null => frameOf(pane(), frameId);
    return createFrame({
      frameId,
      send: (command) => options.send(frameId, command),
      setTimer: options.setTimer,
      onLoaded: () => {
        if (self() === pane().active) show(pane());
      },
      onReady: () => {
        if (self() === pane().standby) swapWhenCalm(pane());
        else if (self() === pane().active) show(pane());
      },
      onViewChanged: () => {
        if (self() === pane().active) followActive(pane());
      },
    });
  }

  function show(pane: Pane): void {
    pane.stopLoadTimer();
    if (pane.phase === 'loading') {
      pane.phase = 'ready';
      pane.error = null;
    }
    options.onChange();
  }

  function fail(pane: Pane, error: AppError): void {
    pane.stopLoadTimer();
    pane.phase = 'failed';
    pane.error = error.toView();
    options.log.warn('pane.failed', { paneId: pane.paneId, code: error.code, detail: error.message });
    options.onChange();
  }

  /** Puts a new frame in the place of the active one; the view survives. */
  function replaceActive(pane: Pane): void {
    const view = pane.active.view;
    pane.active.dispose();
    dropStandby(pane);
    pane.active = newFrame(() => pane);
    pane.active.view = view;
    pane.phase = 'loading';
    pane.error = null;
    watchLoad(pane);
    options.onChange();
  }

  function watchLoad(pane: Pane): void {
    pane.stopLoadTimer();
    pane.stopLoadTimer = options.setTimer(LOAD_TIMEOUT_MS, () =>
      fail(pane, new AppError('frame_load_failed', 'Sigma did not answer within a minute.')),
    );
  }

  /** A choice made while the standby loads must not be lost in the swap. */
  function followActive(pane: Pane): void {
    // A standby that was not requested yet looks at the active view when it is.
    if (!pane.standby?.session) return;
    if (needsAnotherLoad(pane.standby.view, pane.active.view)) {
      renew(pane);
      return;
    }
    pane.standby.restore(pane.active.view);
    watchStandby(pane, pane.standby);
  }

  function dropStandby(pane: Pane): void {
    pane.stopStandbyTimer();
    pane.standby?.dispose();
    pane.standby = null;
  }

  function renew(pane: Pane): void {
    if (pane.phase === 'failed' || pane.active.session === null) {
      replaceActive(pane);
      return;
    }
    dropStandby(pane);
    pane.standby = newFrame(() => pane);
    watchStandby(pane, pane.standby);
    options.onChange();
  }

  function watchStandby(pane: Pane, standby: Frame): void {
    pane.stopStandbyTimer();
    pane.stopStandbyTimer = options.setTimer(LOAD_TIMEOUT_MS, () => {
      if (pane.standby === standby) {
        failStandby(pane, new AppError('frame_load_failed', 'Sigma did not answer within a minute.'));
      }
    });
  }

  function failStandby(pane: Pane, error: AppError): void {
    dropStandby(pane);
    options.log.warn('pane.renewal-failed', { paneId: pane.paneId, code: error.code, detail: error.message });
    retryRenewal(pane, error);
  }

  /** The active frame is still good for a while; the reason is shown only when it no longer is. */
  function retryRenewal(pane: Pane, error: AppError): void {
    const left = (pane.active.session?.expiresAt ?? 0) - options.now();
    if (left <= 0) {
      fail(pane, error);
      return;
    }
    const delay = Math.min(FIRST_RETRY_MS * 2 ** pane.failedRenewals, LONGEST_RETRY_MS);
    pane.failedRenewals += 1;
    pane.stopRenewTimer();
    pane.stopRenewTimer = options.setTimer(Math.min(delay, left), () => renew(pane));
    options.onChange();
  }

  function swapWhenCalm(pane: Pane): void {
    if (!isStandbyReady(pane)) return;
    const calmIn = pane.keyPressedAt + CALM_MS - options.now();
    const latestIn = (pane.active.session?.expiresAt ?? 0) - LATEST_SWAP_MS - options.now();
    if (Math.min(calmIn, latestIn) <= 0 || pane.phase !== 'ready') {
      swap(pane);
      return;
    }
    pane.stopStandbyTimer();
    pane.stopStandbyTimer = options.setTimer(Math.min(calmIn, latestIn), () => swapWhenCalm(pane));
  }

  const isStandbyReady = ({ standby }: Pane): boolean => standby?.stage === 'ready';

  function swap(pane: Pane): void {
    if (!pane.standby) return;
    const { standby } = pane;
    pane.stopStandbyTimer();
    pane.active.dispose();
    pane.active = standby;
    pane.standby = null;
    pane.swaps += 1;
    pane.failedRenewals = 0;
    options.log.info('pane.swapped', { paneId: pane.paneId, swaps: pane.swaps });
    scheduleRenewal(pane);
    // Whatever was wrong before, the person now sees a workbook that has loaded.
    pane.phase = 'ready';
    pane.error = null;
    pane.stopLoadTimer();
    options.onChange();
  }

  /**
   * A session shorter than its grants is the pane's own to renew. One that ends with a grant waits for the renewed
   * grant: signed again with the present one it would end at the same moment. Should none have come by then, asking
   * once more brings either a session or the reason.
   */
  function scheduleRenewal(pane: Pane): void {
    pane.stopRenewTimer();
    const session = pane.active.session;
    if (!session) return;
    const left = session.expiresAt - options.now();
    const margin = session.endsWithGrant ? 0 : Math.min(MARGIN_MS, left / 10);
    pane.stopRenewTimer = options.setTimer(Math.max(left - margin, 0), () => {
      // One that only waits for a pause is new enough.
      if (!isStandbyReady(pane)) renew(pane);
    });
  }

  async function renewAfterExpiry(pane: Pane): Promise<void> {
    pane.forcedRenewalAt = options.now();
    pane.isForcing = true;
    try {
      await options.renewGrants(pane.target.profileId);
      // A renewed grant renews its panes already; a grant that was good all along does not.
      if (!pane.standby && isOpen(pane)) renew(pane);
    } catch (error) {
      const failure = asAppError(error, 'The workbook session could not be prepared');
      if (!isOpen(pane)) return;
      if (endsForGood.has(failure.code)) fail(pane, failure);
      else retryRenewal(pane, failure);
    } finally {
      pane.isForcing = false;
    }
  }

  function takeError(pane: Pane, frame: Frame, code: string | undefined, message: string | undefined): void {
    const error = options.explainError(code, message);
    if (frame === pane.standby) {
      failStandby(pane, error);
      return;
    }
    if (frame.session !== null && options.meansExpiredToken(code, message)) {
      // Help is on its way already, or here.
      if (isStandbyReady(pane)) swap(pane);
      if (pane.standby || pane.isForcing || frame !== pane.active) return;
      if (options.now() - pane.forcedRenewalAt > FORCED_RENEWAL_PAUSE_MS) {
        options.log.info('pane.token-expired', { paneId: pane.paneId });
        void renewAfterExpiry(pane);
        return;
      }
    }
    if (frame.stage === 'loading') {
      fail(pane, error);
      return;
    }
    // The workbook stands and shows its own message; ours adds the remedy.
    pane.error = error.toView();
    if (error.code === 'sigma_session_expired') pane.phase = 'failed';
    options.log.warn('pane.error', { paneId: pane.paneId, code: error.code, detail: error.message });
    options.onChange();
  }

  function needPane(paneId: string): Pane {
    const pane = panes.get(paneId);
    if (!pane) throw new AppError('request_refused', 'This workbook is no longer open.');
    return pane;
  }

  /**
   * The workbook is no longer in its frame. It comes back with a new token and the same view, more slowly each time,
   * and after a few times in a row not by itself.
   *
   * @param pauses how many pauses to begin with: none for what a person may have caused
   */
  function frameLost(frameId: string, error: AppError, pauses: 0 | 1): void {
    const pane = paneOf(frameId);
    if (!pane) return;
    if (frameId !== pane.active.frameId) {
      failStandby(pane, error);
      return;
    }
    if (isStandbyReady(pane)) {
      options.log.warn('pane.lost', { paneId: pane.paneId, reason: error.message, times: 0 });
      swap(pane);
      return;
    }
    pane.lostAt = [...pane.lostAt.filter((at) => options.now() - at < LOSS_MEMORY_MS), options.now()];
    const times = pane.lostAt.length;
    options.log.warn('pane.lost', { paneId: pane.paneId, reason: error.message, times });
    if (times > MOST_LOSSES) {
      fail(pane, error);
      return;
    }
    pane.phase = 'loading';
    pane.stopLoadTimer();
    const round = times + pauses - 2;
    pane.stopLoadTimer = options.setTimer(round < 0 ? 0 : 1_000 * 2 ** round, () => replaceActive(pane));
    options.onChange();
  }

  function close(paneId: string): void {
    const pane = panes.get(paneId);
    if (!pane) return;
    pane.stopLoadTimer();
    pane.stopRenewTimer();
    pane.active.dispose();
    dropStandby(pane);
    panes.delete(paneId);
    options.onChange();
  }

  return {
    /** Opens a workbook, or answers with its pane when it is open already. */
    open(target: PaneTarget): string {
      const same = [...panes.values()].find((pane) => pane.target.workbookId === target.workbookId);
      if (same) return same.paneId;
      const paneId = options.randomUuid();
      const pane: Pane = {
        paneId,
        target,
        active: newFrame(() => pane),
        standby: null,
        phase: 'loading',
        error: null,
        swaps: 0,
        lostAt: [],
        keyPressedAt: Number.NEGATIVE_INFINITY,
        failedRenewals: 0,
        forcedRenewalAt: Number.NEGATIVE_INFINITY,
        isForcing: false,
        stopLoadTimer: () => {},
        stopStandbyTimer: () => {},
        stopRenewTimer: () => {},
      };
      panes.set(paneId, pane);
      watchLoad(pane);
      options.onChange();
      return paneId;
    },

    /** Loads the workbook again with a new token. @throws AppError `request_refused` */
    reload(paneId: string): void {
      replaceActive(needPane(paneId));
    },

    close,

    closeProfile(profileId: string): void {
      for (const pane of [...panes.values()]) if (pane.target.profileId === profileId) close(pane.paneId);
    },

    /** Renews every pane of a profile behind the scenes, after a grant was renewed. */
    renewProfile(profileId: string): void {
      for (const pane of panes.values()) if (pane.target.profileId === profileId) renew(pane);
    },

    /** Loads every workbook again: when asked to, or after the window that held the frames was lost. */
    reloadAll(): void {
      for (const pane of panes.values()) replaceActive(pane);
    },

    /** After sleep timers stood still and clocks did not; and what failed for want of a network may work now. */
    wake(): void {
      for (const pane of panes.values()) {
        const failedByNetwork = pane.phase === 'failed' && pane.error && mendedByNetwork.has(pane.error.code);
        if (failedByNetwork || (pane.failedRenewals > 0 && !pane.standby)) renew(pane);
        else if (pane.failedRenewals === 0) scheduleRenewal(pane);
      }
    },

    isKnownFrame: (frameId: string, partition: string): boolean => paneOf(frameId)?.target.partition === partition,
    partitionOfFrame: (frameId: string): string | null => paneOf(frameId)?.target.partition ?? null,

    /**
     * Signs a session for a frame. Called at EVERY request of its host page, so that no signed URL loads twice.
     *
     * @throws AppError `request_refused` for an unknown frame, and whatever signing raises
     */
    async requestFrame(frameId: string): Promise<FrameSession> {
      const pane = paneOf(frameId);
      const frame = pane && frameOf(pane, frameId);
      if (!pane || !frame) throw new AppError('request_refused', 'This frame is not known.');
      const { view } = frame === pane.standby ? pane.active : frame;
      try {
        const session = await options.sign(pane.target, viewParameters(view));
        // Signing takes a while; a frame that was given up meanwhile gets nothing.
        if (!isOpen(pane) || frameOf(pane, frameId) !== frame) {
          throw new AppError('request_refused', 'This frame is no longer wanted.');
        }
        frame.begin(session, view);
        if (frame === pane.active) scheduleRenewal(pane);
        else if (pane.active.view !== view) followActive(pane);
        options.onChange();
        return session;
      } catch (error) {
        const failure = asAppError(error, 'The workbook session could not be prepared');
        if (frame === pane.standby) failStandby(pane, failure);
        else if (frame === pane.active) fail(pane, failure);
        throw failure;
      }
    },

    /** A person pressed a key in a frame; which one is nobody's business. */
    keyPressed(frameId: string): void {
      const pane = paneOf(frameId);
      if (pane?.active.frameId === frameId) pane.keyPressedAt = options.now();
    },

    takeEvent(frameId: string, event: SigmaEvent): void {
      const pane = paneOf(frameId);
      const frame = pane && frameOf(pane, frameId);
      if (!pane || !frame) return;
      if (event.type === 'workbook:error' || event.type === 'workbook:chart:error') {
        // One chart's trouble is for the chart to show, unless it says that the token is over; and a standby that shows
        // it would show the same.
        const concernsToken = frame === pane.active && options.meansExpiredToken(event.code, event.message);
        if (event.type === 'workbook:error' || concernsToken) {
          takeError(pane, frame, event.code, event.message);
        }
        return;
      }
      frame.take(event);
    },

    /** The process of a frame ended. The workbook comes back with a new token. */
    frameGone(frameId: string, reason: string): void {
      frameLost(frameId, new AppError('frame_crashed', `The process that showed the workbook ended: ${reason}.`), 1);
    },

    /** Something asked for a signed URL a second time and was stopped; the frame gets a new one. */
    replayStopped(frameId: string): void {
      frameLost(frameId, new AppError('frame_load_failed', 'The page of the workbook keeps reloading itself.'), 0);
    },

    /**
     * The frame was led to another place and was stopped. Before the workbook has loaded that was Sigma's own redirect,
     * with our signed token in it; afterwards it was a link, and the workbook comes back.
     *
     * @returns whether it was a link
     */
    ledAway(frameId: string): boolean {
      const pane = paneOf(frameId);
      const frame = pane && frameOf(pane, frameId);
      if (!pane || !frame) return false;
      if (frame.stage === 'loading') {
        const error = new AppError('sigma_redirected', 'Sigma sent the workbook on to another host.');
        if (frame === pane.standby) failStandby(pane, error);
        else fail(pane, error);
        return false;
      }
      frameLost(frameId, new AppError('frame_load_failed', 'The page of the workbook keeps leading elsewhere.'), 0);
      return true;
    },

    frameLoadFailed(frameId: string, description: string): void {
      const pane = paneOf(frameId);
      if (!pane) return;
      const error = new AppError('frame_load_failed', `The network answered ${description}.`);
      if (frameId === pane.active.frameId) fail(pane, error);
      else failStandby(pane, error);
    },

    /** @throws AppError `request_refused`, `grant_missing` before the first session is signed */
    session(paneId: string): { target: PaneTarget; session: FrameSession } {
      const pane = needPane(paneId);
      if (!pane.active.session)
        throw new AppError('grant_missing', 'No session has been signed for this workbook yet.');
      return { target: pane.target, session: pane.active.session };
    },

    views(): PaneView[] {
      return [...panes.values()].map((pane) => ({
        paneId: pane.paneId,
        profileId: pane.target.profileId,
        workbookId: pane.target.workbookId,
        title: pane.target.title,
        phase: pane.phase,
        error: pane.error,
        frames: [
          frameView(pane.active, pane.target, 'active'),
          ...(pane.standby ? [frameView(pane.standby, pane.target, 'standby')] : []),
        ],
        sessionExpiresAt: pane.active.session?.expiresAt ?? null,
        swaps: pane.swaps,
      }));
    },

    dispose(): void {
      for (const paneId of [...panes.keys()]) close(paneId);
    },
  };
}

function frameView({ frameId }: Frame, { partition }: PaneTarget, role: 'active' | 'standby') {
  return { frameId, src: `${EMBED_SCHEME}://frame/${frameId}`, partition, role } as const;
}
