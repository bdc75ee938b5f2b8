/**
 * The values of a control as one text, as a person types them and as Sigma's messages hold them: a comma divides two
 * values. A comma within a value has a backslash before it, and so has a backslash where it would be read as such a mark.
 */

/** Percent-encoded; half of a pair, which has no encoding, as the sign for what is no character. */
export const percentEncoded = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));

/** @param text such as `West,North` or `Smith\, John` */
export function splitValues(text: string): string[] {
  const values: string[] = [];
  let value = '';
  for (let place = 0; place < text.length; place += 1) {
    const character = text.charAt(place);
    const next = text.charAt(place + 1);
    if (character === '\\' && (next === ',' || next === '\\')) {
      value += next;
      place += 1;
    } else if (character === ',') {
      values.push(value);
      value = '';
    } else value += character;
  }
  return [...values, value];
}

/** The text that `splitValues` takes apart into these values. */
export const joinValues = (values: readonly string[]): string =>
  values.map((value) => value.replace(/\\(?=[\\,]|$)/g, '\\\\').replaceAll(',', '\\,')).join(',');

/**
 * The values as a URL holds them ("Set control values in a URL using query string parameters" in Sigma's help): each
 * percent-encoded, with plain commas between them. Colons stay, since the page writes `min:1` and `:null` with them.
 */
export const encodeValues = (text: string): string =>
  splitValues(text)
    .map((value) => percentEncoded(value).replaceAll('%3A', ':'))
    .join(',');

/** The text of the values that stand in a URL. @param decode of one value, without its percent-encoding */
export const decodeValues = (encoded: string, decode: (value: string) => string): string =>
  joinValues(encoded.split(',').map(decode));
