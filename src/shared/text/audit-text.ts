/** What an entry of the audit trail says to a person, in one sentence. */
import { alarmKinds } from '../alarms.ts';
import { type AuditData, type AuditEventName, auditEventNames } from '../audit.ts';
import type { Text } from './en.ts';
import { format, type TextValue } from './format.ts';

/** Where nobody said, or nothing is. */
const NOTHING = '—';

const known = (event: string): event is AuditEventName => auditEventNames.some((name) => name === event);
const textOf = (value: AuditData[string] | undefined): TextValue => {
  if (value === undefined || value === null || value === '') return NOTHING;
  if (typeof value === 'object') return value.length > 0 ? value : NOTHING;
  return typeof value === 'boolean' ? String(value) : value;
};

/** The first of these that says something. */
const firstOf = (data: AuditData, names: readonly string[]): TextValue =>
  names.map((name) => textOf(data[name])).find((value) => value !== NOTHING) ?? NOTHING;

/** An event of a later version is called by its name. */
export function auditSentence(text: Text, event: string, data: AuditData): string {
  if (!known(event)) return event;
  const values = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, textOf(value)]));
  const shown =
    event === 'trail.switched'
      ? text.settings[data.isOn === true ? 'on' : 'off']
      : event === 'alarm.raised' || event === 'alarm.ended'
        ? (alarmKinds.flatMap((kind) => (kind === data.alarm ? text.audit.alarms[kind] : []))[0] ?? textOf(data.alarm))
        : firstOf(data, ['workbook', 'document', 'workbooks', 'profiles']);
  const person = firstOf(data, ['platformUser', 'platformId']);
  // Sound: every field of an event is in its data, and a test holds each sentence against them.
  return format(text.audit.says[event] as string, { ...values, shown, person }, text.locale);
}
