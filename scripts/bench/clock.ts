/** The one clock of the bench: what several processes write down is compared. */
import { performance } from 'node:perf_hooks';

/** Milliseconds since the epoch, with fractions; every process of this computer has the same. */
export const now = () => performance.timeOrigin + performance.now();

/** Milliseconds that an action takes. */
export async function timed(action: () => unknown): Promise<number> {
  const begun = performance.now();
  await action();
  return performance.now() - begun;
}
