/** Whether the clock of this computer agrees with what the servers of the set-up say. */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { WRONG_MS } from '../../clock-watch.ts';
import { type ProfileCheck, right, unknown, warnedOf } from '../check.ts';

export const clock: ProfileCheck = {
  id: 'clock',
  about: 'profile',
  after: ['sigma', 'metadata'],
  async run(whole) {
    // One server with a wrong clock is not this computer's: the one that agrees with it most counts.
    const [nearest] = whole.toldDifferences().toSorted((a, b) => Math.abs(a.aheadMs) - Math.abs(b.aheadMs));
    if (nearest === undefined) return unknown(finding('clock_untold'));
    const { host, aheadMs } = nearest;
    if (Math.abs(aheadMs) <= WRONG_MS) return right(finding('clock', { host }));
    const duration = String(Math.round(Math.abs(aheadMs) / 60_000) * 60_000);
    return warnedOf('it', new AppError('clock_wrong', { reason: aheadMs > 0 ? 'ahead' : 'behind', duration, host }));
  },
};
