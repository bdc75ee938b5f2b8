/** Holds for each window where it is and what was entered there, in case its page is lost. Nothing of it is written. */
import { isDeepStrictEqual } from 'node:util';
import type { KeptWindow } from '../../shared/kept.ts';
import type { Feature } from './feature.ts';

/** So often the same is given back. A page that is lost each time is lost by it. */
const MOST_RETURNS = 2;

export interface KeptWindows extends Feature<'windows.keep' | 'windows.kept'> {
  /** What the window entered is saved. A page that is lost before it hears so would save it a second time. */
  saved(windowId: string): void;
  /** A new window begins at the start page, whatever would open there by itself. */
  beginsAtStart(windowId: string): void;
  /** Where the person is in a window. */
  viewOf(windowId: string): KeptWindow['view']['kind'];
}

/** @param onChange a person has gone elsewhere in a window */
export function createKeptWindows(onChange: () => void = () => {}): KeptWindows {
  const views = new Map<string, KeptWindow['view']['kind']>();
  const held = new Map<string, { readonly kept: KeptWindow; returns: number }>();
  return {
    handlers: {
      'windows.keep': ({ kept }, { windowId }) => {
        const isElsewhere = (views.get(windowId) ?? 'home') !== kept.view.kind;
        views.set(windowId, kept.view.kind);
        if (isElsewhere) onChange();
        // A page that was given it says the same again, which does not make it better.
        if (!isDeepStrictEqual(held.get(windowId)?.kept, kept)) held.set(windowId, { kept, returns: 0 });
      },
      'windows.kept': (_input, { windowId }) => {
        const own = held.get(windowId);
        if (!own) return null;
        own.returns += 1;
        if (own.returns <= MOST_RETURNS) return own.kept;
        held.delete(windowId);
        views.delete(windowId);
        return null;
      },
    },
    sharedState: () => ({}),
    windowState: () => ({}),
    windowClosed(windowId) {
      held.delete(windowId);
      views.delete(windowId);
    },
    beginsAtStart(windowId) {
      views.set(windowId, 'start');
      const kept: KeptWindow = { view: { kind: 'start', profileId: null }, before: 'home', form: null };
      held.set(windowId, { kept, returns: 0 });
    },
    viewOf: (windowId) => views.get(windowId) ?? 'home',
    saved: (windowId) => void held.delete(windowId),
  };
}
