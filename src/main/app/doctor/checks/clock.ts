/** Whether the clock of this computer agrees with what the servers of the set-up say. */

import { type CheckOwner, type CheckResult, finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { WRONG_MS } from '../../clock-watch.ts';
import { doubtful, type ProfileCheck, right, unknown, warnedOf } from '../check.ts';
import { originsOf } from '../network-look.ts';
import { administratorOf } from '../owners.ts';
import type { Subject } from '../subject.ts';

export const clock: ProfileCheck = {
  id: 'clock',
  about: 'profile',
  after: ['sigma', 'metadata'],
  async run(whole) {
    // One server with a wrong clock is not this computer's: the one that agrees with it most counts.
    const [nearest] = whole.toldDifferences().toSorted((a, b) => Math.abs(a.aheadMs) - Math.abs(b.aheadMs));
    if (nearest === undefined) return unknown(finding('clock_untold'));
    const { host, aheadMs } = nearest;
    if (Math.abs(aheadMs) <= WRONG_MS) return ofOthers(whole, host) ?? right(finding('clock', { host }));
    const duration = String(Math.round(Math.abs(aheadMs) / 60_000) * 60_000);
    return warnedOf('it', new AppError('clock_wrong', { reason: aheadMs > 0 ? 'ahead' : 'behind', duration, host }));
  },
};

/** A server whose own clock is wrong gives tokens that others take for over, or for yet to come. */
function ofOthers(whole: Subject, agreeing: string): CheckResult | null {
  const furthest = whole.toldDifferences().toSorted((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs))[0];
  if (furthest === undefined || Math.abs(furthest.aheadMs) <= WRONG_MS) return null;
  const { host, aheadMs } = furthest;
  const duration = String(Math.round(Math.abs(aheadMs) / 60_000) * 60_000);
  // What this computer is behind a server, that server is ahead of it.
  const code = aheadMs > 0 ? 'clock_of_server_behind' : 'clock_of_server_ahead';
  return doubtful(ownerOfHost(whole, host), finding(code, { host, duration, otherHost: agreeing }));
}

function ownerOfHost({ connections }: Subject, host: string): CheckOwner {
  const at = connections.find(({ connection }) =>
    originsOf(connection).some((origin) => new URL(origin).host === host),
  );
  return at ? administratorOf(at.connection.server) : 'sigma';
}
