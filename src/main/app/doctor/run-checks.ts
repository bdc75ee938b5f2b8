/**
 * Runs checks: those that need one another in order, the others at the same time, each within its limit, until all are over
 * or the run is stopped. It knows nothing of what they look at.
 */
import { type CheckId, type CheckResult, type CheckView, finding } from '../../../shared/checks.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Timers } from '../../async/timers.ts';
import { untilAborted } from '../../async/until-aborted.ts';
import { failedWith, unknown, wrong } from './check.ts';

/** One check of one connection, or of the whole. */
export interface PlannedCheck {
  readonly check: CheckId;
  readonly connection: number | null;
  readonly needs: readonly CheckId[];
  /** Left out: nothing. */
  readonly unless?: readonly CheckId[];
  readonly after: readonly CheckId[];
  readonly limitMs: number;
  /** Whether it asks this computer alone, so that nothing on the way to a server can hold the answer back. */
  readonly isLocal?: boolean;
  run(signal: AbortSignal): Promise<CheckResult>;
}

export interface RunOptions extends Timers {
  readonly planned: readonly PlannedCheck[];
  /** Stops the run: what is not over becomes skipped. */
  readonly signal: AbortSignal;
  /** Called whenever one begins or ends, with all of them in the order in which they were planned. */
  onProgress(views: readonly CheckView[]): void;
  /** How many may run at the same time. */
  readonly most?: number;
}

const MOST_AT_ONCE = 6;

/** Resolves with all of them, each with a result. Never rejects. */
export async function runChecks({ planned, signal, onProgress, setTimer, most = MOST_AT_ONCE }: RunOptions) {
  const states = planned.map((): { state: CheckView['state']; result: CheckResult | null } => ({
    state: 'waiting',
    result: null,
  }));
  const running = new Set<Promise<void>>();
  const views = (): CheckView[] =>
    planned.map(({ check, connection }, index) => ({
      check,
      connection,
      ...(states[index] ?? { state: 'waiting', result: null }),
    }));

  /** The places of what a check waits for: of its own connection and of the whole; of the whole, those of every one. */
  const placesOf = ({ connection }: PlannedCheck, ids: readonly CheckId[]): number[] =>
    planned.flatMap((other, index) =>
      ids.includes(other.check) && (connection === null || other.connection === null || other.connection === connection)
        ? index
        : [],
    );

  function end(index: number, result: CheckResult): void {
    states[index] = { state: 'done', result };
    onProgress(views());
  }

  /** Begins what can begin; skips what no longer can. @returns whether anything changed */
  function advance(): boolean {
    let changed = false;
    for (const [index, plan] of planned.entries()) {
      if (states[index]?.state !== 'waiting') continue;
      const { needs, unless = [], after } = plan;
      const awaited = placesOf(plan, [...needs, ...unless, ...after]);
      if (awaited.some((place) => states[place]?.state !== 'done')) continue;
      const missing =
        placesOf(plan, unless).find((place) => states[place]?.result?.outcome === 'failed') ??
        placesOf(plan, needs).find((place) => !isEnough(states[place]?.result));
      if (missing !== undefined) end(index, unknown(finding('needs', { check: planned[missing]?.check ?? '' })));
      else if (running.size >= most) continue;
      else begin(index, plan);
      changed = true;
    }
    return changed;
  }

  function begin(index: number, plan: PlannedCheck): void {
    states[index] = { state: 'running', result: null };
    onProgress(views());
    const work = outcomeOf(plan, signal, setTimer).then((result) => {
      running.delete(work);
      if (!signal.aborted) end(index, result);
    });
    running.add(work);
  }

  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  while (!signal.aborted) {
    while (advance());
    if (running.size === 0) break;
    await Promise.race([...running, stopped]);
  }
  for (const [index, { state }] of states.entries()) {
    if (state !== 'done') states[index] = { state: 'done', result: unknown(finding('cancelled')) };
  }
  return views();
}

/** What others may build on. */
const isEnough = (result: CheckResult | null | undefined): boolean =>
  result?.outcome === 'ok' || result?.outcome === 'warning';

async function outcomeOf(
  { run, limitMs, isLocal = false }: PlannedCheck,
  stop: AbortSignal,
  setTimer: Timers['setTimer'],
): Promise<CheckResult> {
  const limit = new AbortController();
  const stopTimer = setTimer(() => limit.abort(), limitMs);
  const signal = AbortSignal.any([stop, limit.signal]);
  try {
    // One that does not heed its signal is left behind.
    return await untilAborted(run(signal), signal);
  } catch (error) {
    if (limit.signal.aborted) {
      return wrong('it', finding(isLocal ? 'too_slow_here' : 'too_slow', { duration: String(limitMs) }));
    }
    if (error instanceof AppError) return failedWith(error, null);
    return wrong('person', finding('unforeseen', { kind: error instanceof Error ? error.name : typeof error }));
  } finally {
    stopTimer();
  }
}
