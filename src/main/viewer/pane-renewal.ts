/** The renewal of a pane: when it comes, how it begins, and what follows when it fails. */
import type { AppError } from '../../shared/errors.ts';
import type { Log } from '../log/log.ts';
import type { PaneGuests } from './pane-guests.ts';
import type { PaneStatus } from './pane-status.ts';
import { createRenewalClock } from './renewal-clock.ts';
import { reactionToWake } from './swap-rules.ts';

export interface PaneRenewalOptions {
  readonly paneId: string;
  readonly status: PaneStatus;
  readonly guests: PaneGuests;
  readonly log: Pick<Log, 'warn'>;
  onChange(): void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds, see `Clock`. */
  uptime(): number;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

export interface PaneRenewal {
  /** Loads the workbook again behind the scenes, or for everyone to see where there is nothing to lose. */
  renew(): void;
  /** Plans the next renewal: the active guest has another session. */
  schedule(): void;
  /** A standby took over. */
  succeeded(): void;
  /** Gives the standby up; nothing has changed for the person. */
  failed(failure: AppError): void;
  /** Tries again while the active session lasts; the reason is shown only when it no longer does. */
  retry(failure: AppError): void;
  /** Looks at the clock and at what failed, after sleep or when the network is back. */
  wake(): void;
  stop(): void;
}

/** Nothing is planned until the first session is signed. */
export function createPaneRenewal(options: PaneRenewalOptions): PaneRenewal {
  const { paneId, status, guests, log } = options;
  const clock = createRenewalClock({
    session: () => guests.active().session,
    onDue: () => {
      // A standby that only waits for a pause is new enough.
      if (guests.standby.state() !== 'ready') renewal.renew();
    },
    now: options.now,
    uptime: options.uptime,
    setTimer: options.setTimer,
  });

  const renewal: PaneRenewal = {
    renew() {
      if (status.phase() === 'failed' || guests.active().session === null) return guests.replaceActive();
      guests.standby.load();
      options.onChange();
    },
    schedule: clock.schedule,
    succeeded() {
      clock.succeeded();
      clock.schedule();
    },
    failed(failure) {
      guests.standby.drop();
      log.warn('pane.renewal-failed', { paneId, code: failure.code, detail: failure.message });
      renewal.retry(failure);
    },
    retry(failure) {
      if (clock.retry()) options.onChange();
      else status.fail(failure);
    },
    wake() {
      const reaction = reactionToWake({
        failedWith: (status.phase() === 'failed' && status.error()?.code) || null,
        failedRenewals: clock.failures(),
        hasStandby: guests.standby.guest() !== null,
      });
      if (reaction === 'renew') renewal.renew();
      if (reaction === 'schedule') clock.schedule();
    },
    stop: clock.stop,
  };
  return renewal;
}
