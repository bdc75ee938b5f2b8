/** What a pane says about itself: loading, ready or failed, with the reason, and the time limit of a load. */
import type { AppError, AppErrorView } from '../../shared/errors.ts';
import type { PaneView } from '../../shared/state.ts';
import type { Log } from '../log/log.ts';
import { noAnswer } from './guest.ts';
import { LOAD_TIMEOUT_MS } from './swap-rules.ts';

export interface PaneStatusOptions {
  readonly paneId: string;
  readonly log: Pick<Log, 'warn'>;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
  onChange(): void;
}

export interface PaneStatus {
  phase(): PaneView['phase'];
  error(): AppErrorView | null;
  /** A load begins; it fails by itself when nothing comes of it. */
  loading(): void;
  /** The workbook is lost and comes back after so many milliseconds. */
  loadingAgain(delayMs: number, load: () => void): void;
  /** The active guest shows its workbook. */
  loaded(): void;
  /** Another guest took over: whatever was wrong before, the person now sees a workbook that has loaded. */
  replaced(): void;
  /** The workbook cannot be shown. */
  fail(failure: AppError): void;
  /** The workbook stands and something is wrong with it. */
  report(failure: AppError): void;
  stop(): void;
}

/** The status of a pane whose first load begins now. */
export function createPaneStatus(options: PaneStatusOptions): PaneStatus {
  const { log, paneId } = options;
  let phase: PaneView['phase'] = 'loading';
  let error: AppErrorView | null = null;
  let stopTimer = () => {};

  function startTimer(action: () => void, delayMs: number): void {
    stopTimer();
    stopTimer = options.setTimer(action, delayMs);
  }

  const status: PaneStatus = {
    phase: () => phase,
    error: () => error,
    loading() {
      phase = 'loading';
      error = null;
      startTimer(() => status.fail(noAnswer()), LOAD_TIMEOUT_MS);
    },
    loadingAgain(delayMs, load) {
      phase = 'loading';
      startTimer(load, delayMs);
      options.onChange();
    },
    loaded() {
      stopTimer();
      if (phase === 'loading') {
        phase = 'ready';
        error = null;
      }
      options.onChange();
    },
    replaced() {
      stopTimer();
      phase = 'ready';
      error = null;
      options.onChange();
    },
    fail(failure) {
      stopTimer();
      phase = 'failed';
      error = failure.toView();
      log.warn('pane.failed', { paneId, code: failure.code, detail: failure.message });
      options.onChange();
    },
    report(failure) {
      error = failure.toView();
      if (failure.code === 'sigma_session_expired') phase = 'failed';
      log.warn('pane.error', { paneId, code: failure.code, detail: failure.message });
      options.onChange();
    },
    stop: () => stopTimer(),
  };
  status.loading();
  return status;
}
