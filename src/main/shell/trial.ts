/**
 * The first start of a version that came as an update. Until its program is there and its first window painted it is on
 * trial: what came before it is kept, and when it does not start twice in a row, that is put back. See docs/decisions/0041.
 *
 * All of it is synchronous and small: it has to work when nothing else does.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../shared/zod.ts';
import { FETCHED_FOLDER } from './package-kind.ts';

const Attempt = z.object({
  /** Which run of the computer it was in. */
  boot: z.string().max(100),
  /** `unknown`: it began, and nothing more was heard of it. */
  outcome: z.enum(['unknown', 'failed']),
});

const Record = z.object({
  /** The version before, and the one that is on trial. */
  from: z.string().max(64),
  to: z.string().max(64),
  /** What puts the version before in place again: a file of the private folder; null where there is none. */
  kept: z.object({ file: z.string().regex(/^\w[\w.+-]*$/), sha512: z.string().max(100) }).nullable(),
  attempts: z.array(Attempt).max(16),
});
export type TrialRecord = z.output<typeof Record>;

const Outcome = z.object({ from: z.string().max(64), to: z.string().max(64) });
/** What the operating system said, such as ENOSPC. */
const Failure = z.object({ systemCode: z.string().max(60) });

export interface TrialOptions {
  /** Ours alone. */
  readonly folder: string;
  /** The version that runs. */
  readonly version: string;
  /** Which run of the computer this is. */
  readonly boot: string;
}

export interface Trial {
  /** What is to be put back now, before anything else; null when this start is to go on. */
  readonly verdict: TrialRecord | null;
  /** The program is there, and its first window painted or its page loaded: the version stays. */
  proven(): void;
  /** It cannot start, and ends for that. */
  failed(): void;
  /** It was ended by a person or by the system before it had a window, which says nothing about it. */
  ended(): void;
}

const TRIAL_FILE = 'trial.json';
const OUTCOME_FILE = 'rolled-back.json';
const FAILURE_FILE = 'not-installed.json';

/** Two starts that failed for certain. */
const ENOUGH = 4;

/**
 * How much an earlier start says against a version. One that just vanished in an earlier run of the computer may have gone
 * with it: power fails, batteries are empty. So that counts half.
 */
function weightOf({ boot, outcome }: z.output<typeof Attempt>, presentBoot: string): number {
  return outcome === 'failed' || boot === presentBoot ? 2 : 1;
}

/** Begins a start: it counts from here on, until something is heard of how it went. */
export function beginTrial({ folder, version, boot }: TrialOptions): Trial {
  const inert: Trial = { verdict: null, proven: () => {}, failed: () => {}, ended: () => {} };
  const record = readRecord(folder);
  if (record === null) return inert;
  if (record.to !== version) {
    // Somebody installed something else since, or the update was never put in place.
    removeTrial(folder);
    if (record.from !== version) removeKept(folder, record);
    return inert;
  }
  const against = record.attempts.reduce((sum, attempt) => sum + weightOf(attempt, boot), 0);
  if (against >= ENOUGH && record.kept !== null) return { ...inert, verdict: record };
  const earlier = record.attempts.slice(-8);
  const write = (attempts: TrialRecord['attempts']) => void writeRecord(folder, { ...record, attempts });
  write([...earlier, { boot, outcome: 'unknown' }]);
  let isOpen = true;
  const once = (action: () => void) => () => {
    if (isOpen) action();
    isOpen = false;
  };
  return {
    verdict: null,
    proven: once(() => {
      removeTrial(folder);
      removeKept(folder, record);
      // What was fetched is in place now.
      remove(join(folder, FETCHED_FOLDER, 'pending'));
    }),
    failed: once(() => write([...earlier, { boot, outcome: 'failed' }])),
    ended: once(() => write(earlier)),
  };
}

/** A new version is about to be put in place. Throws what the operating system said. */
export const expectTrial = (folder: string, record: Omit<TrialRecord, 'attempts'>): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!writeRecord(folder, { ...record, attempts: [] })) throw new Error('The trial could not be written.');
};

export const removeTrial = (folder: string): void => remove(join(folder, TRIAL_FILE));

/** Says to the version that is put back what happened. */
export function tellOutcome(folder: string, outcome: z.output<typeof Outcome>): void {
  writeFileSync(join(folder, OUTCOME_FILE), JSON.stringify(outcome), { mode: 0o600 });
}

/** What was put back before this start, until it is forgotten; null when nothing was, or something else is installed since. */
export function readOutcome(folder: string, version: string): z.output<typeof Outcome> | null {
  const outcome = read(join(folder, OUTCOME_FILE), Outcome);
  return outcome?.to === version ? outcome : null;
}

export const forgetOutcome = (folder: string): void => remove(join(folder, OUTCOME_FILE));

/** Says to the next start that an update could not be put in place: nobody sees anything of this one any more. */
export function tellFailure(folder: string, failure: z.output<typeof Failure>): void {
  try {
    writeFileSync(join(folder, FAILURE_FILE), JSON.stringify(failure), { mode: 0o600 });
  } catch {
    // As on a disk without room: then the log alone says it.
  }
}

/** What went wrong when an update was to be put in place at the end of the last run; told once. */
export function takeFailure(folder: string): z.output<typeof Failure> | null {
  const path = join(folder, FAILURE_FILE);
  const failure = read(path, Failure);
  remove(path);
  return failure;
}

function removeKept(folder: string, { kept }: TrialRecord): void {
  if (kept === null) return;
  remove(join(folder, kept.file));
  remove(join(folder, `${kept.file}.sha512`));
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // A disk that may only be read, a file that another program holds: it must not keep the program from starting.
  }
}

const readRecord = (folder: string): TrialRecord | null => read(join(folder, TRIAL_FILE), Record);

function read<Shape extends z.ZodType>(path: string, shape: Shape): z.output<Shape> | null {
  try {
    return shape.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    // It is not there, nearly always; and what cannot be read says nothing against anybody.
    return null;
  }
}

/** A count that cannot be written must not keep the program from starting. @returns whether it was written */
function writeRecord(folder: string, record: TrialRecord): boolean {
  const path = join(folder, TRIAL_FILE);
  try {
    writeFileSync(`${path}.partial`, JSON.stringify(record), { mode: 0o600, flush: true });
    renameSync(`${path}.partial`, path);
    return true;
  } catch {
    return false;
  }
}
