/** The state that windows are sent, put together from the parts of the features. */
import type { AppState, ProgramState, WindowState } from '../../shared/state.ts';

/** The part of each feature; together they are the whole, or it does not compile. */
export interface StateParts {
  sharedState(): ProgramState;
  windowState(windowId: string): Omit<WindowState, 'windowId' | 'kind'>;
}

export interface StateSource {
  /** What a window is to show now. */
  stateFor(windowId: string, kind: WindowState['kind']): AppState;
  /** Something in the state is different. */
  changed(): void;
}

export function createStateSource(parts: StateParts, onChange: () => void): StateSource {
  let revision = 0;
  return {
    stateFor: (windowId, kind) => ({
      revision,
      ...parts.sharedState(),
      window: { windowId, kind, ...parts.windowState(windowId) },
    }),
    changed() {
      revision += 1;
      onChange();
    },
  };
}
