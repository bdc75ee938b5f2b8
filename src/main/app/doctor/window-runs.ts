/** The runs of checks that windows begin: one at a time for each window, and how the last one of each stands. */
import { AppError } from '../../../shared/errors.ts';
import { createAllowance } from '../../async/allowance.ts';

export interface WindowRun<View> {
  /** Aborted when the person stops it, and when the window or the program goes. */
  readonly signal: AbortSignal;
  show(view: View): void;
  /** The next one may begin. */
  end(): void;
}

export interface WindowRuns<View> {
  /** @throws AppError `request_refused` while one is under way in the window, or after too many of all */
  begin(windowId: string): WindowRun<View>;
  /** Stops the one that is under way; where none is, the last one is forgotten. */
  cancel(windowId: string): void;
  viewOf(windowId: string): View | null;
  windowClosed(windowId: string): void;
  close(): void;
}

/** A person tries a few times in a row while they correct something; a page gone wild would ask servers without end. */
const AT_ONCE = 6;
const ONE_MORE_AFTER_MS = 10_000;

const tooSoon = (reason: 'testUnderWay' | 'tooManyTests'): AppError =>
  new AppError('request_refused', { reason, remedy: 'waitAndRepeat' });

export function createWindowRuns<View>(options: { uptime(): number; onChange(): void }): WindowRuns<View> {
  const { uptime, onChange } = options;
  const isAllowed = createAllowance({ most: AT_ONCE, oneMoreAfterMs: ONE_MORE_AFTER_MS, uptime });
  const shown = new Map<string, View>();
  const running = new Map<string, AbortController>();

  return {
    begin(windowId) {
      if (running.has(windowId)) throw tooSoon('testUnderWay');
      if (!isAllowed()) throw tooSoon('tooManyTests');
      const aborter = new AbortController();
      running.set(windowId, aborter);
      return {
        signal: aborter.signal,
        show(view) {
          // Of a window that is gone nothing is kept.
          if (running.get(windowId) !== aborter) return;
          shown.set(windowId, view);
          onChange();
        },
        end() {
          if (running.get(windowId) === aborter) running.delete(windowId);
        },
      };
    },
    cancel(windowId) {
      const aborter = running.get(windowId);
      if (aborter) aborter.abort();
      else if (shown.delete(windowId)) onChange();
    },
    viewOf: (windowId) => shown.get(windowId) ?? null,
    windowClosed(windowId) {
      running.get(windowId)?.abort();
      running.delete(windowId);
      shown.delete(windowId);
    },
    close() {
      for (const aborter of running.values()) aborter.abort();
    },
  };
}
