/** When something is over its budget. */
import { describe, expect, test } from 'vitest';
import { type Budget, budgets } from '../../../../scripts/bench/budgets.ts';
import { BARE, createMeasurements, OURS, type Place } from '../../../../scripts/bench/measurements.ts';
import { growthsOf, verdictsOn } from '../../../../scripts/bench/verdicts.ts';

const mapped: Place = { part: 'start', what: 'mapped', subject: OURS, unit: 'ms' };
const ratioBudget: Budget = { kind: 'ratio', part: 'start', what: 'mapped', beside: { subject: BARE }, most: 1.25 };

function measured(...values: readonly (readonly [Place, ...number[]])[]) {
  const { add, series } = createMeasurements();
  for (const [place, ...found] of values) add(place, ...found);
  return series;
}

describe('a budget', () => {
  test('of a ratio compares the medians of the same run', () => {
    const within = measured([mapped, 700, 120, 130], [{ ...mapped, subject: BARE }, 100, 110, 900]);
    expect(verdictsOn(within, [ratioBudget])).toEqual([{ budget: ratioBudget, found: 130 / 110, isOver: false }]);
    const over = measured([mapped, 150], [{ ...mapped, subject: BARE }, 100]);
    expect(verdictsOn(over, [ratioBudget])).toEqual([{ budget: ratioBudget, found: 1.5, isOver: true }]);
  });

  test('may compare with another value, or one of another size', () => {
    const useful: Budget = {
      ...ratioBudget,
      kind: 'ratio',
      what: 'useful',
      beside: { subject: BARE, what: 'mapped', size: 5 },
    };
    const series = measured(
      [{ ...mapped, what: 'useful' }, 280],
      [{ ...mapped, subject: BARE }, 1],
      [{ ...mapped, subject: BARE, size: 5 }, 200],
    );
    expect(verdictsOn(series, [useful])).toMatchObject([{ found: 1.4 }]);
  });

  test('of a value is kept by one that is just as large', () => {
    const budget: Budget = { kind: 'value', part: 'start', what: 'mapped', most: 10 };
    expect(verdictsOn(measured([mapped, 10]), [budget])).toMatchObject([{ isOver: false }]);
    expect(verdictsOn(measured([mapped, 10.1]), [budget])).toMatchObject([{ isOver: true }]);
  });

  test('of growth looks at what each one more costs, and not at the whole', () => {
    const budget: Budget = { kind: 'slope', part: 'start', what: 'mapped', most: 2 };
    const flat = measured([{ ...mapped, size: 1 }, 1_000], [{ ...mapped, size: 50 }, 1_010]);
    expect(verdictsOn(flat, [budget])).toMatchObject([{ isOver: false }]);
    const steep = measured([{ ...mapped, size: 1 }, 10], [{ ...mapped, size: 50 }, 500]);
    expect(verdictsOn(steep, [budget])).toMatchObject([{ found: 10, isOver: true }]);
  });

  test('is not kept by a value that is no number', () => {
    const budget: Budget = { kind: 'value', part: 'start', what: 'mapped', most: 10 };
    expect(verdictsOn(measured([mapped, Number.NaN]), [budget])).toMatchObject([{ isOver: true }]);
  });

  test('without its values has no verdict', () => {
    expect(verdictsOn(measured([mapped, 1]), [ratioBudget])).toEqual([]);
    expect(verdictsOn([], budgets)).toEqual([]);
  });
});

test('growth is told of what was measured at two sizes or more, once for each', () => {
  const series = measured(
    [{ ...mapped, size: 1 }, 2],
    [{ ...mapped, size: 3 }, 6],
    [{ ...mapped, what: 'other', size: 3 }, 6],
    [{ ...mapped, what: 'third' }, 6],
  );
  expect(growthsOf(series)).toEqual([
    { part: 'start', what: 'mapped', subject: OURS, unit: 'ms', sizes: [1, 3], each: 2 },
  ]);
});

test('each budget stands for one thing, and once', () => {
  const names = budgets.map((one) => [one.kind, one.part, one.what, 'size' in one ? one.size : ''].join('/'));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(budgets.filter(({ most }) => !(most >= 0))).toEqual([]);
});
