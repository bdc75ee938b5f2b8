/** Memory and processor time of a program with all its processes, as Linux counts them in /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Ticks of the processor so far, and those of the children that it has seen end. */
  readonly ticks: number;
}

/** Linux tells processes a tick of 10 ms, whatever it counts in itself (`USER_HZ`, sysconf(3)). */
const TICKS_PER_SECOND = 100;

/** Reads `/proc/<pid>/stat` (proc_pid_stat(5)); undefined when it is of another shape. */
export function readStat(text: string): ProcessEntry | undefined {
  // The name of the program, in parentheses, may hold anything.
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  const at = (field: number) => Number(fields[field - 3]);
  const entry = {
    pid: Number.parseInt(text, 10),
    parent: at(4),
    group: at(5),
    ticks: at(14) + at(15) + at(16) + at(17),
  };
  return end > 0 && Object.values(entry).every(Number.isFinite) ? entry : undefined;
}

/** The proportional share of memory in `/proc/<pid>/smaps_rollup`, in kB; undefined when it is not told. */
export function readPss(text: string): number | undefined {
  const found = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** A process, all that came from it, and what shares their group: a zygote's children have it for a parent. */
export function treeOf(entries: readonly ProcessEntry[], root: number): ProcessEntry[] {
  const found = new Set<number>([root]);
  for (;;) {
    const before = found.size;
    for (const { pid, parent, group } of entries) if (found.has(parent) || group === root) found.add(pid);
    if (found.size === before) return entries.filter(({ pid }) => found.has(pid));
  }
}

/** A process may end while it is looked at. */
function readOf(pid: string | number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function everything(): ProcessEntry[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readStat(readOf(name, 'stat')) ?? []) : []));
}

/** Seconds of processor time that the program has used until now. */
export function cpuSecondsOf(root: number): number {
  return treeOf(everything(), root).reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
}

/** Memory of the program in MB: what its processes share with others is counted to each in its proportion (PSS). */
export function memoryOf(root: number): number {
  const kilobytes = treeOf(everything(), root).map(({ pid }) => readPss(readOf(pid, 'smaps_rollup')) ?? 0);
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** The number of processes. */
export function countOf(root: number): number {
  return treeOf(everything(), root).length;
}
