/** What a check of the network finds of each host, put together. Each has findings of its own, so that a sentence speaks of one. */
import type { CheckFinding, CheckOwner, CheckResult } from '../../../shared/checks.ts';
import { doubtful, right, unknown, wrong } from './check.ts';

export interface HostFinding {
  readonly outcome: 'ok' | 'warning' | 'failed';
  /** Null where nobody has to do anything. */
  readonly owner: CheckOwner | null;
  readonly finding: CheckFinding;
}

export const fine = (finding: CheckFinding): HostFinding => ({ outcome: 'ok', owner: null, finding });
export const wanting = (owner: CheckOwner, finding: CheckFinding): HostFinding => ({
  outcome: 'warning',
  owner,
  finding,
});
export const broken = (owner: CheckOwner, finding: CheckFinding): HostFinding => ({
  outcome: 'failed',
  owner,
  finding,
});

const gravity = { failed: 0, warning: 1, ok: 2 } as const;

/** The worst first, which says who must act. @param nothing what is said where there is nothing to say of any host */
export function ofHosts(found: readonly HostFinding[], nothing: CheckFinding): CheckResult {
  const sorted = found.toSorted((a, b) => gravity[a.outcome] - gravity[b.outcome]);
  const [worst] = sorted;
  if (worst === undefined) return unknown(nothing);
  const findings = sorted.map(({ finding }) => finding);
  if (worst.owner === null) return right(...findings);
  return worst.outcome === 'failed' ? wrong(worst.owner, ...findings) : doubtful(worst.owner, ...findings);
}
