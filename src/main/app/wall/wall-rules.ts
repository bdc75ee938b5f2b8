/**
 * What a wallboard shows next, and when: pure. A stop is shown once its data is there and its picture is whole; until then
 * what hangs there stays, however old it is. What does not come is passed over and tried again later, for ever.
 */

/** A workbook at a place, as the wall sees it. */
export interface WallStop {
  /** Of its tab. */
  readonly id: string;
  /**
   * `empty`: its workbook stands and no data of it has come. `failed`: it could not be loaded, or what it shows is over.
   */
  readonly state: 'asleep' | 'coming' | 'empty' | 'ready' | 'failed';
  /** Whether there is something to see in it that is no error, be it as old as it may. */
  readonly hasPicture: boolean;
  /** Newer data is on its way to it. */
  readonly isCatchingUp: boolean;
}

/** What the wall remembers from one step to the next. Instants are in milliseconds of `uptime`. */
export interface WallMemory {
  readonly shown: { readonly id: string; readonly since: number } | null;
  /** The stop that is made ready behind the one that is shown. */
  readonly prepared: {
    readonly id: string;
    readonly since: number;
    readonly picture: 'unknown' | 'asked' | 'whole';
  } | null;
  /** The stop after which the next one is looked for. */
  readonly after: string | null;
  readonly failed: Readonly<Record<string, { readonly times: number; readonly notBefore: number }>>;
}

export interface WallMoment {
  readonly now: number;
  /** How long each stop is shown. */
  readonly dwellMs: number;
  /** Whether the profile is signed in to, so that a workbook can be loaded. */
  readonly canLoad: boolean;
}

export type WallStep =
  | { readonly do: 'show' | 'prepare' | 'look-at-picture' | 'pass'; readonly id: string }
  /** @param inMs when to ask again at the latest; null: once something has changed */
  | { readonly do: 'wait'; readonly inMs: number | null };

export const newWall: WallMemory = { shown: null, prepared: null, after: null, failed: {} };

/** So long before its turn a stop is made ready: its data is to be new when it is shown. */
export const AHEAD_MS = 20_000;
/** A stop that is not ready after so long is passed over. A load that fails says so before. */
export const PREPARE_LIMIT_MS = 75_000;
/** A page with nothing to query says nothing of data. */
export const NO_DATA_MS = 15_000;
/** So long newer data is waited for, where there is older data already. */
export const CATCH_UP_MS = 30_000;

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/**
 * How long a stop that did not come is left alone, in milliseconds: longer each time up to five minutes, for ever.
 *
 * @param random from 0 (inclusive) to 1 (exclusive): the walls of a house are not to try together
 */
export const passPause = (failedBefore: number, random: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failedBefore, 16), LONGEST_PAUSE_MS) * (0.75 + 0.25 * random);

export function nextStep(wall: WallMemory, stops: readonly WallStop[], moment: WallMoment): WallStep {
  const shown = stops.find(({ id }) => id === wall.shown?.id);
  const isBlank = shown?.hasPicture !== true;
  const dueInMs = isBlank || !wall.shown ? 0 : wall.shown.since + moment.dwellMs - moment.now;
  const prepared = stops.find(({ id }) => id === wall.prepared?.id);
  const isThere = ({ state }: WallStop) => state === 'ready';
  const instead = isBlank && prepared && !isThere(prepared) ? stops.find(isThere) : undefined;
  if (instead) return { do: 'prepare', id: instead.id };
  if (prepared && wall.prepared) return stepOfPrepared(prepared, wall.prepared, { ...moment, dueInMs });

  const others = isBlank ? stops : stops.filter(({ id }) => id !== shown.id);
  if (others.length === 0) return { do: 'wait', inMs: null };
  if (dueInMs > AHEAD_MS) return { do: 'wait', inMs: dueInMs - AHEAD_MS };
  return stepToNext(wall, inOrderAfter(wall.after, stops, others), { ...moment, isBlank });
}

/** What becomes of the stop that is being made ready. */
function stepOfPrepared(
  stop: WallStop,
  prepared: NonNullable<WallMemory['prepared']>,
  { now, dueInMs }: { readonly now: number; readonly dueInMs: number },
): WallStep {
  const { id } = stop;
  const sinceMs = now - prepared.since;
  if (stop.state === 'failed' || sinceMs >= PREPARE_LIMIT_MS) return { do: 'pass', id };
  if (stop.state === 'empty' && sinceMs < NO_DATA_MS) return { do: 'wait', inMs: NO_DATA_MS - sinceMs };
  if (stop.state === 'asleep' || stop.state === 'coming') return { do: 'wait', inMs: PREPARE_LIMIT_MS - sinceMs };
  // What hangs there is older still, so that nothing is lost by a moment more.
  if (stop.isCatchingUp && sinceMs < CATCH_UP_MS) return { do: 'wait', inMs: CATCH_UP_MS - sinceMs };
  if (prepared.picture === 'unknown') return { do: 'look-at-picture', id };
  if (prepared.picture === 'asked') return { do: 'wait', inMs: PREPARE_LIMIT_MS - sinceMs };
  return dueInMs > 0 ? { do: 'wait', inMs: Math.min(dueInMs, PREPARE_LIMIT_MS - sinceMs) } : { do: 'show', id };
}

/** Where nothing is to be seen, what is there already comes first; else the order of the strip counts. */
function stepToNext(
  { failed }: WallMemory,
  candidates: readonly WallStop[],
  { now, canLoad, isBlank }: Pick<WallMoment, 'now' | 'canLoad'> & { readonly isBlank: boolean },
): WallStep {
  const possible = canLoad ? candidates : candidates.filter(({ state }) => state === 'ready');
  const pauseOf = ({ id }: WallStop) => Math.max(0, (failed[id]?.notBefore ?? 0) - now);
  const due = possible.filter((stop) => pauseOf(stop) === 0);
  const next = (isBlank && due.find(({ state }) => state === 'ready')) || due[0];
  if (next) return { do: 'prepare', id: next.id };
  return { do: 'wait', inMs: possible.length === 0 ? null : Math.min(...possible.map(pauseOf)) };
}

function inOrderAfter(after: string | null, stops: readonly WallStop[], others: readonly WallStop[]): WallStop[] {
  const at = stops.findIndex(({ id }) => id === after) + 1;
  return [...stops.slice(at), ...stops.slice(0, at)].filter((stop) => others.includes(stop));
}

/** What is remembered once a step is done. */
export function afterStep(wall: WallMemory, step: WallStep, now: number, random: number): WallMemory {
  if (step.do === 'wait') return wall;
  const { id } = step;
  if (step.do === 'prepare') return { ...wall, prepared: { id, since: now, picture: 'unknown' } };
  if (step.do === 'look-at-picture') {
    return { ...wall, prepared: wall.prepared && { ...wall.prepared, picture: 'asked' } };
  }
  const { [id]: before, ...others } = wall.failed;
  if (step.do === 'show') return { shown: { id, since: now }, prepared: null, after: id, failed: others };
  const times = (before?.times ?? 0) + 1;
  const notBefore = now + passPause(times - 1, random);
  return { ...wall, prepared: null, after: id, failed: { ...wall.failed, [id]: { times, notBefore } } };
}

/** The picture of the stop that is made ready is whole. */
export const withPicture = (wall: WallMemory, id: string): WallMemory =>
  wall.prepared?.id === id ? { ...wall, prepared: { ...wall.prepared, picture: 'whole' } } : wall;

/** What failed may work now: the network is back, or somebody signed in. */
export const withoutPauses = (wall: WallMemory): WallMemory => ({ ...wall, failed: {} });
