/** The workbooks at the side of the one that is open: pinned, recent, and all by profile, in groups that fold. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import { ChevronDownIcon, SearchIcon } from '../components/icons.tsx';
import type { RailControl } from '../components/use-rail.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { type RailSection, railSections, typedAhead } from '../model/rail.ts';
import { StartRowView } from './start-row.tsx';

/** What a key that moves in the list goes between: the heads of the groups, and their workbooks. */
const ITEMS = '[data-start-row], .rail-head-button';
/** Letters that come within this time are one beginning, in milliseconds. */
const ONE_WORD_MS = 700;

interface RailProps {
  readonly isOver: boolean;
  readonly folds: RailControl['folds'];
  onFold: RailControl['fold'];
  onClose(): void;
}

export function Rail({ isOver, folds, onFold, onClose }: RailProps) {
  const { rail: text, start } = useText();
  const { state, goToWorkbook } = useApp();
  const heading = useId();
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const steady = useSteady(state.recentWorkbooks);
  const sections = railSections(state, search, steady.recent, folds);
  const first = sections[0]?.rows[0];

  // Over a workbook it is what the person has asked for; beside one it leaves them where they are.
  const opener = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (!isOver) return;
    opener.current = document.activeElement instanceof HTMLButtonElement ? document.activeElement : null;
    field.current?.focus({ preventScroll: true });
  }, [isOver]);
  const close = () => {
    onClose();
    opener.current?.focus();
  };
  useEffect(() => {
    list.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest' });
  }, []);

  const items = () => [...(list.current?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && search !== '' && first) {
      void goToWorkbook(first.workbookId);
      if (isOver) close();
    }
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    items()[0]?.focus();
  };
  const showAll = () => {
    setSearch('');
    field.current?.focus();
  };
  const onListKey = useListKeys(items, field);
  const onKeyDown = (event: KeyboardEvent) => {
    // The field empties itself first, and so does the input of a word in another script.
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing || !isOver) return;
    if (search !== '' && document.activeElement === field.current) return;
    event.preventDefault();
    close();
  };
  return (
    <>
      {isOver && <div className="rail-scrim" data-testid="rail-scrim" onPointerDown={onClose} />}
      <nav
        className="rail"
        aria-labelledby={heading}
        data-testid="rail"
        data-area="rail"
        data-over={isOver}
        onKeyDown={onKeyDown}
        {...steady.handlers}
      >
        <h2 id={heading} className="visually-hidden">
          {text.title}
        </h2>
        <SearchField className="start-search rail-search" aria-label={text.filter} value={search} onChange={setSearch}>
          <SearchIcon size={14} />
          <Input
            ref={field}
            className="input"
            data-testid="rail-search"
            placeholder={text.filter}
            dir="auto"
            autoComplete="off"
            spellCheck="false"
            onKeyDown={onSearchKey}
          />
        </SearchField>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are shortcuts to what Tab and the field do as well */}
        <div className="rail-list" ref={list} onKeyDown={onListKey}>
          {sections.map((section, index) => (
            <Group
              key={section.key}
              section={section}
              isFirst={index === 0}
              onFold={onFold}
              {...(isOver && { onChosen: close })}
            />
          ))}
          {sections.length === 0 && (
            <div className="rail-none" role="status">
              <p>{format(text.none, { search })}</p>
              <Button className="button" data-variant="secondary" onPress={showAll}>
                {start.clear}
              </Button>
            </div>
          )}
        </div>
      </nav>
    </>
  );
}

/** While somebody points at the list or is in it, the recent ones keep their places. */
function useSteady(recentNow: readonly string[]) {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const recent = useRef(recentNow);
  if (!isPointed && !isFocused) recent.current = recentNow;
  return {
    recent: recent.current,
    handlers: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
    },
  };
}

/** Arrows, both ends and typing ahead go through heads and workbooks; left and right fold a group, or go to its head. */
function useListKeys(items: () => HTMLElement[], field: { readonly current: HTMLInputElement | null }) {
  const typed = useRef({ letters: '', at: 0 });
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const all = items();
    const focused = document.activeElement;
    const item = focused?.matches(ITEMS) ? focused : focused?.closest('[data-start-line]')?.querySelector(ITEMS);
    const at = all.indexOf(item as HTMLElement);
    const isMove = ['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key);
    const next = {
      ArrowDown: all[at + 1],
      ArrowUp: all[at - 1] ?? field.current,
      Home: all[0],
      End: all.at(-1),
    }[event.key];
    if (isMove) {
      event.preventDefault();
      next?.focus();
    } else if (event.key.length === 1 && event.key !== ' ') {
      const isSameWord = event.timeStamp - typed.current.at < ONE_WORD_MS;
      typed.current = { letters: (isSameWord ? typed.current.letters : '') + event.key, at: event.timeStamp };
      const names = all.map((one) => one.querySelector('bdi, .rail-head-name')?.textContent ?? '');
      all[typedAhead(names, at, typed.current.letters)]?.focus();
    }
  };
}

interface GroupProps {
  readonly section: RailSection;
  readonly isFirst: boolean;
  onFold: RailControl['fold'];
  onChosen?(): void;
}

function Group({ section, isFirst, onFold, onChosen }: GroupProps) {
  const { start: text } = useText();
  const { pane } = useApp();
  const ids = { head: useId(), list: useId() };
  const { key, kind, name, hurdle, rows, isFolded } = section;
  const onKeyDown = (event: KeyboardEvent) => {
    const folds = { ArrowLeft: true, ArrowRight: false }[event.key];
    if (folds === undefined || folds === isFolded) return;
    event.preventDefault();
    onFold(key, folds);
  };
  const words = kind === 'profile' ? name : text[kind];
  return (
    <section className="start-section rail-section" aria-labelledby={ids.head}>
      <h3 onKeyDown={onKeyDown}>
        {kind === 'found' ? (
          <span id={ids.head} className="rail-found">
            {words}
          </span>
        ) : (
          <Button
            id={ids.head}
            className="rail-head-button"
            aria-expanded={!isFolded}
            {...(!isFolded && { 'aria-controls': ids.list })}
            data-testid="rail-head"
            excludeFromTabOrder={!isFirst}
            onPress={() => onFold(key, !isFolded)}
          >
            <ChevronDownIcon size={12} />
            <span className="rail-head-name" {...(kind === 'profile' && { translate: 'no', title: name })}>
              {words}
            </span>
            {hurdle && (
              <span className="start-hurdle">{hurdle === 'set-up' ? text.notComplete : text.signInFirst}</span>
            )}
            {isFolded && (
              <span className="rail-count" aria-hidden="true">
                {rows.length}
              </span>
            )}
          </Button>
        )}
      </h3>
      {!isFolded && (
        <ul id={ids.list}>
          {rows.map((row, index) => (
            <StartRowView
              key={row.workbookId}
              row={row}
              showsProfile={kind !== 'profile'}
              isTabStop={kind === 'found' && isFirst && index === 0}
              isCurrent={row.workbookId === pane?.workbookId}
              {...(onChosen && { onOpen: onChosen })}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
