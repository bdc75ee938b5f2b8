/** Other keys for a command: they are pressed, and what is in their way is told. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { acceleratorOf, canonical, type KeyRefusal, keyRefusal } from '../../shared/accelerator.ts';
import { type CommandId, keysOf, ownerOf } from '../../shared/commands.ts';
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { keyNames } from '../model/key-names.ts';
import { titleOf } from '../model/shortcut-list.ts';

interface KeyChoiceProps {
  readonly id: CommandId;
  readonly title: string;
  onDone(): void;
}

interface Pressed {
  readonly keys: string;
  readonly refusal: KeyRefusal | null;
  /** Who has them. */
  readonly owner: CommandId | null;
}

export function KeyChoice({ id, title, onDone }: KeyChoiceProps) {
  const text = useText();
  const words = text.shortcuts;
  const { bridge, state, ask, announce } = useApp();
  const { platform, chosenKeys } = state;
  const [pressed, setPressed] = useState<Pressed | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const part = useRef<HTMLSpanElement>(null);
  const row = useRef<Element | null>(null);
  useEffect(() => {
    row.current = part.current?.closest('tr') ?? null;
    field.current?.focus();
  }, []);

  const written = (keys: string) => keyNames(keys, platform).join(' ');
  const done = () => {
    onDone();
    // Its button is back in the next frame.
    requestAnimationFrame(() => row.current?.querySelector<HTMLElement>('[data-testid="edit-keys"]')?.focus());
  };
  const choose = async (keys: string) => {
    const answer = await ask(() => bridge.shortcuts.set({ id, keys }));
    if (answer.ok) {
      announce(format(keys === '' ? words.changedNone : words.changed, { command: title, keys: written(keys) }));
    }
    done();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isBare = !event.ctrlKey && !event.altKey && !event.metaKey;
    // The way on by the keyboard stays free.
    if (event.key === 'Tab' && isBare) return;
    // Neither the menu bar nor the dialog gets it: it is looked at here.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape' && isBare) return done();
    const keys = acceleratorOf(event, platform);
    if (keys === null) return;
    if (event.key === 'Enter' && isBare && pressed?.owner) return void choose(pressed.keys);
    const refusal = keyRefusal(keys, platform);
    const found = refusal === null ? ownerOf(keys, platform, chosenKeys) : null;
    const owner = found === id ? null : found;
    setPressed({ keys, refusal, owner });
    if (refusal !== null || owner !== null) return;
    const isOwn = keysOf(id, platform, chosenKeys).every(
      (one) => canonical(one, platform) === canonical(keys, platform),
    );
    if (found === id && isOwn) done();
    else void choose(keys);
  };
  const primary = keyNames('CmdOrCtrl', platform).join('');
  return (
    <span className="key-choice" ref={part} data-testid="key-choice">
      <span className="key-choice-line">
        <input
          ref={field}
          className="input key-field"
          aria-label={format(words.press, { command: title })}
          placeholder={words.waiting}
          value={pressed ? written(pressed.keys) : ''}
          readOnly
          data-testid="key-field"
          onKeyDown={onKeyDown}
        />
        <Button className="button" data-variant="quiet" data-testid="no-keys" onPress={() => void choose('')}>
          {words.noneChosen}
        </Button>
        <Button className="button" data-variant="quiet" data-testid="cancel-keys" onPress={done}>
          {words.cancel}
        </Button>
      </span>
      <span className="key-choice-told" role="alert">
        {pressed?.refusal && <span>{format(words.refused[pressed.refusal], { primary })}</span>}
        {pressed?.owner && <span>{format(words.owned, { command: titleOf(pressed.owner, text) })}</span>}
      </span>
      {pressed?.owner && (
        <Button
          className="button"
          data-variant="secondary"
          data-testid="take-keys"
          onPress={() => void choose(pressed.keys)}
        >
          {words.take}
        </Button>
      )}
    </span>
  );
}
