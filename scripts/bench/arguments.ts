/** Reads the words after `npm run bench --`. */
import { SetUpError } from '../cli.mjs';
import { type PartName, partNames } from './measurements.ts';

export interface Order {
  /** In the order in which they are measured; all when none is named. */
  readonly parts: readonly PartName[];
  readonly rounds: number;
  /** Fewer rounds and sizes, nothing cold: for continuous integration. */
  readonly isShort: boolean;
  /** Where the JSON goes; null for nowhere. */
  readonly json: string | null;
  /** Whether a ratio over its budget fails the command. */
  readonly fails: boolean;
  /** Whether docs/performance.md is written. */
  readonly writes: boolean;
}

const USUAL_ROUNDS = 5;
const SHORT_ROUNDS = 3;

const usage = `Usage: npm run bench -- [${partNames.join('] [')}] [--short] [--rounds N] [--json FILE] [--no-fail] [--write]`;

/** @throws SetUpError for words that are not known */
export function readOrder(args: readonly string[]): Order {
  const parts = new Set<PartName>();
  let rounds: number | undefined;
  let json: string | null = null;
  const switches = new Set<string>();
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] ?? '';
    const part = partNames.find((name) => name === word);
    if (part) parts.add(part);
    else if (word === '--rounds') {
      rounds = Number(args[++i]);
      if (!Number.isInteger(rounds) || rounds < 1) throw new SetUpError(`--rounds needs a number from 1. ${usage}`);
    } else if (word === '--json') {
      json = args[++i] ?? null;
      if (json === null) throw new SetUpError(`--json needs a file. ${usage}`);
    } else if (['--short', '--no-fail', '--write'].includes(word)) switches.add(word);
    else throw new SetUpError(`There is no "${word}" to measure. ${usage}`);
  }
  const isShort = switches.has('--short');
  return {
    parts: parts.size === 0 ? partNames : partNames.filter((name) => parts.has(name)),
    rounds: rounds ?? (isShort ? SHORT_ROUNDS : USUAL_ROUNDS),
    isShort,
    json,
    fails: !switches.has('--no-fail'),
    writes: switches.has('--write'),
  };
}
