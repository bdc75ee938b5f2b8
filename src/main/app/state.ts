/** The state that windows are sent, put together from the parts of the features. */
import type { ProgramState, WindowState } from '../../shared/state.ts';
import type { ShownState } from '../../shared/state-change.ts';

/** The part of each feature; together they are the whole, or it does not compile. */
export interface StateParts {
  sharedState(): ProgramState;
  windowState(windowId: string): Omit<WindowState, 'windowId' | 'kind'>;
}

/**
 * What a window is to show now. What is told is compared with what was told before, first by identity: a feature puts a new
 * value in the place of an old one, and changes nothing inside of it.
 */
export type StateFor = (windowId: string, kind: WindowState['kind']) => ShownState;

export const createStateSource =
  (parts: StateParts): StateFor =>
  (windowId, kind) => ({
    ...parts.sharedState(),
    window: { windowId, kind, ...parts.windowState(windowId) },
  });
