/** The actions of a workbook's author that its window shows: a few, for a while, and one of each name. */
import type { ShownAction } from '../../shared/sigma/pane-parts.ts';

/** More cards than this at once hide the workbook. */
const MOST = 3;
/** Long enough to be noticed and read. */
const SHOWN_MS = 20_000;

export interface ShownActions {
  /** One of the same name takes the place of the one before, and counts. */
  show(action: Pick<ShownAction, 'name' | 'values' | 'outcome'>): void;
  dismiss(actionId: string): void;
  all(): ShownAction[];
  stop(): void;
}

export interface ShownActionsOptions {
  onChange(): void;
  randomUuid(): string;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

export function createShownActions({ onChange, randomUuid, setTimer }: ShownActionsOptions): ShownActions {
  let actions: readonly ShownAction[] = [];
  const stops = new Map<string, () => void>();

  function remove(actionId: string): void {
    stops.get(actionId)?.();
    stops.delete(actionId);
    actions = actions.filter(({ id }) => id !== actionId);
  }

  function dismiss(actionId: string): void {
    if (!stops.has(actionId)) return;
    remove(actionId);
    onChange();
  }

  return {
    show(action) {
      const same = actions.find(({ name, outcome }) => name === action.name && outcome === action.outcome);
      const id = same?.id ?? randomUuid();
      remove(id);
      for (const surplus of actions.slice(0, Math.max(0, actions.length + 1 - MOST))) remove(surplus.id);
      actions = [...actions, { ...action, id, times: (same?.times ?? 0) + 1 }];
      const stop = setTimer(() => dismiss(id), SHOWN_MS);
      stops.set(id, stop);
      onChange();
    },
    dismiss,
    all: () => [...actions],
    stop() {
      for (const stop of stops.values()) stop();
    },
  };
}
