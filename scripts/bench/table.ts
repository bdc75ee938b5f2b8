/** How results are written: a table to read, and values for other programs. Pure. */
import type { Order } from './arguments.ts';
import type { Machine } from './machine.ts';
import { type Measurements, OURS, type PartName, partNames, type Series, type Unit } from './measurements.ts';
import { median, ratio, spreadOf } from './statistics.ts';
import { type Growth, growthsOf, type Verdict } from './verdicts.ts';

export type Results = Pick<Measurements, 'series' | 'notes'> & { readonly verdicts: readonly Verdict[] };

export interface Report extends Results {
  readonly machine: Machine;
  readonly rounds: number;
  readonly isShort: boolean;
  readonly growths: readonly Growth[];
}

export function reportOf(results: Results & { readonly machine: Machine; readonly order: Order }): Report {
  const { machine, order, series, notes, verdicts } = results;
  const { rounds, isShort } = order;
  return { machine, rounds, isShort, series, notes, verdicts, growths: growthsOf(series) };
}

export function machineLines(machine: Machine): string[] {
  const { date, commit, cpu, cores, memoryGB, load, electron, node } = machine;
  return [
    `${date.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}`,
    `${cpu}, ${cores} cores, ${memoryGB} GB, load ${load.toFixed(2)} at the start`,
    `Electron ${electron}, Node ${node}`,
  ];
}

export interface Row {
  readonly what: string;
  readonly subject: string;
  readonly median: string;
  readonly spread: string;
  readonly ratio: string;
  readonly budget: string;
}

const head: Row = {
  what: 'What',
  subject: 'Of',
  median: 'Median',
  spread: 'Min – max (± MAD)',
  ratio: 'Ratio',
  budget: 'Budget',
};
const columns = Object.keys(head) as (keyof Row)[];

/** A number with as many digits as say something. */
export function figure(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '—';
  const digits = Math.abs(value) >= 100 || (unit === '' && Number.isInteger(value)) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits) + (unit && ` ${unit}`);
}

/** The rows of one part, what is compared beside one another. */
export function rowsOf(part: PartName, { series, verdicts }: Pick<Results, 'series' | 'verdicts'>): Row[] {
  const own = series.filter((one) => one.part === part);
  const names = [...new Set(own.map(nameOf))];
  const ordered = names.flatMap((name) => own.filter((one) => nameOf(one) === name));
  const growths = growthsOf(own);
  return [
    ...ordered.map((one) => rowOf(one, own, verdicts)),
    ...growths.map(
      (growth): Row => ({
        what: `${growth.what}: growth with each one more`,
        subject: growth.subject,
        median: growth.unit === '' ? growth.each.toFixed(3) : `${growth.each.toFixed(3)} ${growth.unit}`,
        spread: `at ${growth.sizes.join(', ')}`,
        ratio: '',
        budget: growth.subject === OURS ? budgetText(verdicts, growth.part, growth.what, 'slope') : '',
      }),
    ),
  ];
}

const nameOf = ({ what, size }: Pick<Series, 'what' | 'size'>) => (size === undefined ? what : `${what} (${size})`);

function rowOf(one: Series, own: readonly Series[], verdicts: readonly Verdict[]): Row {
  const { median: middle, min, max, mad } = spreadOf(one.values);
  const beside = own.find((other) => nameOf(other) === nameOf(one) && other.subject !== OURS);
  const isOurs = one.subject === OURS;
  return {
    what: nameOf(one),
    subject: one.subject,
    median: figure(middle, one.unit),
    spread: `${figure(min, '')} – ${figure(max, '')} (± ${figure(mad, '')})`,
    ratio: isOurs && beside ? `${ratio(one.values, beside.values).toFixed(2)}×` : '',
    budget: isOurs ? budgetText(verdicts, one.part, one.what, 'size', one.size) : '',
  };
}

function budgetText(
  verdicts: readonly Verdict[],
  part: PartName,
  what: string,
  kind: 'slope' | 'size',
  size?: number,
): string {
  return verdicts
    .filter(({ budget }) => budget.part === part && budget.what === what)
    .filter(({ budget }) => (budget.kind === 'slope') === (kind === 'slope'))
    .filter(({ budget }) => budget.kind === 'slope' || budget.size === size)
    .map(({ budget, found, isOver }) => {
      const most = budget.kind === 'ratio' ? `${budget.most}×` : String(budget.most);
      const against =
        budget.kind === 'ratio' && budget.beside.what ? ` of “${budget.beside.what}”, is ${found.toFixed(2)}×` : '';
      return `${isOver ? 'OVER ' : ''}≤ ${most}${against}`;
    })
    .join('; ');
}

/** For a terminal: columns below one another. */
export function tableText(results: Results): string {
  const blocks = partNames.flatMap((part) => {
    const rows = rowsOf(part, results);
    const notes = results.notes.filter((note) => note.part === part).map(({ sentence }) => `  ${sentence}`);
    if (rows.length + notes.length === 0) return [];
    const all = [head, ...rows];
    const widths = columns.map((column) => Math.max(...all.map((row) => row[column].length)));
    const lines = all.map((row) =>
      columns
        .map((column, index) => row[column].padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    return [`\n${part}`, ...(rows.length > 0 ? lines : []), ...notes];
  });
  return blocks.join('\n');
}

/** For a page of the documents: one table for each part. */
export function tableMarkdown(results: Results): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return partNames
    .flatMap((part) => {
      const rows = rowsOf(part, results);
      const notes = results.notes.filter((note) => note.part === part).map(({ sentence }) => `- ${sentence}`);
      if (rows.length + notes.length === 0) return [];
      const table = [head, ...rows].map((row) => line(columns.map((column) => row[column])));
      table.splice(1, 0, line(columns.map(() => '---')));
      return [
        [`## ${part}`, ...(rows.length > 0 ? ['', ...table] : []), ...(notes.length > 0 ? ['', ...notes] : [])].join(
          '\n',
        ),
      ];
    })
    .join('\n\n');
}

/** The medians by name, for who compares two runs by hand. */
export function mediansOf(series: readonly Series[]): Record<string, number> {
  return Object.fromEntries(
    series.map((one) => [`${one.part}: ${nameOf(one)}: ${one.subject}`, median(one.values)] as const),
  );
}
