/** The languages that there are, and the machine-made one that shows where a text is cut off or was forgotten. */
import { en, type Text } from './en.ts';

/** The languages that people may choose, each by its own name: who looks for theirs may read no other. */
export const languageNames = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
} as const;

export type SpokenLanguage = keyof typeof languageNames;
export type Language = SpokenLanguage | 'pseudo';

export const spokenLanguages = Object.keys(languageNames) as [SpokenLanguage, ...SpokenLanguage[]];
export const languages: readonly Language[] = [...spokenLanguages, 'pseudo'];

/** English is read with the program, and in the place of what cannot be read. Another is read by those who speak it. */
const others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Text>>> = {
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
  ja: async () => (await import('./ja.ts')).ja,
  pseudo: async () => (await import('./pseudo.ts')).pseudoText(en),
};

/**
 * The texts of a language; in English where the file of the language cannot be read.
 *
 * @param preferred the locales that the system prefers, best first: a region of the same language decides how times and
 * dates are written, such as 17:40 or 5:40 PM
 */
export async function loadText(language: Language, preferred: readonly string[] = []): Promise<Text> {
  const text = language === 'en' ? en : await others[language]().catch(() => en);
  const locale = preferred.find((one) => languageOf(one) === languageOf(text.locale)) ?? text.locale;
  return { ...text, locale };
}

/** `en` for `en-GB`. */
export const languageOf = (locale: string): string => locale.split('-', 1)[0] ?? locale;
