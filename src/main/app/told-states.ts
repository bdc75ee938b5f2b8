/** What each window has been told of its state, and what it is to be told next: only what is different. */
import { isDeepStrictEqual } from 'node:util';
import { events } from '../../shared/ipc/contract.ts';
import type { StateChange } from '../../shared/ipc/state-change.ts';
import type { AppState } from '../../shared/state.ts';
import {
  applyChange,
  type Differences,
  differences,
  keysOf,
  type ListChange,
  type ShownState,
} from '../../shared/state-change.ts';
import type { Caller } from '../ipc/router.ts';
import type { Log } from '../log/log.ts';
import type { StateFor } from './state.ts';

export interface ToldStates {
  /** All of it, for a window that asks. */
  whole(window: Caller): AppState;
  /**
   * What the window is to be told now, in order and as the contract has it; nothing until it has asked. From then on it
   * counts as told, whether it arrives or not: a window that misses something asks for the whole.
   */
  changes(window: Caller): StateChange[];
  windowClosed(windowId: string): void;
}

export interface ToldStatesOptions {
  readonly stateFor: StateFor;
  readonly log: Pick<Log, 'error'>;
  /** A window has something to be told. */
  onChange(): void;
}

interface Told {
  state: ShownState;
  /** Counts what was told to this window: the same number is the same state. */
  revision: number;
  /** Where something was that the contract does not allow, the last time. */
  faults: readonly string[];
  /** What an answer has told already, and no change yet: who asked need not be the only one who listens in a window. */
  pending: StateChange[];
}

export function createToldStates({ stateFor, log, onChange }: ToldStatesOptions): ToldStates {
  const told = new Map<string, Told>();

  /** From what was told last to what is so now; null when that is nothing. */
  function next(to: Told, { windowId, kind }: Caller): StateChange | null {
    const different = differences(to.state, stateFor(windowId, kind), isDeepStrictEqual);
    const { allowed, sent, faults } = different ? allowedOf(to.state, different) : nothing;
    // What is refused stays as it was, and is tried again at every change; said once is enough.
    if (faults.length > 0 && !isDeepStrictEqual(faults, to.faults)) log.error('window.state-refused', { faults });
    to.faults = faults;
    const state = allowed && applyChange(to.state, allowed);
    if (!state || !sent) return null;
    const follows = to.revision;
    to.state = state;
    to.revision += 1;
    return { ...sent, revision: to.revision, follows };
  }

  return {
    whole(window) {
      const to = told.get(window.windowId);
      if (!to) {
        const state = stateFor(window.windowId, window.kind);
        told.set(window.windowId, { state, revision: 1, faults: [], pending: [] });
        return { ...state, revision: 1 };
      }
      const change = next(to, window);
      if (change) {
        to.pending.push(change);
        onChange();
      }
      return { ...to.state, revision: to.revision };
    },
    changes(window) {
      const to = told.get(window.windowId);
      if (!to) return [];
      const change = next(to, window);
      const all = change ? [...to.pending, change] : to.pending;
      to.pending = [];
      return all;
    },
    windowClosed: (windowId) => void told.delete(windowId),
  };
}

type Path = readonly PropertyKey[];

interface Allowed {
  /** What of a change has the shape of the contract. */
  readonly allowed: Differences | null;
  /** The same as it goes out: with nothing that the contract does not name. */
  readonly sent: StateChange | null;
  /** The places of what has not that shape, without values. */
  readonly faults: readonly string[];
}

const nothing: Allowed = { allowed: null, sent: null, faults: [] };

function allowedOf(state: ShownState, change: Differences): Allowed {
  const check = (one: Differences) => events['state.changed'].safeParse({ ...one, revision: 0, follows: 0 });
  const checked = check(change);
  if (checked.success) return { allowed: change, sent: checked.data, faults: [] };
  const paths: Path[] = checked.error.issues.map(({ path }) => path);
  const rest: Differences = { window: {}, ...leaveOut(change, paths, keysOf(state)) };
  const isLeft = Object.keys(rest).length > 1 || Object.keys(rest.window).length > 0;
  const sent = isLeft ? (check(rest).data ?? null) : null;
  return { allowed: sent && rest, sent, faults: paths.map((path) => path.join('.')) };
}

/** Leaves out what lies at these places: of a list one item, of the window one part, and else a part as a whole. */
function leaveOut(parts: object, paths: readonly Path[], keys: ReturnType<typeof keysOf>): object {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parts)) {
    const inside = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    const known = keys[name as keyof typeof keys];
    const left =
      inside.length === 0
        ? value
        : name === 'window'
          ? leaveOut(value, inside, keys)
          : known && leaveOutItems(value, inside, known);
    if (left) kept[name] = left;
  }
  return kept;
}

/** An item that was there before stays as it was; one that is new is not there yet. Null when nothing is left. */
function leaveOutItems(
  { order, changed }: ListChange<unknown>,
  paths: readonly Path[],
  known: readonly string[],
): ListChange<unknown> | null {
  const isRefused = (index: number) => paths.some(([list, at]) => list === 'changed' && at === index);
  const refused = changed.filter((_item, index) => isRefused(index)).map(([key]) => key);
  const left = changed.filter((_item, index) => !isRefused(index));
  const newOrder = order?.filter((key) => known.includes(key) || !refused.includes(key)) ?? null;
  const isSameOrder = newOrder === null || isDeepStrictEqual(newOrder, known);
  return left.length === 0 && isSameOrder ? null : { order: isSameOrder ? null : newOrder, changed: left };
}
