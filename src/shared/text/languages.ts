/** The languages that there are, and the machine-made one that shows where a text is cut off or was forgotten. */
import { en, type Text } from './en.ts';
import { pseudoText } from './pseudo.ts';

export const languages = ['en', 'pseudo'] as const;
export type Language = (typeof languages)[number];

/**
 * The texts of a language.
 *
 * @param preferred the locales that the system prefers, best first: a region of the same language decides how times and
 * dates are written, such as 17:40 or 5:40 PM
 */
export function textOf(language: Language, preferred: readonly string[] = []): Text {
  const text = language === 'pseudo' ? pseudoText(en) : en;
  const locale = preferred.find((one) => languageOf(one) === languageOf(text.locale)) ?? text.locale;
  return { ...text, locale };
}

/** `en` for `en-GB`. */
export const languageOf = (locale: string): string => locale.split('-', 1)[0] ?? locale;
