/**
 * What waits to be delivered to somebody, in order and bounded. What is refused for now is tried again for ever, ever more
 * rarely. What it is, how it is delivered, and where it is kept over a restart, is passed in.
 */
import type { Timers } from './timers.ts';
import { waitAtMost } from './wait-at-most.ts';

export interface Delivery {
  /** Why it was not taken, as a code. Null: it was. */
  readonly problem: string | null;
  /** When to try the same again, in milliseconds at the least; null: not again. */
  readonly againInMs: number | null;
}

export interface DeliveryQueueOptions<Item> extends Timers {
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** So many wait in memory. */
  readonly mostWaiting: number;
  readonly mostAtOnce: number;
  /** What comes within so many milliseconds goes together. */
  readonly gatheringMs: number;
  /** Never rejects. */
  deliver(items: readonly Item[], signal: AbortSignal): Promise<Delivery>;
  /**
   * What waits elsewhere, the oldest first, so that nothing is lost for want of room. Left out: where there is no room, the
   * oldest goes and is counted. A rejection is tried again.
   */
  backlog?(most: number): Promise<readonly Item[]>;
  /** What waited when the last run ended. */
  readonly first?: readonly Item[];
  /** Keeps what waits for the next run. Never rejects. */
  keep?(waiting: readonly Item[]): Promise<void>;
  /** What was begun is not kept: after a crash nobody knows how it ended, and it is not begun a second time. */
  readonly isBegunOnce?: boolean;
  /** These need not be delivered any more. Never rejects. */
  onDone?(items: readonly Item[]): Promise<void>;
}

export interface DeliveryQueue<Item> {
  /** Takes one and returns at once. */
  take(item: Item): void;
  /** Goes on with what waits from the last run. */
  begin(): void;
  /** There is more in the backlog than was told. */
  missed(): void;
  view(): { readonly waiting: number; readonly dropped: number; readonly problem: string | null };
  /** Gives what waits a last, short chance. Never rejects. */
  close(): Promise<void>;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const CLOSING_MS = 3_000;

/** How long to wait after so many failures in a row: longer each time, and never all at the same moment. */
export const waitAfter = (failures: number, random: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20)) * (0.75 + 0.5 * random);

export function createDeliveryQueue<Item>(options: DeliveryQueueOptions<Item>): DeliveryQueue<Item> {
  const { random, mostWaiting, mostAtOnce, backlog, isBegunOnce = false, keep = nothing, onDone = nothing } = options;
  const waiting: Item[] = [...(options.first ?? [])].slice(-mostWaiting);
  /** The backlog holds what is not among those that wait. At first nobody knows. */
  let isBehind = backlog !== undefined;
  let isReading = false;
  /** What the last run left waits until this one is ready for it. */
  let hasBegun = backlog !== undefined;
  let failures = 0;
  let dropped = 0;
  let problem: string | null = null;
  /** Under way, and not to be begun again. */
  let begun: readonly Item[] = [];
  const keepAll = (): Promise<void> => keep(waiting.filter((item) => !begun.includes(item)));
  const turns = createTurns(options, run, () => waiting.length > 0);

  async function run(): Promise<void> {
    while (!turns.isClosed()) {
      if (waiting.length === 0 && isBehind && backlog) await catchUp(backlog);
      const batch = waiting.slice(0, mostAtOnce);
      if (batch.length === 0 || (isBegunOnce && !(await canBegin(batch)))) return;
      const answer = await options.deliver(batch, turns.signal);
      problem = answer.problem;
      begun = [];
      if (answer.againInMs !== null) {
        failures += 1;
        return turns.plan(Math.max(answer.againInMs, waitAfter(failures, random())));
      }
      failures = 0;
      if (problem !== null) dropped += batch.length;
      // What had no room may have gone in its place meanwhile.
      for (const item of batch) if (waiting[0] === item) waiting.shift();
      await keepAll();
      await onDone(batch);
    }
  }

  /** What had no room, or an earlier run could not deliver, is read where it stands. */
  async function catchUp(read: NonNullable<typeof backlog>): Promise<void> {
    [isBehind, isReading] = [false, true];
    try {
      waiting.push(...(await read(mostWaiting)));
      // As many as were asked for: there may be more.
      isBehind ||= waiting.length >= mostWaiting;
    } catch {
      // It could not be read just now.
      isBehind = true;
      turns.plan(waitAfter(1, random()));
    }
    isReading = false;
  }

  /** Takes it out of what is kept, before anything is done with it. @returns false: the end has come meanwhile */
  async function canBegin(batch: readonly Item[]): Promise<boolean> {
    begun = batch;
    await keepAll();
    if (!turns.isClosed()) return true;
    begun = [];
    await keepAll();
    return false;
  }

  return {
    take(item) {
      if (turns.isClosed()) return;
      hasBegun = true;
      // Behind what has to be read first nothing may be put.
      if (backlog && (isBehind || isReading || waiting.length >= mostWaiting)) isBehind = true;
      else waiting.push(item);
      if (waiting.length > mostWaiting) {
        // The newest says most about how it is now.
        waiting.shift();
        dropped += 1;
      }
      void keepAll();
      turns.soon();
    },
    begin() {
      hasBegun = true;
      if (waiting.length > 0) turns.soon();
    },
    missed() {
      isBehind = backlog !== undefined;
    },
    view: () => ({ waiting: waiting.length, dropped, problem }),
    // Who does not answer is not waited for: the next run goes on from where it is.
    close: () => turns.close(hasBegun && failures === 0 && (waiting.length > 0 || isBehind)),
  };
}

/** When the work of a queue is done: one run at a time, at once or after a while, until the end. */
function createTurns(
  { setTimer, gatheringMs }: Pick<DeliveryQueueOptions<never>, 'setTimer' | 'gatheringMs'>,
  run: () => Promise<void>,
  hasMore: () => boolean,
) {
  const aborter = new AbortController();
  let stopTimer: (() => void) | null = null;
  let work: Promise<void> | null = null;
  let isClosed = false;

  function go(): void {
    stopTimer?.();
    stopTimer = null;
    // Not in this turn: what a run begins with may ask for another one.
    work ??= Promise.resolve()
      .then(run)
      .finally(() => {
        work = null;
        // One that came while the last answer was on its way.
        if (hasMore()) soon();
      });
  }

  function plan(waitMs: number): void {
    if (!isClosed) stopTimer ??= setTimer(go, waitMs);
  }

  function soon(): void {
    if (work || stopTimer || isClosed) return;
    if (gatheringMs > 0) plan(gatheringMs);
    else go();
  }

  return {
    plan,
    soon,
    signal: aborter.signal,
    isClosed: () => isClosed,
    /** @param isTried whether there is something to be done yet */
    async close(isTried: boolean): Promise<void> {
      if (isTried) go();
      if (work) await waitAtMost(CLOSING_MS, work);
      isClosed = true;
      stopTimer?.();
      aborter.abort();
    },
  };
}

const nothing = async (): Promise<void> => undefined;
