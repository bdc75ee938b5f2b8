/**
 * What a pane says about itself: loading, ready or failed, with the reason; the time limit of a load; and when a load that
 * failed for a passing reason is tried again.
 */
import { isDeepStrictEqual } from 'node:util';
import { type AppError, type AppErrorView, type ErrorCode, passesByItself } from '../../shared/errors.ts';
import type { PaneView } from '../../shared/state.ts';
import { createAllowance } from '../async/allowance.ts';
import type { Log } from '../log/log.ts';
import { noAnswer } from './guest.ts';
import { isPlaceRefused, LOAD_TIMEOUT_MS, reloadDelay, STEADY_MS } from './swap-rules.ts';

export interface PaneStatusOptions {
  readonly paneId: string;
  readonly log: Pick<Log, 'warn'>;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some instant. */
  uptime(): number;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** Whether the workbook may be taken out of sight: not while a person edits it. */
  mayCover(failure: AppError): boolean;
  /** Sigma refused what was to be shown. @returns whether less is loaded now, in its place */
  giveUpPlace(failure: AppError): boolean;
  /** Whether nobody is there who could try again: then every failure is tried again, whatever its reason. */
  isUnattended(): boolean;
  /** What failed for a passing reason is to be tried again. */
  onRetry(): void;
  onChange(): void;
}

export interface PaneStatus {
  phase(): PaneView['phase'];
  error(): AppErrorView | null;
  /** When the load that failed is tried again; null when that is up to a person. Milliseconds since the epoch. */
  retriesAt(): number | null;
  /** The failure after which the present load began by itself; null when something else began it. */
  retriedAfter(): ErrorCode | null;
  /** A load begins; it fails by itself when nothing comes of it. */
  loading(): void;
  /** The workbook is lost and comes back after so many milliseconds. */
  loadingAgain(delayMs: number, load: () => void): void;
  /** The active guest shows its workbook. */
  loaded(): void;
  /** Another guest took over: whatever was wrong before, the person now sees a workbook that has loaded. */
  replaced(): void;
  /**
   * The workbook cannot be shown. It is tried again by itself where the reason may pass, for ever and with longer pauses.
   *
   * @param failedBefore how many failures came before this one at least
   */
  fail(failure: AppError, failedBefore?: number): void;
  /** The next failure is the first again: a person, the network or a grant has changed something. */
  forgetFailures(): void;
  /** The workbook stands and something is wrong with it. */
  report(failure: AppError): void;
  stop(): void;
}

const LOG_PACE = { most: 20, oneMoreAfterMs: 60_000 } as const;

/** A workbook may come after the minute that it has. */
const isNoAnswer = (error: AppErrorView | null): boolean =>
  error?.code === 'frame_load_failed' && error.values.reason === 'noAnswer';

/** What comes next by itself: the limit of a load, the load after a loss, or the next try after a failure. */
function createNext({ setTimer }: Pick<PaneStatusOptions, 'setTimer'>) {
  let isTry = false;
  let stopTimer = () => {};
  const next = {
    /** Whether it is a try after a failure. */
    isTry: () => isTry,
    stop() {
      stopTimer();
      isTry = false;
    },
    plan(action: () => void, delayMs: number, isOfFailure = false): void {
      next.stop();
      isTry = isOfFailure;
      stopTimer = setTimer(() => {
        isTry = false;
        action();
      }, delayMs);
    },
  };
  return next;
}

/** How many loads failed in a row, and so how long the pause after one is. */
function createFailures({ uptime, random }: Pick<PaneStatusOptions, 'uptime' | 'random'>) {
  let failures = 0;
  let readyAt: number | null = null;
  return {
    forget() {
      failures = 0;
    },
    stood() {
      readyAt = uptime();
    },
    fell() {
      // One that loads and fails right after has not been well.
      if (readyAt !== null && uptime() - readyAt >= STEADY_MS) failures = 0;
      readyAt = null;
    },
    pause(failedBefore: number): number {
      const delayMs = reloadDelay(Math.max(failures, failedBefore), random());
      failures += 1;
      return delayMs;
    },
  };
}

/** Has the log and the window hear of what is wrong. A page that finds ever new words for its trouble does not fill the log. */
function createTelling({ log, paneId, uptime, onChange }: PaneStatusOptions) {
  const hasRoomInLog = createAllowance({ ...LOG_PACE, uptime });
  return (event: 'pane.failed' | 'pane.error', { code, message }: AppError): void => {
    if (hasRoomInLog()) log.warn(event, { paneId, code, detail: message });
    onChange();
  };
}

/** The status of a pane whose first load begins now. */
export function createPaneStatus(options: PaneStatusOptions): PaneStatus {
  let phase: PaneView['phase'] = 'loading';
  let error: AppErrorView | null = null;
  let retriesAt: number | null = null;
  let retriedAfter: ErrorCode | null = null;
  const failures = createFailures(options);
  const next = createNext(options);
  const tell = createTelling(options);

  const isTriedAgain = ({ code }: AppError): boolean => passesByItself(code) || options.isUnattended();
  /** A page may say for ever what is wrong with it: said once is enough, and must not put off the next try. */
  const isSaid = (failure: AppError): boolean => isDeepStrictEqual(error, failure.toView());
  const isFailedAlready = (failure: AppError): boolean =>
    phase === 'failed' && isSaid(failure) && (next.isTry() || !isTriedAgain(failure));

  function becomeFailed(failure: AppError, failedBefore: number): void {
    if (!options.mayCover(failure)) return;
    const keepsPlan = phase === 'failed' && next.isTry() && isTriedAgain(failure);
    phase = 'failed';
    error = failure.toView();
    if (keepsPlan) return;
    next.stop();
    retriesAt = null;
    failures.fell();
    if (!isTriedAgain(failure)) return;
    const delayMs = failures.pause(failedBefore);
    retriesAt = options.now() + delayMs;
    const tryAgain = () => {
      retriedAfter = error?.code ?? null;
      options.onRetry();
    };
    next.plan(tryAgain, delayMs, true);
  }

  function becomeReady(): void {
    next.stop();
    phase = 'ready';
    error = null;
    retriesAt = null;
    retriedAfter = null;
    failures.stood();
  }

  const status: PaneStatus = {
    phase: () => phase,
    error: () => error,
    retriesAt: () => retriesAt,
    retriedAfter: () => retriedAfter,
    loading() {
      phase = 'loading';
      error = null;
      retriesAt = null;
      next.plan(() => status.fail(noAnswer()), LOAD_TIMEOUT_MS);
    },
    loadingAgain(delayMs, load) {
      phase = 'loading';
      retriesAt = null;
      next.plan(load, delayMs);
      options.onChange();
    },
    loaded() {
      if (phase === 'loading' || (phase === 'failed' && isNoAnswer(error))) becomeReady();
      options.onChange();
    },
    replaced() {
      becomeReady();
      options.onChange();
    },
    forgetFailures() {
      failures.forget();
      retriedAfter = null;
    },
    fail(failure, failedBefore = 0) {
      if (isPlaceRefused(failure.code) && options.giveUpPlace(failure)) return;
      if (isFailedAlready(failure)) return;
      becomeFailed(failure, failedBefore);
      tell('pane.failed', failure);
    },
    report(failure) {
      const isOver = failure.code === 'sigma_session_expired';
      if (isOver ? isFailedAlready(failure) : isSaid(failure)) return;
      error = failure.toView();
      if (isOver) becomeFailed(failure, 0);
      tell('pane.error', failure);
    },
    stop: next.stop,
  };
  status.loading();
  return status;
}
