/** The bar in which a person looks for words in the workbook before them. */
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { Button, Input, TextField } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { ChevronDownIcon, CloseIcon } from '../components/icons.tsx';
import { useAsks } from '../components/use-asks.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

interface FindBarProps {
  readonly pane: PaneView;
  onClose(): void;
}

export function FindBar({ pane: { paneId }, onClose }: FindBarProps) {
  const { find: text } = useText();
  const { bridge, state, ask } = useApp();
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const found = state.window.found.find((one) => one.paneId === paneId);

  const find = useCallback(
    (wanted: string, step: 'first' | 'next' | 'previous') =>
      void (wanted === ''
        ? ask(() => bridge.finding.stop({ paneId }))
        : ask(() => bridge.finding.find({ paneId, words: wanted, step }))),
    [bridge, ask, paneId],
  );
  const goToField = () => {
    field.current?.focus();
    field.current?.select();
  };
  useAsks({
    findInWorkbook: goToField,
    findNext: () => find(words, 'next'),
    findPrevious: () => find(words, 'previous'),
  });
  useEffect(() => {
    field.current?.focus();
    // Whoever goes elsewhere leaves nothing marked behind.
    return () => void bridge.finding.stop({ paneId });
  }, [bridge, paneId]);

  function close(): void {
    onClose();
    const webview = document.querySelector<HTMLElement>(`[data-pane="${paneId}"] [data-role="active"] > webview`);
    webview?.focus();
    const guestId = webview?.parentElement?.dataset.guest;
    if (guestId) void ask(() => bridge.panes.focused({ guestId }));
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    }
    if (event.key === 'Enter') find(words, event.shiftKey ? 'previous' : 'next');
  }

  const isNone = words !== '' && found?.count === 0;
  const count = found?.count ? format(text.at, { at: found.at, count: found.count }) : '';
  return (
    <search className="find-bar" data-area="find" aria-label={text.title} data-testid="find-bar" onKeyDown={onKeyDown}>
      <TextField
        aria-label={text.field}
        className="find-field"
        value={words}
        maxLength={500}
        isInvalid={isNone}
        onChange={(wanted) => {
          setWords(wanted);
          find(wanted, 'first');
        }}
      >
        <Input ref={field} autoComplete="off" spellCheck={false} data-testid="find-words" />
      </TextField>
      <p className="find-count" role="status" data-testid="find-count">
        {isNone ? text.none : words === '' ? '' : count}
      </p>
      <Button
        className="icon-button find-previous"
        aria-label={text.previous}
        isDisabled={!found?.count}
        onPress={() => find(words, 'previous')}
      >
        <ChevronDownIcon />
      </Button>
      <Button
        className="icon-button"
        aria-label={text.next}
        isDisabled={!found?.count}
        onPress={() => find(words, 'next')}
      >
        <ChevronDownIcon />
      </Button>
      <Button className="icon-button" aria-label={text.close} data-testid="close-find" onPress={close}>
        <CloseIcon />
      </Button>
    </search>
  );
}
