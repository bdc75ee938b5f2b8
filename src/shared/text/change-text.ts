/** One change of a profile, in words: in a notice after an import, and in the dialog that asks before it. */
import type { Text } from './en.ts';
import { format } from './format.ts';

export type ChangedField = keyof Text['profileChanges']['fields'];

/** How a field was and how it is to be; null where it has no value, and for both where the value is a secret. */
export interface ProfileChange {
  readonly field: ChangedField;
  readonly before: string | null;
  readonly after: string | null;
}

/** A change of a profile that a person has to agree to. */
export interface ProfileQuestion {
  /** `sigma`: another Sigma gets the tokens; `person`: a file makes Sigma see another person. */
  readonly about: 'sigma' | 'person';
  readonly profileName: string;
  readonly changes: readonly ProfileChange[];
}

/** In characters. */
const LONGEST = 200;

/** What turns a text around, begins a line, or cannot be seen. */
const unseen = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]+/gu;

/** A value as one line that cannot rearrange the text around it: names and addresses come from files of others. */
export function shownValue(value: string | null): string | null {
  const line = value?.replace(unseen, ' ') ?? null;
  return line !== null && line.length > LONGEST ? `${line.slice(0, LONGEST).replace(/\p{Cs}$/u, '')}…` : line;
}

/** A change as one item of a list among the values of an error. No value holds a line break (see `shownValue`). */
export const changeItem = ({ field, before, after }: ProfileChange): string =>
  [field, before ?? '', after ?? ''].join('\n');

/** Nothing for an item that this version does not know. */
export function changeItemText(text: Text, item: string): string {
  const [field = '', before, after] = item.split('\n');
  if (!isField(text, field)) return '';
  return changeText(text, { field, before: before || null, after: after || null });
}

const isField = (text: Text, name: string): name is ChangedField => Object.hasOwn(text.profileChanges.fields, name);

export function changeText(text: Text, { field: name, before, after }: ProfileChange): string {
  const { fields, changed, added, removed, secret } = text.profileChanges;
  const field = fields[name];
  if (before !== null && after !== null) return format(changed, { field, before, after });
  if (after !== null) return format(added, { field, after });
  return before === null ? format(secret, { field }) : format(removed, { field, before });
}
