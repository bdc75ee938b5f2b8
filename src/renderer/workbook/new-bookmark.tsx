/** Makes a bookmark of what is on screen. It is there once Sigma says so, and not before. */
import { type FormEvent, useEffect, useState } from 'react';
import { Button, Checkbox, Input, Label, TextField } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { CheckIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useCommand } from './use-command.ts';

/** As long as main waits before it says that nothing came of it. */
const PATIENCE_MS = 10_000;

export function NewBookmark({ pane }: { pane: PaneView }) {
  const { bookmarks: texts } = useText().inside;
  const { announce } = useApp();
  const send = useCommand(pane.paneId);
  const [name, setName] = useState('');
  const [isDefault, setDefault] = useState(false);
  const [isShared, setShared] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const isThere = asked !== null && pane.contents.bookmarks.some((bookmark) => bookmark.name === asked);

  useEffect(() => {
    if (asked === null) return;
    if (isThere) {
      announce(format(texts.saved, { bookmark: asked }));
      setAsked(null);
      return;
    }
    const timer = setTimeout(() => setAsked(null), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [asked, isThere, announce, texts.saved]);

  const create = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    send({ type: 'workbook:bookmark:create', name: wanted, isDefault, isShared });
    setAsked(wanted);
    setName('');
    setDefault(false);
    setShared(false);
  };
  return (
    <form className="inside-form" onSubmit={create} aria-label={texts.create}>
      <TextField className="field" value={name} onChange={setName} maxLength={200} autoComplete="off">
        <Label>{texts.create}</Label>
        <Input className="input" placeholder={texts.namePlaceholder} data-testid="bookmark-name" />
      </TextField>
      <Choice isSelected={isDefault} onChange={setDefault} label={texts.openByDefault} />
      <Choice isSelected={isShared} onChange={setShared} label={texts.share} />
      <div>
        <Button
          className="button"
          data-variant="secondary"
          type="submit"
          data-testid="create-bookmark"
          isDisabled={name.trim() === ''}
        >
          {texts.save}
        </Button>
      </div>
      {asked !== null && !isThere && <p className="help">{format(texts.asked, { bookmark: asked })}</p>}
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
