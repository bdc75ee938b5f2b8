/** Who held the thread: reads a profile of the processor as V8 writes it (Chrome DevTools Protocol, `Profiler.Profile`). Pure. */

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** From 0. */
  readonly lineNumber: number;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}

export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** The node that ran at each look. */
  readonly samples: readonly number[];
  /** Microseconds before each look. */
  readonly timeDeltas: readonly number[];
}

export interface Holder {
  /** A function with its file and line. */
  readonly name: string;
  /** In the function itself, in milliseconds. */
  readonly ms: number;
}

export interface Hold {
  readonly ms: number;
  /** What ran at the bottom of it most, such as the handler of an event. */
  readonly entry: string;
  /** Those that took most of it in themselves, the first most. */
  readonly holders: readonly Holder[];
}

/** What V8 calls the time in which nothing of the program runs. */
const REST = new Set(['(idle)', '(program)', '(root)']);
const MOST_HOLDERS = 5;

/** The longest time in which the thread ran without a rest; null where it never ran. */
export function longestHold({ nodes, samples, timeDeltas }: CpuProfile): Hold | null {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const rests = (id: number) => REST.has(byId.get(id)?.callFrame.functionName ?? '(idle)');
  let longest = { ms: 0, from: 0, end: 0 };
  let run = { ms: 0, from: 0 };
  for (const [index, sample] of samples.entries()) {
    // A sample tells what ran from then on, until the next one.
    const ms = (timeDeltas[index + 1] ?? 0) / 1_000;
    if (rests(sample)) run = { ms: 0, from: index + 1 };
    else {
      run.ms += ms;
      if (run.ms > longest.ms) longest = { ...run, end: index + 1 };
    }
  }
  if (longest.ms === 0) return null;

  const own = new Map<string, number>();
  const entries = new Map<string, number>();
  for (let index = longest.from; index < longest.end; index += 1) {
    const ms = (timeDeltas[index + 1] ?? 0) / 1_000;
    let id = samples[index] ?? 0;
    addTo(own, nameOf(byId.get(id)?.callFrame), ms);
    for (let above = parents.get(id); above !== undefined && !rests(above); above = parents.get(above)) id = above;
    addTo(entries, nameOf(byId.get(id)?.callFrame), ms);
  }
  return { ms: longest.ms, entry: largest(entries)[0]?.name ?? '', holders: largest(own).slice(0, MOST_HOLDERS) };
}

const addTo = (sums: Map<string, number>, name: string, ms: number) => sums.set(name, (sums.get(name) ?? 0) + ms);

const largest = (sums: ReadonlyMap<string, number>): Holder[] =>
  [...sums].map(([name, ms]) => ({ name, ms })).toSorted((one, other) => other.ms - one.ms);

function nameOf(frame: CallFrame | undefined): string {
  if (!frame) return '(unknown)';
  const { functionName, url, lineNumber } = frame;
  const file = url.split('/').slice(-2).join('/');
  return `${functionName || '(anonymous)'}${file && ` ${file}:${lineNumber + 1}`}`;
}

export function holdSentence({ ms, entry, holders }: Hold): string {
  const parts = holders.map(({ name, ms: own }) => `${name} (${own.toFixed(1)} ms)`);
  return `${ms.toFixed(1)} ms in ${entry}: ${parts.join(', ')}`;
}
