/** How the palette has done what was chosen. */
import { useCallback } from 'react';
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import type { PlaceDeed } from '../model/places.ts';
import { valueText, wordsOf } from '../model/settings-list.ts';

export function useDeed(): (deed: PlaceDeed) => void {
  const { bridge, ask, announce, goToWorkbook, seekSetting } = useApp();
  const text = useText();
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
      if (deed.do === 'seek') {
        seekSetting(deed.id);
        void ask(() => bridge.commands.run({ id: 'openSettings' }));
        return;
      }
      if (deed.do === 'turn') {
        const { id, value } = deed;
        void ask(() => bridge.settings.set({ id, value })).then(({ ok }) => {
          // It may change nothing that is before the person.
          if (ok)
            announce(
              format(text.palette.control, { control: wordsOf(id, text).title, value: valueText(id, value, text) }),
            );
        });
        return;
      }
      const { id, argument } = deed;
      if (id === 'openWorkbook' && argument !== undefined) void goToWorkbook(argument);
      else void ask(() => bridge.commands.run({ id, ...(argument !== undefined && { argument }) }));
    },
    [bridge, ask, announce, goToWorkbook, seekSetting, text],
  );
}
