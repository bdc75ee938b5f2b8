/** A sentence of which some values are elements, such as a name that is emphasised. */
import { createElement, Fragment, type ReactNode } from 'react';
import type { Phrase } from '../../shared/text/format.ts';

interface SentenceProps<Names extends string> {
  readonly text: Phrase<Names>;
  readonly values: { readonly [Name in Names]: ReactNode };
}

/** The order of the values is that of the language. */
export function Sentence<Names extends string>({ text, values }: SentenceProps<Names>) {
  const known: Readonly<Record<string, ReactNode>> = values;
  const parts = text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : known[part]));
  return createElement(Fragment, null, ...parts);
}
