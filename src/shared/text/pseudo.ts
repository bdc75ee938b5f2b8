/**
 * A language made by machine, for tests: every letter accented and every text longer by about two fifths, as German or
 * French would be. Whatever stands in plain English in a window of this language was not taken from the texts.
 */
import type { Text } from './en.ts';

const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const accented = [...'ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž'];

const accent = (letter: string): string => accented[plain.indexOf(letter)] ?? letter;

/** A text grows by so much of its letters. */
const GROWTH = 0.4;

/** One text; what stands in braces stays as it is. Brackets show where it begins and ends. */
export function pseudo(text: string): string {
  const parts = text.split(/(\{\w+\})/);
  const letters = parts.filter((_, index) => index % 2 === 0).join('').length;
  if (letters === 0) return text;
  const changed = parts.map((part, index) => (index % 2 === 0 ? [...part].map(accent).join('') : part)).join('');
  return `[${changed}${growth(Math.ceil(letters * GROWTH))}]`;
}

/** So many letters more, in words, since a line breaks between words. */
function growth(length: number): string {
  const words = 'öñé ţŵö ţĥŕéé ƒöûŕ ƒîṽé ';
  return length < 4
    ? 'ö'.repeat(length)
    : ` ${words
        .repeat(Math.ceil(length / words.length))
        .slice(0, length - 1)
        .trim()}`;
}

/** All texts of a language. Its locale stays: it is a name, not a text. */
export function pseudoText(text: Text): Text {
  const convert = (value: unknown): unknown =>
    typeof value === 'string'
      ? pseudo(value)
      : Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, convert(inner)]));
  return { ...(convert(text) as Text), locale: text.locale };
}
