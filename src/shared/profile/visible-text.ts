/** Characters that nobody can see: whether a text holds some, and what is shown of a name that does. */

/**
 * Control and direction characters, spaces other than the plain one, characters without a shape, private ones, and halves
 * of a pair. Two names that differ in these alone look the same, and some make a name read as another.
 */
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]|(?! )\p{Zs}/u;

/** Whether a name or an address holds characters that nobody can see. */
export const holdsHiddenCharacters = (text: string): boolean => hidden.test(text);

/** What joins letters of scripts that are written so, and what makes one picture of several: in these places it is spelling. */
const joining =
  /(?<=(?![\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])[\p{L}\p{M}])[\u200c\u200d](?=[\p{L}\p{M}])|(?<=[\p{Extended_Pictographic}\p{EMod}]|\ufe0f)\u200d(?=\p{Extended_Pictographic})|(?<=\p{Emoji})\ufe0f/gu;

/**
 * Whether a text that a person wrote holds what nobody can see, and what may make it read as another. A joiner where a
 * script or a picture needs one is no such thing: names in Persian, and families, have them.
 */
export const holdsInvisible = (text: string): boolean => hidden.test(text.replace(joining, ''));

const breakersAround = /^[\s\u00ad\u200b\u2060\ufeff]+|[\s\u00ad\u200b\u2060\ufeff]+$/g;

/**
 * Without spaces around it, and without what text processors put there so that a line may break: it comes along from pages and
 * chats, and would make another secret of one. What turns a text around stays, and is refused.
 */
export const withoutEdges = (text: string): string => text.replace(breakersAround, '');

/** A name as it may be shown: one line, without characters that nobody can see. */
export function shownName(name: string): string {
  const spaced = name.replace(/[\s\p{Cc}\p{Z}]/gu, ' ');
  return spaced.replace(new RegExp(hidden, 'gu'), '').replace(/ +/g, ' ').trim();
}
