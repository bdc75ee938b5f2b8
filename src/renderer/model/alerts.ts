/** What a person wants to be told of a workbook, as it is read and as it is entered. */
import { isNumber } from '../../shared/alert-limits.ts';
import type { AlertWhen } from '../../shared/alerts.ts';
import { shownName } from '../../shared/profile/visible-text.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';

export type AlertKind = AlertWhen['kind'];
export type AlertTest = Extract<AlertWhen, { kind: 'control' }>['test'];
export const alertKinds = ['no-data', 'chart-error', 'control', 'action'] as const satisfies readonly AlertKind[];
export const alertTests = ['is', 'isNot', 'above', 'below'] as const satisfies readonly AlertTest[];

/** As it stands in the form. */
export interface AlertEntry {
  readonly kind: AlertKind;
  /** Of a control, or of an action. */
  readonly control: string;
  readonly action: string;
  readonly field: string;
  readonly test: AlertTest;
  readonly value: string;
}

export const noEntry: AlertEntry = { kind: 'no-data', control: '', action: '', field: '', test: 'is', value: '' };

export const needsNumber = ({ kind, test, value }: AlertEntry): boolean =>
  (kind === 'control' || kind === 'action') && (test === 'above' || test === 'below') && !isNumber(value);

/** Null while something is missing. */
export function whenOf(entry: AlertEntry): AlertWhen | null {
  const { kind, test } = entry;
  const value = entry.value.trim();
  if (kind === 'no-data' || kind === 'chart-error') return { kind };
  if (needsNumber(entry)) return null;
  if (kind === 'control') return entry.control === '' ? null : { kind, name: entry.control, test, value };
  const [name, field] = [entry.action.trim(), entry.field.trim()];
  return name === '' || field === '' ? null : { kind, name, field, test, value };
}

export function alertText(when: AlertWhen, text: Text): string {
  const words = text.inside.alerts;
  if (when.kind === 'no-data' || when.kind === 'chart-error') return words.kinds[when.kind];
  const comparison = words.tests[when.test];
  const value = shownName(when.value) || words.noValue;
  if (when.kind === 'control') {
    return format(words.sentences.control, { control: shownName(when.name), comparison, value });
  }
  const { name, field } = when;
  return format(words.sentences.action, { action: shownName(name), field: shownName(field), comparison, value });
}
