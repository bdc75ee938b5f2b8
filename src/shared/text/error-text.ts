/** An error in words: what it is called, what happened this time, and what to do. */
import { changeItemText } from './change-text.ts';
import { durationWords } from './duration.ts';
import type { Text } from './en.ts';
import { faultOf, faultText } from './fault-text.ts';
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
  return format(own ?? common[reason] ?? '', inWords(text, values), text.locale);
}

/** Values of these names hold no words for people, but name other texts, or milliseconds. */
const textsOf: Readonly<Record<string, (text: Text, item: string, values: TextValues) => string>> = {
  remarks: remarkText,
  changes: changeItemText,
  faults: (text, item) => namedFaultText(text, item),
  place: placeText,
  duration: (text, item) => durationWords(Number(item), text),
  because: titleOf,
};

/** What another error is called, by its code. */
function titleOf(text: Text, code: string): string {
  const errors: Readonly<Record<string, WrittenError>> = text.errors;
  return Object.hasOwn(errors, code) ? (errors[code]?.title ?? '') : code;
}

function inWords(text: Text, values: TextValues): TextValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const textOf = textsOf[name];
      if (!textOf || typeof value === 'number') return [name, value];
      return [
        name,
        [value]
          .flat()
          .map((item) => textOf(text, item, values))
          .join(' '),
      ];
    }),
  );
}

/** Where scopes are granted: at a provider by its name, or at a server of which no more is known. */
function placeText(text: Text, place: string): string {
  const providers: Readonly<Record<string, { readonly scopesPlace: string }>> = text.providers;
  return Object.hasOwn(providers, place) ? (providers[place]?.scopesPlace ?? '') : text.scopesPlace;
}

/** One remark on the import of a QuickStart file; a code that this version does not know says nothing. */
export function remarkText(text: Text, code: string, values: TextValues): string {
  const remarks: Readonly<Record<string, string>> = text.importRemarks;
  return Object.hasOwn(remarks, code) ? format(remarks[code] ?? '', values, text.locale) : '';
}

/** A fault of a field as one word of a list: the name that people know it by, its path in the profile, the fault. */
export const namedFault = (name: string, path: readonly PropertyKey[], fault: string): string =>
  [name, path.map(String).join('.'), fault].join(' ');

function namedFaultText(text: Text, item: string): string {
  const [name = '', path = '', fault = ''] = item.split(' ');
  return format(text.namedFault, { name, fault: faultText(text, faultOf(text, fault), path.split('.')) }, text.locale);
}

/** The remedy that the values name; null when they name none that this version knows. */
function ownRemedy(text: Text, { remedy }: TextValues): string | null {
  const remedies: Readonly<Record<string, string>> = text.remedies;
  return typeof remedy === 'string' && Object.hasOwn(remedies, remedy) ? (remedies[remedy] ?? null) : null;
}

export function errorText(
  text: Text,
  error: { readonly code: keyof Text['errors']; readonly values: TextValues },
): ErrorText {
  const { title, remedy }: WrittenError = text.errors[error.code];
  const detail = errorDetail(text, error.code, error.values);
  return { title, detail, remedy: ownRemedy(text, error.values) ?? remedy };
}
