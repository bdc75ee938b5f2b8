/** Holds what was measured against the budgets. Pure. */
import type { Budget } from './budgets.ts';
import { OURS, type Series, seriesAt } from './measurements.ts';
import { median, ratio, slope } from './statistics.ts';

export interface Verdict {
  readonly budget: Budget;
  /** In the unit of the budget: a ratio, a value, or the growth with each one more. */
  readonly found: number;
  readonly isOver: boolean;
}

/** One for each budget whose values were measured; one that was not measured has no verdict. */
export function verdictsOn(series: readonly Series[], budgets: readonly Budget[]): Verdict[] {
  return budgets.flatMap((budget) => {
    const found = foundFor(series, budget);
    // A value that is no number was measured and says nothing, which is no reason to let it pass.
    return found === undefined ? [] : [{ budget, found, isOver: !(found <= budget.most) }];
  });
}

function foundFor(series: readonly Series[], budget: Budget): number | undefined {
  const { part, what } = budget;
  if (budget.kind === 'slope') return growthOf(series, { part, what, subject: OURS })?.each;
  const ours = seriesAt(series, { part, what, subject: OURS, size: budget.size });
  if (!ours) return undefined;
  if (budget.kind === 'value') return median(ours.values);
  const { beside } = budget;
  const other = seriesAt(series, { part, what: beside.what ?? what, subject: beside.subject, size: beside.size });
  return other && ratio(ours.values, other.values);
}

export interface Growth {
  readonly part: Series['part'];
  readonly what: string;
  readonly subject: string;
  readonly unit: Series['unit'];
  readonly sizes: readonly number[];
  /** By how much the median grows with each one more. */
  readonly each: number;
}

/** How a thing grows that was measured at several sizes; undefined at fewer than two. */
export function growthOf(
  series: readonly Series[],
  { part, what, subject }: Pick<Series, 'part' | 'what' | 'subject'>,
): Growth | undefined {
  const found = series.filter((one) => one.part === part && one.what === what && one.subject === subject);
  const points = found.flatMap(({ size, values }) => (size === undefined ? [] : [{ x: size, y: median(values) }]));
  const [first] = found;
  if (!first || points.length < 2) return undefined;
  return { part, what, subject, unit: first.unit, sizes: points.map(({ x }) => x), each: slope(points) };
}

/** Every growth that can be told, in the order of the series. */
export function growthsOf(series: readonly Series[]): Growth[] {
  const seen = new Set<string>();
  return series.flatMap((one) => {
    const name = `${one.part}/${one.what}/${one.subject}`;
    if (seen.has(name)) return [];
    seen.add(name);
    return growthOf(series, one) ?? [];
  });
}
