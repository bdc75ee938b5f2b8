/** The audit trail as a person reads it: the newest first, with a search, kinds, days, and whether it is whole. */
import { useId, useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { type AuditFormat, type AuditKind, auditKinds } from '../../shared/audit.ts';
import type { AuditAnswer } from '../../shared/ipc/audit.ts';
import { format, plural } from '../../shared/text/format.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { AlertIcon } from '../components/icons.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { AuditEntries } from './audit-entries.tsx';
import { AuditWholeness } from './audit-wholeness.tsx';
import { type AuditFilter, noFilter, useAuditEntries } from './use-audit-entries.ts';

export function AuditPage() {
  const words = useText().audit;
  const [filter, setFilter] = useState<AuditFilter>(noFilter);
  const { answer, error, isReading, refresh, readOlder } = useAuditEntries(filter);
  return (
    <div className="settings-body audit">
      <p className="muted">{words.intro}</p>
      {answer && <Trouble answer={answer} />}
      <AuditWholeness />
      <Filters filter={filter} onChange={setFilter} answer={answer} onRefresh={refresh} />
      {error && <ErrorPanel level={3} error={error} />}
      {answer && <AuditEntries entries={answer.entries} />}
      {answer?.hasMore && (
        <Button className="button" data-variant="secondary" data-testid="audit-more" onPress={readOlder}>
          {words.more}
        </Button>
      )}
      {isReading && !answer && (
        <p className="progress-line">
          <Spinner />
          {words.reading}
        </p>
      )}
      <Saving />
    </div>
  );
}

/** What keeps entries from being recorded, or from reaching a place where they should be. */
function Trouble({ answer }: { answer: AuditAnswer }) {
  const words = useText().audit;
  const { isOn, setByAdministrator, problem, outlets } = answer;
  const lines = [
    ...(isOn ? [] : [setByAdministrator ? words.offByAdministrator : words.off]),
    ...(problem === null ? [] : [format(words.notWritten, { code: problem })]),
    ...outlets.flatMap(({ id, problem: code, waiting, dropped }) =>
      code === null ? [] : [format(words.outletFails, { name: words.outlets[id], code, waiting, dropped })],
    ),
  ];
  const working = outlets.filter((one) => one.problem === null);
  return (
    <>
      {lines.map((line) => (
        <div key={line} className="callout" role="note">
          <AlertIcon />
          <p>{line}</p>
        </div>
      ))}
      {working.map(({ id }) => (
        <p key={id} className="fine-print">
          {format(words.outletWorks, { name: words.outlets[id] })}
        </p>
      ))}
    </>
  );
}

interface FiltersProps {
  readonly filter: AuditFilter;
  onChange(filter: AuditFilter): void;
  readonly answer: AuditAnswer | null;
  onRefresh(): void;
}

function Filters({ filter, onChange, answer, onRefresh }: FiltersProps) {
  const text = useText();
  const words = text.audit;
  const ids = { kind: useId(), day: useId() };
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(noFilter);
  return (
    <search className="audit-filters">
      <TextField
        className="field audit-search"
        value={filter.query}
        onChange={(query) => onChange({ ...filter, query })}
        type="search"
        spellCheck="false"
        maxLength={200}
        autoFocus
      >
        <Label>{words.search}</Label>
        <Input className="input" data-testid="audit-search" />
      </TextField>
      <div className="field">
        <label htmlFor={ids.kind}>{words.kind}</label>
        <select
          id={ids.kind}
          className="input"
          value={filter.kind ?? ''}
          onChange={(event) => onChange({ ...filter, kind: kindOf(event.target.value) })}
        >
          <option value="">{words.allKinds}</option>
          {auditKinds.map((kind) => (
            <option key={kind} value={kind}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={ids.day}>{words.day}</label>
        <input
          id={ids.day}
          className="input"
          type="date"
          value={filter.day}
          onChange={(event) => onChange({ ...filter, day: event.target.value })}
        />
      </div>
      <Button className="button" data-variant="secondary" data-testid="audit-refresh" onPress={onRefresh}>
        {words.refresh}
      </Button>
      <p className="fine-print audit-found" role="status" data-testid="audit-found">
        {answer && foundText(answer, filter.query, isFiltered)}
      </p>
    </search>
  );

  function foundText({ entries, hasMore }: AuditAnswer, query: string, filtered: boolean): string {
    const count = entries.length;
    if (count === 0) return query.trim() === '' ? words.noEntries : format(words.none, { search: query });
    if (!filtered) return '';
    return hasMore ? format(words.foundMore, { count }) : format(plural(words.found, count, text.locale), { count });
  }
}

const kindOf = (value: string): AuditKind | null => auditKinds.find((kind) => kind === value) ?? null;

function Saving() {
  const words = useText().audit;
  const { bridge, ask, announce } = useApp();
  const save = async (how: AuditFormat) => {
    const answer = await ask(() => bridge.audit.export({ format: how }));
    if (answer.ok && answer.value.isSaved) announce(words.exported);
  };
  return (
    <div className="row-actions">
      <Button className="button" data-variant="secondary" data-testid="audit-jsonl" onPress={() => void save('jsonl')}>
        {words.exportLines}
      </Button>
      <Button className="button" data-variant="secondary" data-testid="audit-csv" onPress={() => void save('csv')}>
        {words.exportTable}
      </Button>
    </div>
  );
}
