/** Puts values into texts: `{name}` stands for the value of that name. */

/** Lists become "a, b and c" in the language of the text. */
export type TextValue = string | number | readonly string[];
export type TextValues = Readonly<Record<string, TextValue>>;

/** The names that stand in braces in a text. */
export type Placeholders<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** What a text wants to be given. */
export type ValuesOf<Template extends string> = { readonly [Name in Placeholders<Template>]: TextValue };

/** A text that wants values of these names. Any string is one; only the type remembers the names. */
export type Phrase<Names extends string = never> = string & { readonly __names?: Names };

/** A text for one and a text for any other number of things; which of them, the language decides. */
export interface PluralPhrase<Names extends string = never> {
  readonly one: Phrase<Names>;
  readonly other: Phrase<Names>;
}

const placeholder = /\{(\w+)\}/g;

/** The names in braces, in the order in which they stand. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(placeholder)].map(([, name = '']) => name);
}

/**
 * The text with its values. A value that is missing leaves its name in braces, so that a reader sees what is wrong.
 *
 * @param locale of the text, for lists
 */
export function format<Names extends string>(
  template: Phrase<Names>,
  values: { readonly [Name in Names]: TextValue },
  locale = 'en-GB',
): string {
  const known: TextValues = values;
  return template
    .replace(placeholder, (whole, name: string) => {
      const value = Object.hasOwn(known, name) ? known[name] : undefined;
      if (value === undefined) return whole;
      return typeof value === 'object' ? listText(value, locale) : String(value);
    })
    .trim();
}

/** `A`, `A and B`, `A, B and C`, as the language has it. */
export function listText(items: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
}

/** The text for this number of things. */
export function plural<Names extends string>(
  phrases: PluralPhrase<Names>,
  count: number,
  locale: string,
): Phrase<Names> {
  return new Intl.PluralRules(locale).select(count) === 'one' ? phrases.one : phrases.other;
}
