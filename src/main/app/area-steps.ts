/** Which way a person goes between the areas of a window by key (F6): the window itself knows its areas. */
import type { WindowState } from '../../shared/state.ts';

export type AreaStep = 1 | -1;

export interface AreaSteps {
  readonly handlers: Record<never, never>;
  sharedState(): Record<never, never>;
  windowState(windowId: string): Pick<WindowState, 'areaSteps'>;
  /** To the next area of a window, or to the one before. */
  move(windowId: string, step: AreaStep): void;
  windowClosed(windowId: string): void;
}

/** A sum, so that no press is lost where two come before the window is told. */
export function createAreaSteps(onChange: () => void): AreaSteps {
  const steps = new Map<string, number>();
  return {
    handlers: {},
    sharedState: () => ({}),
    windowState: (windowId) => ({ areaSteps: steps.get(windowId) ?? 0 }),
    move(windowId, step) {
      steps.set(windowId, (steps.get(windowId) ?? 0) + step);
      onChange();
    },
    windowClosed: (windowId) => void steps.delete(windowId),
  };
}
