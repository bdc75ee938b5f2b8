/** An error in words: what it is called, what happened this time, and what to do. */
import type { Text } from './en.ts';
import { format, type TextValues } from './format.ts';

export interface ErrorText {
  readonly title: string;
  /** Empty when there is nothing to say beyond the title. */
  readonly detail: string;
  readonly remedy: string;
}

interface WrittenError {
  readonly title: string;
  readonly remedy: string;
  readonly detail?: string | Readonly<Record<string, string>>;
}

/** What happened this time; `values.reason` chooses among the details of the code, then among those of any error. */
export function errorDetail(text: Text, code: keyof Text['errors'], values: TextValues): string {
  const { detail }: WrittenError = text.errors[code];
  const reason = String(values.reason ?? '');
  const common: Readonly<Record<string, string>> = text.commonDetails;
  const own = typeof detail === 'string' ? (reason === '' ? detail : undefined) : detail?.[reason];
  return format(own ?? common[reason] ?? '', values, text.locale);
}

export function errorText(
  text: Text,
  error: { readonly code: keyof Text['errors']; readonly values: TextValues },
): ErrorText {
  const { title, remedy }: WrittenError = text.errors[error.code];
  return { title, detail: errorDetail(text, error.code, error.values), remedy };
}
