/**
 * The audit trail of a run: takes what happened, and returns at once. Records are written in their order, behind the work.
 * Where the disk does not take them they wait in memory, and what is too much for that is counted: nothing stops for it.
 */
import type { AuditEventName } from '../../shared/audit.ts';
import { systemCodeOf } from '../../shared/errors.ts';
import type { Timers } from '../async/timers.ts';
import { type AuditInput, dataOf, type Tell } from './events.ts';
import type { FoundHead, Head } from './head.ts';
import { type TrailLimits, usualLimits } from './retention.ts';
import { openWriter, type TrailWriter, type WriterOptions } from './trail-writer.ts';
import { createWaitingLine } from './waiting-line.ts';

/** Where the head of the trail is kept. */
export interface HeadKeeper {
  read(): Promise<{ readonly found: FoundHead; readonly hadKey: boolean }>;
  /** Resolves when it is kept. @returns false where it cannot be sealed for now, and nothing is kept */
  write(head: Head): Promise<boolean>;
}

export interface TrailOptions extends Timers, Omit<WriterOptions, 'limits' | 'onWritten'> {
  readonly heads: HeadKeeper;
  readonly limits?: TrailLimits;
  /** So many records wait in memory at most. */
  readonly mostWaiting?: number;
  readonly onWritten?: WriterOptions['onWritten'];
  /** It cannot be written, with what the system said, or it can again: null. Told once for each change. */
  onProblem(code: string | null): void;
}

export interface Trail {
  readonly tell: Tell;
  /** Looks at what has become too old. */
  prune(): void;
  /** Resolves when everything that was told is written, or cannot be for now. */
  settled(): Promise<void>;
  /** The head as this run knows it; null as long as nothing was read or written. */
  head(): Head | null;
  /** As `settled`, and keeps the head. */
  close(): Promise<void>;
}

const MOST_WAITING = 10_000;
const RETRY_MS = 15_000;
/** Many things happen within a second; the head is kept once for all of them. */
const HEAD_MS = 1_000;

export function createTrail(options: TrailOptions): Trail {
  const { now, setTimer, onProblem, heads, mostWaiting = MOST_WAITING } = options;
  const waiting = createWaitingLine(mostWaiting);
  let writer: TrailWriter | null = null;
  let work: Promise<void> | null = null;
  let wantsPruning = true;
  let problem: string | null = null;
  let stopRetry = (): void => undefined;
  let stopHead: (() => void) | null = null;

  function say(code: string | null): void {
    if (code === problem) return;
    problem = code;
    onProblem(code);
  }

  async function drain(): Promise<void> {
    try {
      // What is told in the same turn goes out in one go.
      await Promise.resolve();
      writer ??= await open(options);
      for (let next = waiting.first(); next; next = waiting.first()) {
        await writer.write(next);
        waiting.shift();
      }
      if (wantsPruning) {
        wantsPruning = false;
        await writer.prune(heads.write);
      }
      // Where it was the head that could not be kept, that is what has to work again.
      if (problem !== null) await heads.write(writer.head());
      say(null);
      stopHead ??= setTimer(() => void keepHead(), HEAD_MS);
    } catch (error) {
      say(systemCodeOf(error));
      stopRetry = setTimer(go, RETRY_MS);
    } finally {
      work = null;
      if (waiting.first() && problem === null) go();
    }
  }

  function go(): void {
    stopRetry();
    work ??= drain();
  }

  async function keepHead(): Promise<void> {
    stopHead?.();
    stopHead = null;
    try {
      if (writer) await heads.write(writer.head());
    } catch (error) {
      say(systemCodeOf(error));
      stopRetry = setTimer(go, RETRY_MS);
    }
  }

  function tell<Name extends AuditEventName>(event: Name, data: AuditInput<Name>): void {
    waiting.add({ at: now(), event, data: dataOf(event, data) }, problem ?? 'busy');
    // In a back-off the timer is what tries again.
    if (problem === null) go();
  }

  const settled = async (): Promise<void> => {
    while (work) await work;
  };
  return {
    tell,
    prune() {
      wantsPruning = true;
      if (problem === null) go();
    },
    settled,
    head: () => writer?.head() ?? null,
    async close() {
      // One last try, also in a back-off.
      if (waiting.first()) go();
      await settled();
      stopRetry();
      await keepHead();
      stopRetry();
      await writer?.close();
    },
  };
}

async function open(options: TrailOptions): Promise<TrailWriter> {
  const { found, hadKey } = await options.heads.read();
  const { limits = usualLimits, onWritten = () => undefined } = options;
  return openWriter({ ...options, limits, onWritten }, found, hadKey);
}
