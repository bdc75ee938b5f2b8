/** When somebody who went away is signed out, and when they are warned. Pure. */

/** So long before it a person is warned, in milliseconds; of a short limit at most its half. */
export const WARNING_MS = 60_000;

export type AbsenceStep =
  | { readonly step: 'present' }
  /** @param leftMs until the sign-out */
  | { readonly step: 'warned'; readonly leftMs: number }
  | { readonly step: 'over' };

/**
 * @param idleMs for how long nobody has used the computer
 * @param limitMs after how long people are signed out; 0: never
 */
export function absenceStep(idleMs: number, limitMs: number): AbsenceStep {
  if (limitMs <= 0) return { step: 'present' };
  const leftMs = limitMs - idleMs;
  if (leftMs <= 0) return { step: 'over' };
  return leftMs <= Math.min(WARNING_MS, limitMs / 2) ? { step: 'warned', leftMs } : { step: 'present' };
}
