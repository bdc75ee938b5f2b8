/** Runs a wallboard: asks the rules what is next, has it done, and looks again when something changes or a time has come. */
import type { Log } from '../../log/log.ts';
import {
  afterStep,
  newWall,
  nextStep,
  type WallMemory,
  type WallStep,
  type WallStop,
  withoutPauses,
  withPicture,
} from './wall-rules.ts';

export interface WallRunOptions {
  /** The stop that is before the people already; null where there is none to begin with. */
  readonly first: string | null;
  /** In the order in which they are shown. */
  stops(): readonly WallStop[];
  /** How long a stop is shown. */
  dwellMs(id: string): number;
  canLoad(): boolean;
  /** Loads a stop behind what is shown, or tries again where that failed; null: nothing is made ready any more. */
  prepare(id: string | null): void;
  /** Puts a stop before the people; it is ready. */
  show(id: string): void;
  /** Calls `then` once, when what a stop shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(id: string, then: () => void): void;
  setTimer(action: () => void, delayMs: number): () => void;
  uptime(): number;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  readonly log: Pick<Log, 'warn'>;
}

export interface WallRun {
  readonly memory: () => WallMemory;
  /** Something is different: looks soon, once for all that happened meanwhile. */
  changed(): void;
  /** What failed is tried again now. */
  tryAgain(): void;
  stop(): void;
}

/** Many changes come in one burst, and none of them is to be acted on in the middle of what made it. */
const SOON_MS = 50;
/** Steps that follow one another at once; more would be a circle. */
const MOST_STEPS = 8;

export function createWallRun(options: WallRunOptions): WallRun {
  const { uptime, log } = options;
  const { first } = options;
  let wall: WallMemory = first === null ? newWall : { ...newWall, shown: { id: first, since: uptime() }, after: first };
  let stopTimer = () => {};
  let isSoon = false;
  let isOver = false;
  let couldLoad = options.canLoad();

  function soon(): void {
    if (isSoon || isOver) return;
    stopTimer();
    isSoon = true;
    stopTimer = options.setTimer(look, SOON_MS);
  }

  function act(step: Exclude<WallStep, { do: 'wait' }>): void {
    if (step.do === 'prepare') options.prepare(step.id);
    if (step.do === 'show') {
      options.show(step.id);
      options.prepare(null);
    }
    if (step.do === 'pass') {
      log.warn('wall.stop-passed', { times: wall.failed[step.id]?.times ?? 0 });
      options.prepare(null);
    }
    if (step.do !== 'look-at-picture') return;
    options.whenPictureIsWhole(step.id, () => {
      wall = withPicture(wall, step.id);
      soon();
    });
  }

  function look(): void {
    isSoon = false;
    if (isOver) return;
    const canLoad = options.canLoad();
    // Somebody signed in: what failed before says nothing about now.
    if (canLoad && !couldLoad) wall = withoutPauses(wall);
    couldLoad = canLoad;
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const moment = { now: uptime(), dwellMs: wall.shown ? options.dwellMs(wall.shown.id) : 0, canLoad };
      const step = nextStep(wall, options.stops(), moment);
      if (step.do === 'wait') {
        // What was done has already asked for another look.
        if (isSoon) return;
        stopTimer();
        if (step.inMs !== null) stopTimer = options.setTimer(look, Math.max(step.inMs, SOON_MS));
        return;
      }
      wall = afterStep(wall, step, moment.now, options.random());
      act(step);
    }
    soon();
  }

  soon();
  return {
    memory: () => wall,
    changed: soon,
    tryAgain() {
      wall = withoutPauses(wall);
      soon();
    },
    stop() {
      isOver = true;
      stopTimer();
    },
  };
}
