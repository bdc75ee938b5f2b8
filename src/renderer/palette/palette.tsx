/** The palette: one field, and below it everything that can be gone to or done, the best first. */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { format, plural } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useSituation } from '../context/use-situation.ts';
import { createFinder } from '../model/finding.ts';
import { type Place, pastedAddress, placesOf, typedControl } from '../model/places.ts';
import type { SeenValues } from '../model/seen-values.ts';
import { Choice } from './choice.tsx';
import { useDeed } from './use-deed.ts';

/** More are not looked through by eye; typing on is faster. */
const MOST_SHOWN = 50;

interface PaletteProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly seen: SeenValues;
}

export function Palette({ isOpen, onClose, seen }: PaletteProps) {
  return (
    <ModalOverlay
      className="modal-overlay palette-overlay"
      isOpen={isOpen}
      onOpenChange={(next) => !next && onClose()}
      isDismissable
    >
      <Modal className="modal palette">
        <Dialog className="palette-dialog" data-testid="palette">
          <Search onClose={onClose} seen={seen} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A combobox by the ARIA Authoring Practices: the focus stays in the field, which says which choice is meant. */
function Search({ onClose, seen }: Omit<PaletteProps, 'isOpen'>) {
  const text = useText();
  const { announce } = useApp();
  const now = useSituation();
  const perform = useDeed();
  const list = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  // What was there when it was opened: a list that moves under the finger is chosen from wrongly.
  const [finder] = useState(() => createFinder(placesOf(now, text, seen)));
  const found = useMemo(() => {
    const pasted = pastedAddress(query, text);
    if (pasted) return [pasted];
    const typed = typedControl(query, now.pane, text);
    const all = finder.find(query);
    return typed ? [typed, ...all.filter(({ title }) => title !== typed.title)] : all;
  }, [query, finder, now.pane, text]);
  const shown = found.slice(0, MOST_SHOWN);
  const option = (index: number) => `${list}-${index}`;
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, chosen]);
  const count = found.length;
  useEffect(() => {
    if (query !== '') announce(format(plural(text.palette.count, count, text.locale), { count }));
  }, [query, count, announce, text]);

  const type = (words: string) => {
    setQuery(words);
    setChosen(0);
  };
  const choose = (place: Place) => {
    if (place.deed.do === 'type') {
      type(place.deed.words);
      field.current?.focus();
      return;
    }
    onClose();
    perform(place.deed);
  };
  const step = (by: number) => setChosen((before) => (before + by + shown.length) % Math.max(shown.length, 1));
  const onKeyDown = (event: KeyboardEvent) => {
    // The key that ends the input of a word in another script is none of ours.
    if (event.nativeEvent.isComposing) return;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => setChosen(Math.min(chosen + 8, shown.length - 1)),
      PageUp: () => setChosen(Math.max(chosen - 8, 0)),
      Enter() {
        const place = shown[chosen];
        if (place) choose(place);
      },
    };
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };

  const rest = found.length - shown.length;
  return (
    <>
      <Heading slot="title" level={2} className="visually-hidden">
        {text.palette.title}
      </Heading>
      <input
        ref={field}
        className="palette-field"
        data-testid="palette-field"
        // biome-ignore lint/a11y/noAutofocus: it is what the person has asked for
        autoFocus
        role="combobox"
        aria-label={text.palette.title}
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? option(chosen) : undefined}
        placeholder={text.palette.placeholder}
        autoComplete="off"
        spellCheck="false"
        dir="auto"
        value={query}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div id={list} role="listbox" aria-label={text.palette.results} className="palette-results">
        {shown.map((place, index) => (
          <Choice
            key={place.key}
            id={option(index)}
            place={place}
            marks={finder.marksOf(query, place)}
            isChosen={index === chosen}
            onPoint={() => setChosen(index)}
            onChoose={() => choose(place)}
          />
        ))}
      </div>
      {shown.length === 0 && (
        <p className="palette-none" data-testid="palette-none">
          {format(text.palette.none, { search: query })}
        </p>
      )}
      {rest > 0 && (
        <p className="palette-rest">{format(plural(text.palette.more, rest, text.locale), { count: rest })}</p>
      )}
      <p className="palette-keys" aria-hidden="true">
        {text.palette.keys}
      </p>
    </>
  );
}
