/** The languages that there are, and the machine-made one that shows where a text is cut off or was forgotten. */
import { en, type Text } from './en.ts';
import { pseudoText } from './pseudo.ts';

export const languages = ['en', 'pseudo'] as const;
export type Language = (typeof languages)[number];

/** The texts of a language. */
export function textOf(language: Language): Text {
  return language === 'pseudo' ? pseudoText(en) : en;
}
