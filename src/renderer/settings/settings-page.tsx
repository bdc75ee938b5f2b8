/** All settings by group: an outline, a search, and each of them with its reset. What is chosen counts at once. */

import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { SettingGroup } from '../../shared/settings.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { foundSettings } from '../model/settings-list.ts';
import { ResetAll } from './reset-all.tsx';
import { SearchField } from './search-field.tsx';
import { SettingRow } from './setting-row.tsx';

export function SettingsPage() {
  const text = useText();
  const words = text.settings;
  const { state, soughtSetting, seekSetting } = useApp();
  const body = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const headings = useRef(new Map<SettingGroup, HTMLHeadingElement>());
  const groups = foundSettings(state.settings, query, text);
  const count = groups.reduce((sum, { settings }) => sum + settings.length, 0);

  useEffect(() => {
    if (soughtSetting === null) return;
    setQuery('');
    // What gave way to the settings gives the focus back in the next frame; so this is the one after.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const row = body.current?.querySelector<HTMLElement>(`[data-testid="setting-${soughtSetting}"]`);
        if (row) showRow(row);
        seekSetting(null);
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [soughtSetting, seekSetting]);

  const goTo = (group: SettingGroup) => {
    const heading = headings.current.get(group);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  };
  return (
    <div className="settings">
      <nav className="settings-outline" aria-label={words.outline}>
        <ul>
          {groups.map(({ group }) => (
            <li key={group}>
              <Button className="outline-item" data-testid={`outline-${group}`} onPress={() => goTo(group)}>
                {words.groups[group]}
              </Button>
            </li>
          ))}
        </ul>
        <ResetAllSettings />
      </nav>
      <div className="settings-body" ref={body}>
        <SearchField
          label={words.search}
          query={query}
          onChange={setQuery}
          count={count}
          found={words.found}
          none={words.none}
        />
        {groups.map(({ group, settings }) => (
          <section key={group} className="settings-group" aria-labelledby={`settings-${group}`}>
            <h3
              id={`settings-${group}`}
              tabIndex={-1}
              ref={(heading) => {
                if (heading) headings.current.set(group, heading);
                else headings.current.delete(group);
              }}
            >
              {words.groups[group]}
            </h3>
            {settings.map((setting) => (
              <SettingRow key={setting.id} setting={setting} />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}

/** In sight, with the focus on what is chosen in it; on itself where somebody else has decided. */
function showRow(row: HTMLElement): void {
  row.scrollIntoView({ block: 'center' });
  const control = row.querySelector<HTMLElement>('input:checked, input, select') ?? row;
  if (control === row) row.tabIndex = -1;
  control.focus({ preventScroll: true });
  row.dataset.sought = 'true';
}

function ResetAllSettings() {
  const words = useText().settings;
  const { bridge, state } = useApp();
  return (
    <ResetAll
      words={words}
      testId="reset-all"
      hasChosen={state.settings.some(({ setBy }) => setBy === 'person')}
      reset={() => bridge.settings.reset({ id: null })}
    />
  );
}
