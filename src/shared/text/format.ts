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

const placeholder = /\{(\w+)\}/g;

/** The names in braces, in the order in which they stand. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(placeholder)].map(([, name = '']) => name);
}

/**
 * The text with its values. A value that is missing leaves its name in braces, so that a reader sees what is wrong.
 *
 * @param locale of the text, for lists and numbers
 */
export function format(template: string, values: TextValues, locale = 'en-US'): string {
  return template
    .replace(placeholder, (whole, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) return whole;
      if (typeof value === 'string' || typeof value === 'number') return String(value);
      return new Intl.ListFormat(locale, { type: 'conjunction' }).format(value);
    })
    .trim();
}
