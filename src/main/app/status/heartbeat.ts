/** Writes the status into a file, every minute and whenever something is different. A disk that refuses stops nothing. */
import { AppError, systemCodeOf } from '../../../shared/errors.ts';
import type { ProgramStatus } from '../../../shared/status.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Notices } from '../notices.ts';
import type { MonitoringEdges } from './monitoring-edges.ts';
import { isSameStatus } from './program-status.ts';

export interface HeartbeatOptions {
  /** @param isEnded the last that this process writes */
  status(isEnded: boolean): ProgramStatus;
  readonly file: MonitoringEdges['file'];
  readonly timers: Timers;
  readonly notices: Pick<Notices, 'addRevocable'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface Heartbeat {
  begin(): void;
  /** Something may be different: looks soon. */
  changed(): void;
  /** No more is written, and what was written goes. */
  stop(): Promise<void>;
  /** Writes that the program has ended. Never rejects. */
  end(): Promise<void>;
}

export const BEAT_MS = 60_000;
/** A moment for what comes together. */
const WRITE_AFTER_MS = 1_000;

export function createHeartbeat({ status, file, timers, notices, log }: HeartbeatOptions): Heartbeat {
  let isOn = false;
  let written: ProgramStatus | null = null;
  let stopBeat = (): void => undefined;
  let stopSoon: (() => void) | null = null;
  let work: Promise<void> = Promise.resolve();
  let revokeNotice: (() => void) | null = null;

  /** One after the other: two at once would write into the same file beside the other one. */
  function write(next: ProgramStatus): void {
    work = work.then(async () => {
      try {
        await file.write(`${JSON.stringify(next, null, 2)}\n`);
        written = next;
        wellAgain();
      } catch (error) {
        refused(systemCodeOf(error));
      }
    });
  }

  function refused(code: string): void {
    if (revokeNotice) return;
    log.warn('status.not-written', { code });
    const error = new AppError('status_not_written', { reason: 'systemAnswered', systemCode: code });
    revokeNotice = notices.addRevocable(error);
  }

  function wellAgain(): void {
    if (!revokeNotice) return;
    log.info('status.written-again');
    revokeNotice();
    revokeNotice = null;
  }

  function beat(): void {
    if (!isOn) return;
    rest();
    write(status(false));
    stopBeat = timers.setTimer(beat, BEAT_MS);
  }

  function rest(): void {
    stopBeat();
    stopSoon?.();
    stopSoon = null;
  }

  return {
    begin() {
      if (isOn) return;
      isOn = true;
      beat();
    },
    changed() {
      if (!isOn) return;
      stopSoon ??= timers.setTimer(() => {
        stopSoon = null;
        const next = status(false);
        if (isOn && !isSameStatus(written, next)) write(next);
      }, WRITE_AFTER_MS);
    },
    async stop() {
      isOn = false;
      rest();
      await work;
      written = null;
      revokeNotice?.();
      revokeNotice = null;
      // What stays says of itself how old it is.
      await file.remove().catch((error: unknown) => log.warn('status.not-removed', { code: systemCodeOf(error) }));
    },
    async end() {
      if (!isOn) return;
      isOn = false;
      rest();
      write(status(true));
      await work;
    },
  };
}
