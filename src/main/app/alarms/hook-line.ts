/** What waits to be told to a hook, in order and bounded, told one after the other. */

import type { Timers } from '../../async/timers.ts';
import { waitAtMost } from '../../async/wait-at-most.ts';
import { waitAfter } from '../../audit/sinks/sink.ts';
import type { OutletView } from '../status/program-status.ts';
import type { HookDocument } from './hook-document.ts';

export interface Hook {
  /** Takes a document and returns at once. */
  take(document: HookDocument): void;
  view(): OutletView;
  /** Gives what waits a last, short chance. Never rejects. */
  close(): Promise<void>;
}

export interface HookAnswer {
  /** Null: it was taken. */
  readonly problem: string | null;
  /** When to try the same one again, in milliseconds at the least; null: not again. */
  readonly againInMs: number | null;
}

export interface HookLineOptions extends Timers {
  /** Tells one. Never rejects. */
  tell(body: string, signal: AbortSignal): Promise<HookAnswer>;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  readonly mostWaiting?: number;
}

/** An alarm that is told hours later helps nobody, so that there is no need for many. */
const MOST_WAITING = 50;
const CLOSING_MS = 3_000;

export function createHookLine(options: HookLineOptions): Hook {
  const { tell, random, setTimer, mostWaiting = MOST_WAITING } = options;
  const aborter = new AbortController();
  const waiting: HookDocument[] = [];
  let failures = 0;
  let dropped = 0;
  let problem: string | null = null;
  let stopTimer: (() => void) | null = null;
  let work: Promise<void> | null = null;
  let isClosed = false;

  async function run(): Promise<void> {
    for (let next = waiting[0]; next && !isClosed; next = waiting[0]) {
      const answer = await tell(JSON.stringify(next), aborter.signal);
      problem = answer.problem;
      if (answer.againInMs !== null) {
        failures += 1;
        plan(Math.max(answer.againInMs, waitAfter(failures, random())));
        return;
      }
      failures = 0;
      if (answer.problem !== null) dropped += 1;
      // What had no room may have gone in its place meanwhile.
      if (waiting[0] === next) waiting.shift();
    }
  }

  function go(): void {
    stopTimer?.();
    stopTimer = null;
    work ??= run().finally(() => {
      work = null;
      if (waiting.length > 0 && !stopTimer && !isClosed) go();
    });
  }

  function plan(waitMs: number): void {
    if (!isClosed) stopTimer ??= setTimer(go, waitMs);
  }

  return {
    take(document) {
      if (isClosed) return;
      waiting.push(document);
      if (waiting.length > mostWaiting) {
        // The newest says most about how it is now.
        waiting.shift();
        dropped += 1;
      }
      if (!stopTimer) go();
    },
    view: () => ({ waiting: waiting.length, dropped, problem }),
    async close() {
      if (work) await waitAtMost(CLOSING_MS, work);
      isClosed = true;
      stopTimer?.();
      aborter.abort();
    },
  };
}
