/** On what was measured: figures of two computers, or of a busy one, are not to be compared. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { root } from '../paths.mjs';

export interface Machine {
  readonly date: string;
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  /** Programs that wanted the processor, as a mean of the last minute, at the start of the run. */
  readonly load: number;
  readonly electron: string;
  readonly node: string;
}

/** What Node calls itself in a package without a version is of no interest; the runtime says it. @param electron path */
export function describeMachine(electron: string): Machine {
  const [first] = cpus();
  return {
    date: new Date().toISOString(),
    commit: commit(),
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    load: loadavg()[0] ?? Number.NaN,
    electron: versionOf(electron),
    node: process.versions.node,
  };
}

/** Half a program for each two cores is noise already. */
const MOST_LOAD_PER_CORE = 0.25;

/** A sentence for who would believe the figures of a busy computer; null for a quiet one. */
export function warningOf({ load, cores }: Pick<Machine, 'load' | 'cores'>): string | null {
  if (!(load > cores * MOST_LOAD_PER_CORE)) return null;
  return `THIS COMPUTER IS BUSY (load ${load.toFixed(2)} on ${cores} cores): do not believe these figures, and keep none.`;
}

function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ', with changes');
  } catch {
    return 'unknown';
  }
}

function versionOf(electron: string): string {
  try {
    const script = 'process.stdout.write(process.versions.electron)';
    const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    return execFileSync(electron, ['-e', script], { encoding: 'utf8', env: environment });
  } catch {
    return 'unknown';
  }
}
