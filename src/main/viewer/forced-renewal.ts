/**
 * Asks for newer grants for a workbook that finds its token expired: one at a time, not again right after, and not again
 * when the last did not help.
 */
import { type AppError, asAppError, passesByItself } from '../../shared/errors.ts';
import { type Complainer, isRenewedInVain, mayForceRenewal } from './swap-rules.ts';

export interface ForcedRenewalOptions {
  /** @throws AppError */
  renewGrants(): Promise<void>;
  /** Newer grants are there. */
  onRenewed(): void;
  onFailed(failure: AppError, complainer: Complainer): void;
  /** Milliseconds since some instant. */
  uptime(): number;
}

export interface ForcedRenewal {
  isUnderWay(): boolean;
  /** Whether one may help this complainer: enough time has passed since the last, and it was not in vain. */
  mayStart(complainer: Complainer): boolean;
  /** Whether this complainer was not helped, and nothing has changed since. What it says now is its own trouble. */
  isInVain(complainer: Complainer): boolean;
  /** Whether one was made since the last change. */
  wasMade(): boolean;
  /** Resolves when it has succeeded or failed, and never rejects. */
  start(complainer: Complainer): Promise<void>;
  /** Something changed: a sign-in, a renewal at its time, or a person who reloads. Another one may help again. */
  forget(): void;
}

export function createForcedRenewal(options: ForcedRenewalOptions): ForcedRenewal {
  let tried: { readonly complainer: Complainer; readonly at: number }[] = [];
  let startedAt = Number.NEGATIVE_INFINITY;
  let isUnderWay = false;
  const forced: ForcedRenewal = {
    isUnderWay: () => isUnderWay,
    mayStart: (complainer) => !forced.isInVain(complainer) && mayForceRenewal(startedAt, options.uptime()),
    isInVain(complainer) {
      const instants = tried.filter((one) => one.complainer === complainer).map(({ at }) => at);
      return isRenewedInVain(complainer, instants, options.uptime());
    },
    wasMade: () => tried.length > 0,
    async start(complainer) {
      startedAt = options.uptime();
      isUnderWay = true;
      try {
        await options.renewGrants();
        tried.push({ complainer, at: startedAt });
        options.onRenewed();
      } catch (cause) {
        const failure = asAppError(cause, 'workbookSession');
        // For want of a network, none was made.
        if (!passesByItself(failure.code)) tried.push({ complainer, at: startedAt });
        options.onFailed(failure, complainer);
      } finally {
        isUnderWay = false;
      }
    },
    forget() {
      tried = [];
    },
  };
  return forced;
}
