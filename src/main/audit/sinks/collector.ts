/**
 * A server of the organisation that is sent each line by https, several at once as JSON lines. It is tried again for ever,
 * ever more rarely. What waits in memory is bounded: the rest is read from the trail when its turn comes, also by a later run.
 */
import { waitAtMost } from '../../async/wait-at-most.ts';
import type { Fetch } from '../../net/fetch.ts';
import { post } from '../../net/post.ts';
import { type Outlet, type OutletLine, type OutletParts, waitAfter } from './sink.ts';

export interface CollectorOptions extends OutletParts {
  readonly url: string;
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The number of the last line that it took in an earlier run. */
  readonly delivered: number;
  /** What the trail holds behind that number, as many as are asked for, the oldest first. */
  backlog(after: number, most: number): Promise<readonly OutletLine[]>;
  /** It has everything up to this number. Never rejects. */
  onDelivered(seq: number): Promise<void>;
  readonly mostWaiting?: number;
}

const MOST_WAITING = 1_000;
const MOST_AT_ONCE = 200;
/** What happens within a moment goes in one request. */
const GATHERING_MS = 500;
const CLOSING_MS = 3_000;

export function createCollector(options: CollectorOptions): Outlet {
  const { random, setTimer, mostWaiting = MOST_WAITING } = options;
  const aborter = new AbortController();
  const waiting: OutletLine[] = [];
  /** The trail holds lines that are not among those that wait. At first nobody knows. */
  let isBehind = true;
  let { delivered } = options;
  let failures = 0;
  let dropped = 0;
  let problem: string | null = null;
  let stopTimer: (() => void) | null = null;
  let work: Promise<void> | null = null;
  let isClosed = false;

  /** What had no room, or an earlier run could not send, is read where it stands. */
  async function catchUp(): Promise<void> {
    isBehind = false;
    waiting.splice(0, waiting.length, ...(await options.backlog(delivered, mostWaiting)));
    // As many as were asked for: there may be more.
    if (waiting.length >= mostWaiting) isBehind = true;
    const [first] = waiting;
    // What the trail itself no longer has is lost for the collector.
    if (first && delivered > 0) dropped += Math.max(0, first.seq - delivered - 1);
  }

  async function run(): Promise<void> {
    while (!isClosed) {
      if (waiting.length === 0) {
        if (!isBehind) return;
        await catchUp();
      }
      const batch = waiting.slice(0, MOST_AT_ONCE);
      const last = batch.at(-1);
      if (!last) return;
      const refusal = await post(options, {
        contentType: 'application/x-ndjson',
        body: batch.map(({ line }) => `${line}\n`).join(''),
        signal: aborter.signal,
      });
      if (refusal) {
        failures += 1;
        problem = refusal.problem;
        return plan(Math.max(refusal.askedMs, waitAfter(failures, random())));
      }
      [failures, problem] = [0, null];
      waiting.splice(0, batch.length);
      delivered = last.seq;
      await options.onDelivered(delivered);
    }
  }

  function go(): void {
    stopTimer?.();
    stopTimer = null;
    work ??= run()
      .catch(() => {
        // The trail could not be read just now.
        isBehind = true;
        plan(waitAfter(1, random()));
      })
      .finally(() => {
        work = null;
        // One that came while the last answer was on its way.
        if (waiting.length > 0) plan(GATHERING_MS);
      });
  }

  function plan(waitMs: number): void {
    if (!isClosed) stopTimer ??= setTimer(go, waitMs);
  }

  return {
    take(line) {
      // Behind what has to be read first nothing may be put.
      if (isBehind || waiting.length >= mostWaiting) isBehind = true;
      else waiting.push(line);
      if (work === null) plan(GATHERING_MS);
    },
    view: () => ({ problem, waiting: waiting.length, dropped }),
    async close() {
      // A server that does not answer is not waited for: the next run goes on from where it is.
      if (failures === 0 && (waiting.length > 0 || isBehind)) go();
      if (work) await waitAtMost(CLOSING_MS, work);
      isClosed = true;
      stopTimer?.();
      aborter.abort();
    },
  };
}
