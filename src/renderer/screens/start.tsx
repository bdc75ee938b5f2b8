/** Where a workbook is chosen: what the person opens often, and everything else by profile or by a search. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { BackIcon, SearchIcon } from '../components/icons.tsx';
import { Page } from '../components/page.tsx';
import { VaultWarning } from '../components/vault-warning.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { isAddress } from '../model/pasted-address.ts';
import { type StartSection, startSections } from '../model/start-page.ts';
import { StartRowView } from './start-row.tsx';

/** What a key that moves in the list goes between. */
const ROWS = '[data-start-row]';

/** @param strip the tabs that are open behind it */
export function Start({ strip }: { strip: ReactNode }) {
  const text = useText();
  const { bridge, ask, state, pane, go, openProblem, goToWorkbook } = useApp();
  const [search, setSearch] = useState('');
  const body = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // At once: what react-aria would do waits a frame for people with a screen reader, and the focus is elsewhere by then.
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const isPasted = isAddress(search);
  const follow = () => void ask(() => bridge.links.paste({ text: search.trim() }));
  const sections = isPasted ? [] : startSections(state, search);
  const first = sections[0]?.rows[0];
  const count = state.profiles.flatMap(({ profile }) => profile.workbooks).length;
  const isPinnedEmpty = search === '' && state.pinnedWorkbooks.length === 0;

  const rows = () => [...(body.current?.querySelectorAll<HTMLElement>(ROWS) ?? [])];
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && isPasted) follow();
    else if (event.key === 'Enter' && first) void goToWorkbook(first.workbookId);
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    rows()[0]?.focus();
  };
  const onListKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = document.activeElement?.closest('[data-start-line]')?.querySelector<HTMLElement>(ROWS);
    const all = rows();
    const at = focused ? all.indexOf(focused) : -1;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = all[at + (event.key === 'ArrowDown' ? 1 : -1)];
      (next ?? (event.key === 'ArrowUp' ? field.current : null))?.focus();
    } else if (event.key.length === 1 && event.key !== ' ') field.current?.focus();
    // The letter itself goes into the field, which has the focus by now.
  };

  return (
    <Page className="column start" strip={strip}>
      <div className="start-head">
        <h1>{text.start.title}</h1>
        {pane && (
          <Button
            className="button"
            data-variant="quiet"
            data-testid="back-to-workbook"
            onPress={() => go({ kind: 'home' })}
          >
            <BackIcon size={14} />
            {format(text.start.back, { workbook: pane.place.document.title })}
          </Button>
        )}
      </div>
      <SearchField className="start-search" aria-label={text.start.search} value={search} onChange={setSearch}>
        <SearchIcon />
        <Input
          ref={field}
          className="input"
          data-testid="search-workbooks"
          placeholder={format(text.start.searchHint, { count })}
          dir="auto"
          autoComplete="off"
          spellCheck="false"
          onKeyDown={onSearchKey}
        />
      </SearchField>
      {openProblem && (
        <ErrorPanel error={openProblem.error}>
          <Button
            className="button"
            data-variant="primary"
            data-testid="try-again"
            onPress={() => void goToWorkbook(openProblem.workbookId)}
          >
            {text.common.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are shortcuts to what Tab and the field do as well */}
      <div className="start-sections" ref={body} onKeyDown={onListKey}>
        {sections.map((section) => (
          <Section key={section.key} section={section} hasTabStop={section === sections[0]} />
        ))}
      </div>
      {isPasted && (
        <div className="start-none">
          <Button className="button" data-variant="primary" onPress={follow}>
            {text.links.followAddress}
          </Button>
        </div>
      )}
      {search !== '' && !isPasted && sections.length === 0 && (
        <div className="start-none" data-testid="no-workbook-found">
          <p>{format(text.start.none, { search })}</p>
          <p className="muted">{text.start.noneHelp}</p>
          <Button className="button" data-variant="secondary" onPress={() => setSearch('')}>
            {text.start.clear}
          </Button>
        </div>
      )}
      {isPinnedEmpty && <p className="fine-print">{text.start.nothingPinned}</p>}
      <VaultWarning vault={state.vault} />
    </Page>
  );
}

function Section({ section, hasTabStop }: { section: StartSection; hasTabStop: boolean }) {
  const text = useText();
  const heading = useId();
  const { kind, name, hurdle, rows } = section;
  return (
    <section className="start-section" aria-labelledby={heading}>
      <h2 id={heading}>
        {kind === 'profile' ? <bdi translate="no">{name}</bdi> : text.start[kind]}
        {hurdle && (
          <span className="start-hurdle">{hurdle === 'set-up' ? text.start.notComplete : text.start.signInFirst}</span>
        )}
      </h2>
      <ul>
        {rows.map((row, index) => (
          <StartRowView
            key={row.workbookId}
            row={row}
            showsProfile={kind !== 'profile'}
            isTabStop={hasTabStop && index === 0}
          />
        ))}
      </ul>
    </section>
  );
}
