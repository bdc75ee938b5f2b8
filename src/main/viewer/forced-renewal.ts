/** Asks for newer grants for a workbook that finds its token expired: one at a time, and not again right after. */
import { type AppError, asAppError } from '../../shared/errors.ts';
import { mayForceRenewal } from './swap-rules.ts';

export interface ForcedRenewalOptions {
  /** @throws AppError */
  renewGrants(): Promise<void>;
  /** Newer grants are there. */
  onRenewed(): void;
  onFailed(failure: AppError): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface ForcedRenewal {
  isUnderWay(): boolean;
  /** Whether enough time has passed since the last. */
  mayStart(): boolean;
  /** Resolves when it has succeeded or failed, and never rejects. */
  start(): Promise<void>;
}

export function createForcedRenewal(options: ForcedRenewalOptions): ForcedRenewal {
  let startedAt = Number.NEGATIVE_INFINITY;
  let isUnderWay = false;
  return {
    isUnderWay: () => isUnderWay,
    mayStart: () => mayForceRenewal(startedAt, options.now()),
    async start() {
      startedAt = options.now();
      isUnderWay = true;
      try {
        await options.renewGrants();
        options.onRenewed();
      } catch (cause) {
        options.onFailed(asAppError(cause, 'workbookSession'));
      } finally {
        isUnderWay = false;
      }
    },
  };
}
