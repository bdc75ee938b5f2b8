/** What a person is told of the workbook while they do not look at it: what is set, and a form for more. */
import { type FormEvent, useId, useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { LONGEST_NAME, LONGEST_VALUE, MOST_ALERTS } from '../../shared/alert-limits.ts';
import { reasonFor } from '../../shared/alert-rules.ts';
import type { Alert } from '../../shared/alerts.ts';
import { shownName } from '../../shared/profile/visible-text.ts';
import type { PaneView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { CloseIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import {
  type AlertEntry,
  type AlertKind,
  type AlertTest,
  alertKinds,
  alertTests,
  alertText,
  needsNumber,
  noEntry,
  whenOf,
} from '../model/alerts.ts';

export function AlertsTab({ pane }: { pane: PaneView }) {
  const texts = useText().inside.alerts;
  const { state } = useApp();
  const own = state.alerts.filter(({ workbookId }) => workbookId === pane.workbookId);
  return (
    <>
      {own.length === 0 ? (
        <p className="inside-empty">{texts.none}</p>
      ) : (
        <ul className="inside-list" aria-label={texts.label}>
          {own.map((alert) => (
            <Row key={alert.alertId} alert={alert} pane={pane} />
          ))}
        </ul>
      )}
      {state.alerts.length < MOST_ALERTS ? (
        <AlertForm pane={pane} />
      ) : (
        <p className="help" data-testid="alerts-full">
          {format(texts.full, { most: MOST_ALERTS })}
        </p>
      )}
      <p className="help inside-note">{texts.help}</p>
    </>
  );
}

function Row({ alert: { alertId, when }, pane }: { alert: Alert; pane: PaneView }) {
  const text = useText();
  const texts = text.inside.alerts;
  const { bridge, ask, announce } = useApp();
  const sentence = alertText(when, text);
  const reason = pane.place.document.isOwn ? reasonFor(when, pane) : null;
  const remove = async () => {
    const answer = await ask(() => bridge.alerts.remove({ alertId }));
    if (answer.ok) announce(format(texts.removed, { alert: sentence }));
  };
  return (
    <li className="inside-row alert-row" data-testid="alert">
      <span className="alert-words">
        <bdi>{sentence}</bdi>
        {reason !== null && reason !== 'unknown' && <span className="alert-so">{texts.isSo}</span>}
      </span>
      <Button
        className="icon-button"
        aria-label={format(texts.remove, { alert: sentence })}
        data-testid="remove-alert"
        onPress={() => void remove()}
      >
        <CloseIcon />
      </Button>
    </li>
  );
}

function AlertForm({ pane }: { pane: PaneView }) {
  const text = useText();
  const texts = text.inside.alerts;
  const { bridge, ask, announce } = useApp();
  const [entry, setEntry] = useState<AlertEntry>(noEntry);
  const change = (patch: Partial<AlertEntry>) => setEntry((before) => ({ ...before, ...patch }));
  const controls = Object.keys(pane.place.controls).toSorted();
  const control = entry.control === '' ? (controls[0] ?? '') : entry.control;
  const wanted = { ...entry, control };
  const when = whenOf(wanted);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (!when) return;
    const answer = await ask(() => bridge.alerts.add({ workbookId: pane.workbookId, when }));
    if (!answer.ok) return;
    announce(format(texts.added, { alert: alertText(when, text) }));
    change({ value: '' });
  };
  return (
    <form className="inside-form" onSubmit={(event) => void add(event)} aria-label={texts.form}>
      <Choice
        label={texts.what}
        value={entry.kind}
        options={alertKinds.map((kind) => ({ value: kind, label: texts.kinds[kind] }))}
        onChange={(kind) => change({ kind: kind as AlertKind })}
      />
      {entry.kind === 'control' &&
        (controls.length === 0 ? (
          <p className="help">{texts.noControls}</p>
        ) : (
          <Choice
            label={texts.control}
            value={control}
            options={controls.map((id) => ({ value: id, label: shownName(id) }))}
            onChange={(id) => change({ control: id })}
          />
        ))}
      {entry.kind === 'action' && (
        <>
          <Entered label={texts.action} value={entry.action} onChange={(action) => change({ action })} />
          <Entered label={texts.field} value={entry.field} onChange={(field) => change({ field })} />
        </>
      )}
      {(entry.kind === 'action' || (entry.kind === 'control' && controls.length > 0)) && (
        <Compared entry={wanted} onChange={change} />
      )}
      <div>
        <Button
          className="button"
          data-variant="secondary"
          type="submit"
          data-testid="add-alert"
          isDisabled={when === null}
        >
          {texts.add}
        </Button>
      </div>
    </form>
  );
}

function Compared({ entry, onChange }: { entry: AlertEntry; onChange: (patch: Partial<AlertEntry>) => void }) {
  const texts = useText().inside.alerts;
  const help = useId();
  const isWrong = needsNumber(entry);
  return (
    <>
      <Choice
        label={texts.test}
        value={entry.test}
        options={alertTests.map((test) => ({ value: test, label: texts.tests[test] }))}
        onChange={(test) => onChange({ test: test as AlertTest })}
      />
      <Entered
        label={texts.value}
        value={entry.value}
        longest={LONGEST_VALUE}
        onChange={(value) => onChange({ value })}
        {...(isWrong && { describedBy: help })}
      />
      {isWrong && (
        <p className="help" id={help}>
          {texts.notANumber}
        </p>
      )}
    </>
  );
}

interface EnteredProps {
  readonly label: string;
  readonly value: string;
  readonly longest?: number;
  readonly describedBy?: string;
  onChange(value: string): void;
}

const Entered = ({ label, value, longest = LONGEST_NAME, describedBy, onChange }: EnteredProps) => (
  <TextField
    className="field"
    value={value}
    onChange={onChange}
    maxLength={longest}
    autoComplete="off"
    spellCheck="false"
    {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
  >
    <Label>{label}</Label>
    <Input className="input" />
  </TextField>
);

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  onChange(value: string): void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
