/** The controls of the workbook, to be read and set, for those who hide Sigma's own. */
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Input, Label, SearchField, TextField } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { useText } from '../context/text-context.tsx';
import { shownControls } from '../model/inside.ts';
import { useCommand } from './use-command.ts';

/** With fewer, all of them are in sight. */
const MOST_WITHOUT_SEARCH = 8;
/** So long a value that was entered stays in its field while the workbook has not said what it made of it. */
const PATIENCE_MS = 5_000;

export function ControlsTab({ pane }: { pane: PaneView }) {
  const text = useText();
  const texts = text.inside.controls;
  const send = useCommand(pane.paneId);
  const [search, setSearch] = useState('');
  const { controls } = pane.place;
  const count = Object.keys(controls).length;
  const shown = shownControls(controls, search, text.locale);
  if (count === 0) return <p className="inside-empty">{texts.none}</p>;
  return (
    <>
      {count > MOST_WITHOUT_SEARCH && (
        <SearchField className="field inside-search" value={search} onChange={setSearch} aria-label={texts.search}>
          <Input className="input" placeholder={texts.search} data-testid="search-controls" />
        </SearchField>
      )}
      <div className="inside-fields" data-testid="controls">
        {shown.map(({ id, value }) => (
          <ControlField
            key={id}
            id={id}
            value={value}
            onApply={(entered) => send({ type: 'workbook:variables:update', variables: { [id]: entered } })}
          />
        ))}
        {shown.length === 0 && <p className="help">{format(texts.notFound, { search })}</p>}
      </div>
      <p className="help inside-note">{texts.help}</p>
    </>
  );
}

interface ControlFieldProps {
  readonly id: string;
  readonly value: string;
  onApply(value: string): void;
}

/** What is being typed stays, whatever the workbook reports meanwhile; what it reports last is what is true. */
function ControlField({ id, value, onApply }: ControlFieldProps) {
  const texts = useText().inside.controls;
  const [draft, setDraft] = useState<string | null>(null);
  const [sent, setSent] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another value is the workbook's answer
  useEffect(() => setSent(null), [value]);
  useEffect(() => {
    if (sent === null) return;
    const timer = setTimeout(() => setSent(null), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [sent]);

  const apply = () => {
    if (draft !== null && draft !== value) {
      setSent(draft);
      onApply(draft);
    }
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The key that ends the input of a word in another script is none of ours.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') apply();
    if (event.key !== 'Escape' || draft === null) return;
    event.preventDefault();
    setDraft(null);
  };
  return (
    <TextField
      className="field"
      data-control={id}
      value={draft ?? sent ?? value}
      onChange={setDraft}
      onBlur={apply}
      onKeyDown={onKeyDown}
      autoComplete="off"
      spellCheck="false"
    >
      <Label>
        <bdi translate="no">{id}</bdi>
      </Label>
      <Input className="input" placeholder={texts.noValue} />
    </TextField>
  );
}
