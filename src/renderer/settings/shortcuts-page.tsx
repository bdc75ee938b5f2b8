/** All commands with the keys of this platform, by menu, and the way to other keys. */

import { Fragment, useState } from 'react';
import { Button } from 'react-aria-components';
import { mayChooseKeys, withoutMnemonic } from '../../shared/commands.ts';
import { format } from '../../shared/text/format.ts';
import { EditIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { type Shortcut, shortcutsOf } from '../model/shortcut-list.ts';
import { KeyChoice } from './key-choice.tsx';
import { ResetAll } from './reset-all.tsx';
import { SearchField } from './search-field.tsx';

export function ShortcutsPage() {
  const text = useText();
  const words = text.shortcuts;
  const { state } = useApp();
  const [query, setQuery] = useState('');
  /** The command whose keys are being chosen. */
  const [edited, setEdited] = useState<string | null>(null);
  const groups = shortcutsOf(state, query, text);
  const count = groups.reduce((sum, { shortcuts }) => sum + shortcuts.length, 0);
  return (
    <div className="settings-body">
      <div className="shortcuts-head">
        <SearchField
          label={words.search}
          query={query}
          onChange={setQuery}
          count={count}
          found={words.found}
          none={words.none}
        />
        <ResetAllKeys />
      </div>
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
              <Row
                key={shortcut.id}
                shortcut={shortcut}
                isEdited={edited === shortcut.id}
                onEdit={() => setEdited(shortcut.id)}
                onDone={() => setEdited((now) => (now === shortcut.id ? null : now))}
              />
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

interface RowProps {
  readonly shortcut: Shortcut;
  readonly isEdited: boolean;
  onEdit(): void;
  onDone(): void;
}

function Row({ shortcut, isEdited, onEdit, onDone }: RowProps) {
  const words = useText().shortcuts;
  const { bridge, state, ask, announce } = useApp();
  const { id, title, keys } = shortcut;
  const reset = async () => {
    const answer = await ask(() => bridge.shortcuts.reset({ id }));
    if (answer.ok) announce(format(words.wasReset, { command: title }));
  };
  return (
    <tr data-testid={`shortcut-${id}`} data-chosen={Object.hasOwn(state.chosenKeys, id) || undefined}>
      <th scope="row">{title}</th>
      <td>
        {isEdited ? (
          <KeyChoice id={id} title={title} onDone={onDone} />
        ) : (
          <span className="shortcut-keys">
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
            {Object.hasOwn(state.chosenKeys, id) && (
              <Button
                className="button shortcut-button"
                data-variant="quiet"
                data-testid="reset-keys"
                aria-label={format(words.resetOne, { command: title })}
                onPress={() => void reset()}
              >
                {words.reset}
              </Button>
            )}
            {mayChooseKeys(id) && (
              <Button
                className="icon-button shortcut-edit"
                data-testid="edit-keys"
                aria-label={format(words.edit, { command: title })}
                onPress={onEdit}
              >
                <EditIcon size={14} />
              </Button>
            )}
          </span>
        )}
      </td>
    </tr>
  );
}

function ResetAllKeys() {
  const words = useText().shortcuts;
  const { bridge, state } = useApp();
  return (
    <ResetAll
      words={words}
      testId="reset-all-keys"
      hasChosen={Object.keys(state.chosenKeys).length > 0}
      reset={() => bridge.shortcuts.reset({ id: null })}
    />
  );
}
