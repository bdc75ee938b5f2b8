/** What is said of a row of measured values. Pure: no clock, no machine. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Median absolute deviation: half of the values lie at most so far from the median. */
  readonly mad: number;
}

const ascending = (values: readonly number[]) => values.toSorted((one, other) => one - other);

/** The middle value; of an even count, the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] ?? Number.NaN;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  const middle = median(values);
  const away = values.map((value) => Math.abs(value - middle));
  return { median: middle, min: Math.min(...values), max: Math.max(...values), mad: median(away) };
}

/** The smallest value that so many of a hundred do not exceed (nearest rank). NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * values.length));
  return ascending(values)[rank - 1] ?? Number.NaN;
}

/** Of medians. */
export function ratio(values: readonly number[], beside: readonly number[]): number {
  return median(values) / median(beside);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How much `y` grows with each `x`: the line of least squares. NaN where all `x` are the same. */
export function slope(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const above = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return above / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}
