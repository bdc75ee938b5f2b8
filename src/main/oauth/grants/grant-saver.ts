/**
 * Saves the renewed grants of one connection. A server with refresh token rotation has made the earlier refresh token
 * useless by then, so a grant that the store did not take is saved again and again until it does.
 */
import { codeOf } from '../../../shared/errors.ts';
import type { SerialQueue } from '../../async/serial-queue.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Grant } from './grant.ts';
import { backOff } from './renewal-rules.ts';

export interface GrantSaver {
  /** Saves the grant, unless another one took its place in the meantime. Rejects with what the store said. */
  save(grant: Grant): Promise<void>;
  /** After a failed save: keeps the grant, and tries again with longer and longer waits. */
  saveLater(grant: Grant, cause: unknown): void;
  /** Tries now to save what is unsaved. A failure leads to the next try. Never rejects. */
  saveAgain(): Promise<void>;
  /** Stops the timer. What is unsaved is kept for `saveAgain`. */
  pause(): void;
  /** Stops the timer and drops what is unsaved, since the grant ended or was replaced. */
  giveUp(): void;
}

export interface GrantSaverOptions extends Timers {
  readonly connectionId: string;
  /** Writes for one connection, so that a removal can never be undone by an older save. */
  readonly inTurn: SerialQueue<string>;
  save(grant: Grant): Promise<void>;
  /** Whether the grants that come here are still those in use. */
  isCurrent(): boolean;
  /** Whether the program is closing, so that no timer is set any more. */
  isClosing(): boolean;
  /** What could not be saved at first is saved now. */
  onSavedLate(): void;
  random(): number;
  readonly log: Log;
}

export function createGrantSaver(options: GrantSaverOptions): GrantSaver {
  const { connectionId, inTurn, log } = options;
  /** What a renewal brought and the store did not take. Until it does, a restart would find a dead refresh token. */
  let unsaved: Grant | null = null;
  let failures = 0;
  let stopTimer: () => void = () => undefined;

  function giveUp(): void {
    stopTimer();
    unsaved = null;
    failures = 0;
  }

  function saveLater(grant: Grant, cause: unknown): void {
    log.error('grant.save-failed', { connectionId, code: codeOf(cause) });
    if (!options.isCurrent()) return;
    stopTimer();
    unsaved = grant;
    failures += 1;
    if (options.isClosing()) return;
    stopTimer = options.setTimer(() => void saveAgain(), backOff(failures, options.random()));
  }

  async function saveAgain(): Promise<void> {
    try {
      await inTurn(connectionId, async () => {
        // Looked at only now: a renewal may have saved something newer, or the person signed out.
        if (!options.isCurrent() || !unsaved) return;
        await options.save(unsaved);
        giveUp();
        log.info('grant.saved-late', { connectionId });
        options.onSavedLate();
      });
    } catch (error) {
      if (unsaved) saveLater(unsaved, error);
    }
  }

  return {
    save: (grant) =>
      inTurn(connectionId, async () => {
        if (!options.isCurrent()) return;
        await options.save(grant);
        // It is newer than what was left unsaved.
        giveUp();
      }),
    saveLater,
    saveAgain,
    pause: () => stopTimer(),
    giveUp,
  };
}
