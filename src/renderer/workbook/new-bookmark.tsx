/** Makes a bookmark of what is on screen. It is there once Sigma says so, and not before. */
import { type FormEvent, useEffect, useState } from 'react';
import { Button, Checkbox, Input, Label, TextField } from 'react-aria-components';
import { shownName } from '../../shared/profile/visible-text.ts';
import type { PaneView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { CheckIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useCommand } from './use-command.ts';

/** As long as main waits before it says that nothing came of it. */
const PATIENCE_MS = 10_000;

interface Entry {
  readonly name: string;
  readonly isDefault: boolean;
  readonly isShared: boolean;
}

const nothing: Entry = { name: '', isDefault: false, isShared: false };

export function NewBookmark({ pane }: { pane: PaneView }) {
  const { bookmarks: texts } = useText().inside;
  const { announce } = useApp();
  const send = useCommand(pane.paneId);
  const { bookmarks } = pane.contents;
  const [entry, setEntry] = useState(nothing);
  const change = (patch: Partial<Entry>) => setEntry((before) => ({ ...before, ...patch }));
  /** What was asked for, and the ids that were there before: another bookmark may have that name already. */
  const [asked, setAsked] = useState<(Entry & { readonly known: ReadonlySet<string> }) | null>(null);
  const isThere =
    asked !== null && bookmarks.some(({ id, name }) => name === shownName(asked.name) && !asked.known.has(id));

  useEffect(() => {
    if (asked === null) return;
    if (isThere) {
      announce(format(texts.saved, { bookmark: asked.name }));
      setAsked(null);
      return;
    }
    const timer = setTimeout(() => {
      const { known: _known, ...wanted } = asked;
      // Nobody has to write it again; what they are writing by now stays.
      setEntry((present) => (present.name === '' ? wanted : present));
      setAsked(null);
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [asked, isThere, announce, texts.saved]);

  const create = (event: FormEvent) => {
    event.preventDefault();
    const wanted = { ...entry, name: entry.name.trim() };
    if (wanted.name === '') return;
    send({ type: 'workbook:bookmark:create', ...wanted });
    setAsked({ ...wanted, known: new Set(bookmarks.map(({ id }) => id)) });
    setEntry(nothing);
  };
  return (
    <form className="inside-form" onSubmit={create} aria-label={texts.create}>
      <TextField
        className="field"
        value={entry.name}
        onChange={(name) => change({ name })}
        maxLength={200}
        autoComplete="off"
      >
        <Label>{texts.create}</Label>
        <Input className="input" placeholder={texts.namePlaceholder} data-testid="bookmark-name" />
      </TextField>
      <Choice
        isSelected={entry.isDefault}
        onChange={(isDefault) => change({ isDefault })}
        label={texts.openByDefault}
      />
      <Choice isSelected={entry.isShared} onChange={(isShared) => change({ isShared })} label={texts.share} />
      <div>
        <Button
          className="button"
          data-variant="secondary"
          type="submit"
          data-testid="create-bookmark"
          isDisabled={entry.name.trim() === ''}
        >
          {texts.save}
        </Button>
      </div>
      {asked !== null && !isThere && <p className="help">{format(texts.asked, { bookmark: asked.name })}</p>}
    </form>
  );
}

function Choice({ label, ...props }: { label: string; isSelected: boolean; onChange: (is: boolean) => void }) {
  return (
    <Checkbox className="checkbox" {...props}>
      <span className="checkbox-box" aria-hidden="true">
        {props.isSelected && <CheckIcon size={12} />}
      </span>
      {label}
    </Checkbox>
  );
}
