/** What commands see of this window. */
import type { Situation } from '../../shared/commands.ts';
import { useApp } from './app-context.tsx';

export function useSituation(): Situation {
  const { state, view, pane } = useApp();
  return { state, view: view.kind, pane: view.kind === 'home' ? pane : null };
}
