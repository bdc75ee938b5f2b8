/** The renewal of a pane: when it comes, how it begins, and what follows when it fails. */
import type { AppError } from '../../shared/errors.ts';
import type { Log } from '../log/log.ts';
import { hasStood, type PaneGuests } from './pane-guests.ts';
import type { PaneStatus } from './pane-status.ts';
import { createRenewalClock } from './renewal-clock.ts';
import { mayTryAnother, reactionToBeingShown, reactionToWake } from './swap-rules.ts';

export interface PaneRenewalOptions {
  readonly paneId: string;
  readonly status: PaneStatus;
  readonly guests: PaneGuests;
  readonly log: Pick<Log, 'warn'>;
  /** The session is renewed because its time has come. */
  onRenewedByTime(): void;
  /** Whether the pane is before the person. One that is not is renewed when it is. */
  isShown(): boolean;
  /** Whether it hangs on a wall: what is loaded again is loaded behind what is shown, be that as old as it may. */
  isUnattended(): boolean;
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
  /** Loads the workbook again for everyone to see, since a person wants it. */
  reload(arePagesGone?: boolean): void;
  /** The pane is not before the person; what it shows is over, and is loaded again when they come. */
  postponeReload(): void;
  /** Loads what failed again, for everyone to see. */
  loadAgain(): void;
  /** The pane comes before the person: what was left out is done now. */
  shown(): void;
  /** Whether a renewal was left out, since nobody looked or somebody edits. */
  isDue(): boolean;
  /** The person began to edit the document, or has left the edit mode: what was left out is done then. */
  editing(): void;
  /** Plans the next renewal: the active guest has another session. */
  schedule(): void;
  /** A standby took over. */
  succeeded(): void;
  /** Gives the standby up; nothing has changed for the person. */
  failed(failure: AppError): void;
  /** Whether a standby that shows less than it should is worth another one: the first, while there is time for a second. */
  mayTryAnother(): boolean;
  /** Gives the standby up until the session is renewed at its time: others would fail as it did. */
  giveUp(failure: AppError): void;
  /** How many renewals failed since the last that succeeded. */
  failures(): number;
  /** Tries again while the active session lasts; the reason is shown only when it no longer does. */
  retry(failure: AppError): void;
  /** Looks at the clock and at what failed, after sleep or when the network is back. */
  wake(): void;
  stop(): void;
}

/** Nothing is planned until the first session is signed. */
export function createPaneRenewal(options: PaneRenewalOptions): PaneRenewal {
  const { status, guests } = options;
  const clock = createRenewalClock({
    ...options,
    session: () => guests.active().session,
    onDue: () => {
      if (clock.failures() === 0) options.onRenewedByTime();
      // A standby that only waits for a pause is new enough; the time that it had for that may have passed in sleep.
      if (guests.standby.state() === 'ready') guests.standby.lookAgain(0);
      else renewal.renew();
    },
  });
  const leftOut = createLeftOut(options);

  const renewal: PaneRenewal = {
    renew() {
      leftOut.isDue = !options.isShown() || guests.isEditing();
      // A person who edits is told, and has it in their hands.
      if (leftOut.isDue && guests.isEditing()) options.onChange();
      if (leftOut.isDue) return;
      if (status.phase() === 'failed' || guests.active().session === null) {
        status.forgetFailures();
        return leftOut.loadInPlace();
      }
      guests.standby.load();
      options.onChange();
    },
    reload(arePagesGone) {
      status.forgetFailures();
      leftOut.replaceActive(arePagesGone);
    },
    postponeReload() {
      leftOut.isOver = true;
    },
    loadAgain() {
      if (options.isShown()) leftOut.loadInPlace();
      else leftOut.isOver = true;
    },
    shown() {
      const hasStandby = guests.standby.guest() !== null;
      // One that still loads was opened before its window said that it shows it. Its session is as new as can be.
      const session = hasStood(guests.active()) ? guests.active().session : null;
      const reaction = reactionToBeingShown({ ...leftOut, hasStandby }, session, options.now());
      if (reaction === 'reload' && !guests.isEditing()) leftOut.loadInPlace();
      else if (reaction !== 'leave') renewal.renew();
    },
    isDue: () => leftOut.isDue,
    editing() {
      if (guests.isEditing()) {
        leftOut.isDue ||= guests.standby.guest() !== null;
        guests.standby.drop();
      } else if (leftOut.isDue) renewal.renew();
    },
    schedule: clock.schedule,
    succeeded() {
      // What is due stays due: this standby was begun before that was left out.
      leftOut.isOver = false;
      clock.succeeded();
      clock.schedule();
    },
    failed(failure) {
      dropStandby(options, failure);
      renewal.retry(failure);
    },
    mayTryAnother: () => mayTryAnother(clock.failures(), clock.timeLeft()),
    giveUp(failure) {
      dropStandby(options, failure);
      clock.succeeded();
      clock.schedule();
      options.onChange();
    },
    failures: clock.failures,
    retry(failure) {
      if (clock.retry()) options.onChange();
      else status.fail(failure);
    },
    wake() {
      const hasStandby = guests.standby.guest() !== null;
      const failedRenewals = clock.failures();
      const reaction = reactionToWake({ hasFailed: status.phase() === 'failed', failedRenewals, hasStandby });
      if (reaction === 'renew') renewal.renew();
      if (reaction === 'schedule') clock.schedule();
    },
    stop: clock.stop,
  };
  return renewal;
}

/** What was left out while nobody looked, and the loads that make up for it. */
function createLeftOut({ guests, isUnattended, onChange }: PaneRenewalOptions) {
  const leftOut = {
    /** A renewal. */
    isDue: false,
    /** What is shown was found to be no good. */
    isOver: false,
    replaceActive(arePagesGone = false) {
      [leftOut.isDue, leftOut.isOver] = [false, false];
      guests.replaceActive(arePagesGone);
    },
    /** On a wall, a picture that is old is better than none: it stays until there is a newer one. */
    loadInPlace() {
      if (!isUnattended() || !hasStood(guests.active())) return leftOut.replaceActive();
      [leftOut.isDue, leftOut.isOver] = [false, false];
      if (guests.standby.guest() === null) guests.standby.load();
      onChange();
    },
  };
  return leftOut;
}

function dropStandby({ guests, log, paneId }: PaneRenewalOptions, failure: AppError): void {
  guests.standby.drop();
  log.warn('pane.renewal-failed', { paneId, code: failure.code, detail: failure.message });
}
