/** How else a name is written that stands in an address, in JSON inside a text, or in a path. Pure. */

/** What may stand right before a name and belongs to it as little as a space: the end of an escape. */
const AFTER_ESCAPE = '(?<=%[0-9a-f]{2}|\\\\[nrtbf]|\\\\u[0-9a-f]{4})';
/** What a name ends before, and begins after. Scripts without spaces have no such thing. */
const LETTER = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{N}]';
export const NAME_BEGINS = `(?:(?<!${LETTER})|${AFTER_ESCAPE})`;
export const NAME_ENDS = `(?!${LETTER})`;

const html = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const;

/** In ASCII alone, as some write JSON. */
const asciiJson = (name: string): string =>
  JSON.stringify(name)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Throws for half of a letter, which nothing writes in an address either. */
function encoded(name: string): string[] {
  try {
    const component = encodeURIComponent(name);
    // Once more, for an address in an address; some also encode what is allowed to stand.
    const strict = component.replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
    return [component, strict, component.replaceAll('%20', '+'), encodeURI(name), encodeURIComponent(component)];
  } catch {
    return [];
  }
}

/** The name as it is, and all others. */
export function spellingsOf(name: string): ReadonlySet<string> {
  const forms = [name.normalize('NFC'), name.normalize('NFD'), name.replaceAll('\\', '/')];
  return new Set(
    [name, ...forms].flatMap((form) => [
      form,
      ...encoded(form),
      JSON.stringify(form).slice(1, -1),
      asciiJson(form),
      form.replaceAll('@', '\\u0040'),
      form.replaceAll('@', '&#64;'),
      form.replace(/[&<>"']/g, (sign) => html[sign as keyof typeof html]),
    ]),
  );
}
