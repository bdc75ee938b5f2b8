/** What was entered into the set-up form, what is wrong with it, and what of that is shown. */
import { useCallback, useMemo, useState } from 'react';
import { substanceOf } from '../../shared/profile/substance.ts';
import { useText } from '../context/text-context.tsx';
import { emptyAction } from './action-values.ts';
import { checkForm, type FormCheck } from './check-form.ts';
import { cleanForm } from './cleaning.ts';
import { type ConnectionValues, emptyConnection } from './connection-values.ts';
import { draftOf, type FormValues } from './form-values.ts';
import { withKeptSecret } from './rebinding.ts';
import { emptyWorkbook, settledWorkbook, type WorkbookValues } from './workbook-values.ts';

export interface ProfileForm {
  readonly values: FormValues;
  /** As the form was opened: of a saved profile, what is saved. */
  readonly start: FormValues;
  readonly isChanged: boolean;
  change(patch: Partial<FormValues>): void;
  changeWorkbook(key: string, patch: Partial<WorkbookValues>): void;
  changeConnection(key: string, patch: Partial<ConnectionValues>): void;
  /** The person has been in this field: from now on it says what is wrong with it, at every keystroke. */
  touch(field: string): void;
  /** The sentence beneath a field, if it has been touched or if saving was tried. */
  problem(field: string): string | undefined;
  /** Why the person came here, beneath the field that mends it. */
  reasonAt(field: string): string | undefined;
  /** Whether a problem is shown in a field whose name begins so. */
  hasProblemUnder(beginning: string): boolean;
  readonly check: FormCheck;
  /** A connection as it was saved; undefined for a new one. */
  saved(key: string): ConnectionValues | undefined;
  /** Shows every problem. */
  reveal(): void;
}

const patched = <Row extends { readonly key: string }>(rows: readonly Row[], key: string, patch: Partial<Row>): Row[] =>
  rows.map((row) => (row.key === key ? { ...row, ...patch } : row));

/** What was typed and taken back, or only cleaned when its field was left, or a row that was added and left empty, is no change. */
const isOtherDraft = (values: FormValues, start: FormValues): boolean => substance(values) !== substance(start);

function substance(entered: FormValues): string {
  const values = cleanForm(entered);
  return substanceOf(
    draftOf({
      ...values,
      workbooks: values.workbooks.filter((row) => isOther(row, emptyWorkbook())).map(settledWorkbook),
      connections: values.connections.filter(isFilled),
      actions: values.actions.filter((row) => isOther(row, emptyAction())),
    }),
  );
}

const isOther = <Row extends { readonly key: string }>(row: Row, other: Row): boolean =>
  JSON.stringify({ ...row, key: '' }) !== JSON.stringify({ ...other, key: '' });

/** What a new row is offered, which depends on the rows that are there, is no entry. */
function isFilled(row: ConnectionValues): boolean {
  const empty = emptyConnection();
  const label = row.label === '' ? '' : empty.label;
  return row.id !== null || isOther(row, { ...empty, label, redirectUris: row.redirectUris });
}

const savedConnection = (start: FormValues, key: string): ConnectionValues | undefined =>
  start.connections.find((connection) => connection.key === key && connection.id !== null);

/** A field, and the sentence of the error that it mends. */
export interface Reason {
  readonly field: string;
  readonly sentence: string;
}

export interface ProfileFormOptions {
  readonly reason: Reason | null;
  /** What was entered before the page was lost; left out, the form is as it was opened. */
  readonly entered?: FormValues;
}

export function useProfileForm(initial: () => FormValues, { reason, entered }: ProfileFormOptions): ProfileForm {
  const text = useText();
  const [start] = useState(initial);
  const [values, setValues] = useState(entered ?? start);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [revealed, setRevealed] = useState(false);
  const check = useMemo(() => checkForm(values, text), [values, text]);

  const change = useCallback((patch: Partial<FormValues>) => setValues((known) => ({ ...known, ...patch })), []);
  const changeWorkbook = useCallback(
    (key: string, patch: Partial<WorkbookValues>) =>
      setValues((known) => ({ ...known, workbooks: patched(known.workbooks, key, patch) })),
    [],
  );
  const changeConnection = useCallback(
    (key: string, patch: Partial<ConnectionValues>) =>
      setValues((known) => ({
        ...known,
        connections: patched(known.connections, key, patch).map((row) =>
          row.key === key ? withKeptSecret(row, savedConnection(start, key)) : row,
        ),
      })),
    [start],
  );
  const touch = useCallback((field: string) => setTouched((known) => new Set(known).add(field)), []);
  const reveal = useCallback(() => setRevealed(true), []);

  return {
    values,
    start,
    isChanged: values !== start && isOtherDraft(values, start),
    change,
    changeWorkbook,
    changeConnection,
    touch,
    problem: (field) => (revealed || touched.has(field) ? check.problems.get(field) : undefined),
    reasonAt: (field) => (reason?.field === field ? reason.sentence : undefined),
    hasProblemUnder: (beginning) =>
      [...check.problems.keys()].some((field) => field.startsWith(beginning) && (revealed || touched.has(field))),
    check,
    saved: (key) => savedConnection(start, key),
    reveal,
  };
}
