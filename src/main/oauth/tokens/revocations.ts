/** Revokes tokens in the background (RFC 7009): best effort, bounded in time, and without a caller who waits. */
import { AppError, passesByItself } from '../../../shared/errors.ts';
import type { Timers } from '../../async/timers.ts';
import { untilAborted } from '../../async/until-aborted.ts';
import type { Log } from '../../log/log.ts';
import type { Grant } from '../grants/grant.ts';

/** A revocation that takes longer is given up; the tokens then end by themselves. */
export const REVOCATION_LIMIT_MS = 3_000;

export interface Revocations {
  /**
   * Begins a revocation. Never throws.
   *
   * @param revoke resolves with false when it left the tokens alone
   */
  start(grant: Grant, revoke: (signal: AbortSignal) => Promise<unknown>): void;
  /** Resolves when those under way have ended, at the latest after their limit. For the end of the program. */
  settled(): Promise<void>;
}

export interface RevocationsOptions extends Timers {
  readonly log: Log;
  /** A server refused: `revocation_refused`, with its words. Not where it could not be asked, which time mends. */
  onRefused(error: AppError): void;
}

export function createRevocations({ setTimer, log, onRefused }: RevocationsOptions): Revocations {
  const underWay = new Set<Promise<void>>();
  return {
    start(grant, revoke) {
      const { connectionId } = grant;
      const aborter = new AbortController();
      const { signal } = aborter;
      const stopTimer = setTimer(() => aborter.abort(new DOMException('', 'TimeoutError')), REVOCATION_LIMIT_MS);
      // Whatever the revocation waits for, be it the network or the vault, the limit holds.
      const ended = untilAborted(revoke(signal), signal).then(
        (isRevoked) => log.info(isRevoked === false ? 'grant.left-to-expire' : 'grant.revoked', { connectionId }),
        (error: unknown) => {
          log.warn('grant.revocation-failed', {
            connectionId,
            code: error instanceof AppError ? error.code : signal.aborted ? 'offline' : 'internal',
            ...(error instanceof AppError && { said: error.message }),
          });
          if (!(error instanceof AppError) || passesByItself(error.code)) return;
          onRefused(new AppError('revocation_refused', { reason: 'said', said: error.message }, { cause: error }));
        },
      );
      const done = ended.finally(() => {
        stopTimer();
        underWay.delete(done);
      });
      underWay.add(done);
    },
    settled: async () => void (await Promise.all(underWay)),
  };
}
