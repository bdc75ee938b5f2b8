/** Zoom in steps, as browsers have it. */

/** The steps of Chromium's own browsers. */
const STEPS = [0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5];
/** Factors come back from Chromium with a rounding of their own. */
const CLOSE = 0.01;

export type ZoomChange = 'in' | 'out' | 'reset';

/** The next step from a factor, which may lie between two steps. */
export function nextFactor(factor: number, change: ZoomChange): number {
  if (change === 'reset') return 1;
  if (change === 'in') return STEPS.find((step) => step > factor + CLOSE) ?? Math.max(...STEPS);
  return STEPS.findLast((step) => step < factor - CLOSE) ?? Math.min(...STEPS);
}
