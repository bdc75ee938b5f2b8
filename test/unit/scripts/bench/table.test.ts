/** How results are written. */
import { describe, expect, test } from 'vitest';
import { readOrder } from '../../../../scripts/bench/arguments.ts';
import type { Budget } from '../../../../scripts/bench/budgets.ts';
import { BARE, createMeasurements, OURS } from '../../../../scripts/bench/measurements.ts';
import { figuresOf } from '../../../../scripts/bench/performance-page.ts';
import { figure, reportOf, rowsOf, tableMarkdown, tableText } from '../../../../scripts/bench/table.ts';
import { verdictsOn } from '../../../../scripts/bench/verdicts.ts';

const budgets: readonly Budget[] = [
  { kind: 'ratio', part: 'start', what: 'mapped', beside: { subject: BARE }, most: 1.25 },
  { kind: 'ratio', part: 'start', what: 'useful', beside: { subject: BARE, what: 'mapped' }, most: 1.4 },
  { kind: 'slope', part: 'ipc', what: 'change', most: 0.02 },
];
const machine = {
  date: '2026-01-02T03:04:05.000Z',
  commit: 'abc1234',
  cpu: 'A processor',
  cores: 2,
  memoryGB: 24,
  load: 0.1,
  electron: '33.0.0',
  node: '24.0.0',
};

function results() {
  const { add, note, series, notes } = createMeasurements();
  add({ part: 'start', what: 'mapped', subject: BARE, unit: 'ms' }, 100, 90, 110);
  add({ part: 'start', what: 'useful', subject: OURS, unit: 'ms' }, 130);
  add({ part: 'start', what: 'mapped', subject: OURS, unit: 'ms' }, 150, 155, 140);
  add({ part: 'ipc', what: 'change', subject: OURS, unit: 'ms', size: 1 }, 2);
  add({ part: 'ipc', what: 'change', subject: OURS, unit: 'ms', size: 11 }, 2.1);
  note('start', 'Cold starts were left out.');
  note('start', 'Cold starts were left out.');
  return { series, notes, verdicts: verdictsOn(series, budgets) };
}

describe('the table', () => {
  test('has what is compared beside one another, with spread, ratio and budget', () => {
    expect(rowsOf('start', results())).toEqual([
      { what: 'mapped', subject: BARE, median: '100 ms', spread: '90 – 110 (± 10)', ratio: '', budget: '' },
      {
        what: 'mapped',
        subject: OURS,
        median: '150 ms',
        spread: '140 – 155 (± 5)',
        ratio: '1.50×',
        budget: 'OVER ≤ 1.25×',
      },
      {
        what: 'useful',
        subject: OURS,
        median: '130 ms',
        spread: '130 – 130 (± 0)',
        ratio: '',
        budget: '≤ 1.4× of “mapped”, is 1.30×',
      },
    ]);
  });

  test('tells growth with the sizes at which it was measured', () => {
    expect(rowsOf('ipc', results()).at(-1)).toEqual({
      what: 'change: growth with each one more',
      subject: OURS,
      median: '0.010 ms',
      spread: 'at 1, 11',
      ratio: '',
      budget: '≤ 0.02',
    });
  });

  test('has only parts that were measured, and each note once', () => {
    const text = tableText(results());
    expect(text.match(/^(start|memory|ipc)$/gm)).toEqual(['start', 'ipc']);
    expect(text.match(/Cold starts/g)).toHaveLength(1);
  });

  test('is a table of Markdown too', () => {
    const lines = tableMarkdown(results()).split('\n');
    expect(lines[0]).toBe('## start');
    expect(lines[3]).toBe('| --- | --- | --- | --- | --- | --- |');
    expect(lines[4]).toBe('| mapped | bare app | 100 ms | 90 – 110 (± 10) |  |  |');
    expect(lines).toContain('- Cold starts were left out.');
  });

  test.each([
    [0.01234, 'ms', '0.01 ms'],
    [12.34, 'MB', '12.3 MB'],
    [1_234.5, 'ms', '1235 ms'],
    [3, '', '3'],
    [Number.NaN, 'ms', '—'],
  ] as const)('writes %d %s as %s', (value, unit, text) => {
    expect(figure(value, unit)).toBe(text);
  });
});

describe('the report', () => {
  const report = reportOf({ ...results(), machine, order: readOrder(['start', '--rounds', '3']) });

  test('has every value, and can be written as JSON', () => {
    const read = JSON.parse(JSON.stringify(report));
    expect(read).toMatchObject({ machine, rounds: 3, isShort: false });
    expect(read.series[0]).toEqual({
      part: 'start',
      what: 'mapped',
      subject: BARE,
      unit: 'ms',
      values: [100, 90, 110],
    });
    expect(read.verdicts[0]).toMatchObject({ found: 1.5, isOver: true });
    expect(read.growths).toMatchObject([{ what: 'change', sizes: [1, 11] }]);
  });

  test('as a page says where it is from, and warns of a busy computer', () => {
    const page = figuresOf(report);
    expect(page).toContain(
      '- 2026-01-02 03:04 UTC, commit abc1234\n- A processor, 2 cores, 24 GB, load 0.10 at the start',
    );
    expect(page).toContain('- Medians of 3 rounds in turn\n');
    expect(page).not.toContain('BUSY');
    expect(figuresOf({ ...report, machine: { ...machine, load: 3 } })).toContain('**THIS COMPUTER IS BUSY');
  });
});
