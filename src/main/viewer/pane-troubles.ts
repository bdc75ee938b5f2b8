/** What a pane does about trouble: errors of Sigma, guests that are lost, and loads that fail. */

import type { AppError } from '../../shared/errors.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { Log } from '../log/log.ts';
import { createForcedRenewal } from './forced-renewal.ts';
import type { Guest } from './guest.ts';
import type { PaneGuests } from './pane-guests.ts';
import type { PaneRenewal } from './pane-renewal.ts';
import type { PaneStatus } from './pane-status.ts';
import {
  FAILURES_OF_A_LOST_PANE,
  MOST_STANDBYS_IN_VAIN,
  reactionTo,
  reactionToRefusedGrants,
  recentLosses,
  recoveryDelay,
} from './swap-rules.ts';

export interface PaneTroublesOptions {
  readonly paneId: string;
  readonly status: PaneStatus;
  readonly guests: PaneGuests;
  readonly renewal: Pick<
    PaneRenewal,
    'renew' | 'failed' | 'mayTryAnother' | 'giveUp' | 'failures' | 'retry' | 'postponeReload'
  >;
  readonly log: Pick<Log, 'info' | 'warn'>;
  isOpen(): boolean;
  /** Whether the pane is before the person. */
  isShown(): boolean;
  /** How many charts on screen could not be loaded. */
  chartErrors(): number;
  /** Asks for grants newer than those that the workbook found expired. @throws AppError */
  renewGrants(): Promise<void>;
  explainError(code: string | undefined, message: string | undefined): AppError;
  meansExpiredToken(code: string | undefined, message: string | undefined): boolean;
  /** Milliseconds since some instant. */
  uptime(): number;
}

export type SigmaErrorEvent = Extract<SigmaEvent, { type: 'workbook:error' | 'workbook:chart:error' }>;

export interface PaneTroubles {
  /** Sigma reported an error in a guest: of the workbook as a whole, or of one chart in it. */
  reported(guest: Guest, event: SigmaErrorEvent): void;
  /**
   * The workbook is no longer in its guest. It comes back with a new token and the same view, more slowly each time, and
   * after a few times in a row not by itself.
   *
   * @param pauses how many pauses to begin with: none for what a person may have caused
   */
  lost(guestId: string, failure: AppError, pauses: 0 | 1): void;
  /** A guest could not load. */
  failed(guestId: string, failure: AppError): void;
  /** Something changed, so that what did not help before may help now. */
  forget(): void;
}

export function createPaneTroubles(options: PaneTroublesOptions): PaneTroubles {
  const { status, guests, renewal, log, paneId, uptime } = options;
  /** When the active guest lost its workbook lately. */
  let lostAt: readonly number[] = [];

  const forced = createForcedRenewal({
    renewGrants: options.renewGrants,
    onRenewed() {
      // A renewed grant renews its panes already; a grant that was good all along does not.
      if (options.isOpen() && guests.standby.state() === 'none') renewal.renew();
    },
    onFailed(failure, complainer) {
      if (!options.isOpen()) return;
      const reaction = reactionToRefusedGrants(failure.code, complainer);
      if (reaction === 'load') renewal.renew();
      if (reaction === 'fail') status.fail(failure);
      if (reaction === 'retry') renewal.retry(failure);
    },
    uptime,
  });

  return {
    reported(guest, { type, code, message }) {
      const isActive = guest === guests.active();
      const isTokenOver = options.meansExpiredToken(code, message);
      const complainer = type === 'workbook:chart:error' ? 'chart' : 'workbook';
      // It is renewed when the person has left the edit mode: what they see is theirs until then.
      if (isActive && isTokenOver && guests.isEditing()) return renewal.renew();
      // Nobody knows whether Sigma minds being told of an element that it does not have.
      if (!isActive && !isTokenOver && guest.isTrying()) return;
      const failure = options.explainError(code, message);
      // What was whole a moment ago is not to be broken by a renewal; what fails twice has really changed.
      const isNew = complainer === 'chart' && !isActive && options.chartErrors() === 0;
      if (isNew && renewal.mayTryAnother()) return renewal.failed(failure);
      // One chart's trouble is for the chart to show, unless it says that the token is over and a newer one was not tried.
      if (complainer === 'chart' && !(isActive && isTokenOver && !forced.isInVain('chart'))) return;
      const reaction = reactionTo({
        role: isActive ? 'active' : 'standby',
        stage: guest.stage,
        meansExpiredToken: guest.session !== null && isTokenOver,
        standby: guests.standby.state(),
        isForcing: forced.isUnderWay(),
        mayForceRenewal: forced.mayStart(complainer),
      });
      if (reaction === 'fail-standby') {
        // Newer grants were asked for, and Sigma does not take them either.
        const isInVain = isTokenOver && forced.wasMade() && renewal.failures() >= MOST_STANDBYS_IN_VAIN;
        if (isInVain) renewal.giveUp(failure);
        else renewal.failed(failure);
      }
      if (reaction === 'swap') guests.hurry();
      // Nobody sees it; and those who come back do not want to.
      if (isTokenOver && isActive && !options.isShown() && reaction !== 'swap') {
        return complainer === 'workbook' ? renewal.postponeReload() : renewal.renew();
      }
      if (complainer === 'workbook' && reaction === 'fail') status.fail(failure);
      if (complainer === 'workbook' && reaction === 'show') status.report(failure);
      if (reaction !== 'renew-grants') return;
      log.info('pane.token-expired', { paneId });
      void forced.start(complainer);
    },

    lost(guestId, failure, pauses) {
      if (guestId !== guests.active().guestId) return renewal.failed(failure);
      lostAt = recentLosses(lostAt, uptime());
      log.warn('pane.lost', { paneId, reason: failure.message, times: lostAt.length });
      if (guests.standby.state() === 'ready') return guests.swap();
      const delayMs = recoveryDelay(lostAt.length, pauses);
      if (delayMs === null) status.fail(failure, FAILURES_OF_A_LOST_PANE);
      else status.loadingAgain(delayMs, guests.replaceActive);
    },

    failed(guestId, failure) {
      if (guestId === guests.active().guestId) status.fail(failure);
      else renewal.failed(failure);
    },

    forget: forced.forget,
  };
}
