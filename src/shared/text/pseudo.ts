/**
 * A language made by machine, for tests: every letter accented and every text longer by about two fifths, as German or
 * French would be. Whatever stands in plain English in a window of this language was not taken from the texts.
 */
import type { Text } from './en.ts';

const accented: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...'AÅBƁCÇDÐEÉFƑGĜHĤIÎJĴKĶLĻMṀNÑOÖPÞQǪRŔSŠTŢUÛVṼWŴXẊYÝZŽaåbƀcçdðeéfƒgĝhĥiîjĵkķlļmɱnñoöpþqǫrŕsštţuûvṽwŵxẋyýzž',
  ].flatMap((letter, index, all) => (index % 2 === 0 ? [[letter, all[index + 1] ?? letter]] : [])),
);

const LENGTHENING = 0.4;

/** One text; what stands in braces stays as it is. */
export function pseudo(text: string): string {
  const letters = text.replace(/\{\w+\}/g, '').length;
  const longer = text
    .split(/(\{\w+\})/)
    .map((part, index) => (index % 2 === 1 ? part : [...part].map((letter) => accented[letter] ?? letter).join('')))
    .join('');
  return letters === 0 ? longer : `[${longer}${'·'.repeat(Math.ceil(letters * LENGTHENING))}]`;
}

/** All texts of a language. Its locale stays: it is a name, not a text. */
export function pseudoText(text: Text): Text {
  const convert = (value: unknown): unknown =>
    typeof value === 'string'
      ? pseudo(value)
      : Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, convert(inner)]));
  return { ...(convert(text) as Text), locale: text.locale };
}
