/** All commands with the keys of this platform, by menu. */
import { Fragment, useState } from 'react';
import { withoutMnemonic } from '../../shared/commands.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { type Shortcut, shortcutsOf } from '../model/shortcut-list.ts';
import { SearchField } from './search-field.tsx';

export function ShortcutsPage() {
  const text = useText();
  const words = text.shortcuts;
  const { platform } = useApp().state;
  const [query, setQuery] = useState('');
  const groups = shortcutsOf(platform, query, text);
  const count = groups.reduce((sum, { shortcuts }) => sum + shortcuts.length, 0);
  return (
    <div className="settings-body">
      <SearchField
        label={words.search}
        query={query}
        onChange={setQuery}
        count={count}
        found={words.found}
        none={words.none}
      />
      {groups.map(({ menu, shortcuts }) => (
        <table key={menu} className="shortcuts">
          <caption>{withoutMnemonic(text.menu[menu])}</caption>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{words.command}</th>
              <th scope="col">{words.keys}</th>
            </tr>
          </thead>
          <tbody>
            {shortcuts.map((shortcut) => (
              <Row key={shortcut.id} shortcut={shortcut} />
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

function Row({ shortcut: { id, title, keys } }: { shortcut: Shortcut }) {
  const words = useText().shortcuts;
  return (
    <tr data-testid={`shortcut-${id}`}>
      <th scope="row">{title}</th>
      <td>
        {keys.length === 0 && <span className="muted">{words.noKeys}</span>}
        {keys.map((names, index) => (
          <Fragment key={names.join(' ')}>
            {index > 0 && <span className="muted"> {words.or} </span>}
            <kbd className="palette-kbd" translate="no">
              {names.map((name) => (
                <span key={name}>{name}</span>
              ))}
            </kbd>
          </Fragment>
        ))}
      </td>
    </tr>
  );
}
