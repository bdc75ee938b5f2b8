/** What commands see of this window, and how the palette has done what was chosen. */
import { useCallback } from 'react';
import type { Situation } from '../../shared/commands.ts';
import { useApp } from '../context/app-context.tsx';
import type { PlaceDeed } from '../model/places.ts';

export function useSituation(): Situation {
  const { state, view, pane } = useApp();
  return { state, view: view.kind, pane: view.kind === 'home' ? pane : null };
}

export function useDeed(): (deed: PlaceDeed) => void {
  const { bridge, ask, goToWorkbook } = useApp();
  return useCallback(
    (deed: PlaceDeed) => {
      if (deed.do === 'type') return;
      if (deed.do === 'follow') {
        void ask(() => bridge.links.paste({ text: deed.text }));
        return;
      }
      if (deed.do === 'say') {
        void ask(() => bridge.panes.command({ paneId: deed.paneId, command: deed.command }));
        return;
      }
      const { id, argument } = deed;
      if (id === 'openWorkbook' && argument !== undefined) void goToWorkbook(argument);
      else void ask(() => bridge.commands.run({ id, ...(argument !== undefined && { argument }) }));
    },
    [bridge, ask, goToWorkbook],
  );
}
