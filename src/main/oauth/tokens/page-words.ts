/** What a page or a document of XML says in its places for it. Nothing of it is ever rendered, run or followed. */

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  copy: '©',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
};

const LAST_CODE_POINT = 0x10ffff;

/** References to characters as the characters; once, so that what was escaped twice stays text. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= LAST_CODE_POINT ? String.fromCodePoint(point) : whole;
  });
}

/** The text without everything from `open` to `close`. Linear: each character is looked at once. */
function without(text: string, open: string, close: string): string {
  const lower = text.toLowerCase();
  let rest = '';
  let from = 0;
  for (let at = lower.indexOf(open); at >= 0; at = lower.indexOf(open, from)) {
    rest += text.slice(from, at);
    const end = lower.indexOf(close, at + open.length);
    if (end < 0) return rest;
    from = end + close.length;
  }
  return rest + text.slice(from);
}

/** An element is looked at no further than this, in characters: tags within it are many, and words for people few. */
const LONGEST_ELEMENT = 20_000;

/** The text of the first element of this name; empty when there is none. */
function elementText(page: string, name: string): string {
  const opening = new RegExp(`<${name}(?:\\s[^<>]*)?>`, 'i').exec(page);
  if (!opening) return '';
  const content = page.slice(opening.index + opening[0].length).slice(0, LONGEST_ELEMENT);
  const end = content.toLowerCase().indexOf(`</${name}`);
  return textOf(end < 0 ? content : content.slice(0, end));
}

const ifShort = (text: string): string => (text.length > LONGEST_PAGE_OF_WORDS ? '' : text);

const textOf = (markup: string): string => decoded(markup.replace(/<[^<>]*>/g, ' ')).trim();

/** More than this is not a sentence, but what a page is made of. */
const LONGEST_PAGE_OF_WORDS = 300;

/** Title and heading of an HTML page; the first paragraph where it has neither; without any, all that it says, if short. */
export function pageWords(html: string): string {
  const page = [
    ['<!--', '-->'],
    ['<script', '</script'],
    ['<style', '</style'],
  ].reduce((rest, [open = '', close = '']) => without(rest, open, close), html);
  const title = elementText(page, 'title');
  const heading = elementText(page, 'h1') || elementText(page, 'h2');
  const parts = [title, heading].filter((part) => part !== '');
  if (parts.length === 0) return elementText(page, 'p') || ifShort(textOf(page.slice(0, LONGEST_ELEMENT)));
  return [...new Set(parts)].join(': ');
}

/** Elements in which documents of XML say what is wrong: SOAP 1.1 and 1.2, and what storage and gateways answer. */
const wordElements = ['error_description', 'faultstring', 'Text', 'Message', 'Description', 'Detail', 'Title'];
const errorElements = ['error', 'faultcode', 'Code', 'ErrorCode'];

/** Sentence and error code of a document of XML, each empty where it has none. Prefixes of namespaces do not matter. */
export function xmlWords(xml: string): { readonly error: string; readonly description: string } {
  const document = without(xml, '<!--', '-->')
    .replace(/<!\[CDATA\[/g, '')
    .replace(/\]\]>/g, '');
  const first = (names: readonly string[]): string =>
    names
      .map((name) => new RegExp(`<(?:[\\w.-]{1,40}:)?${name}(?:\\s[^<>]*)?>([^<]*)<`, 'i').exec(document)?.[1] ?? '')
      .map((text) => decoded(text).trim())
      .find((text) => text !== '') ?? '';
  return { error: first(errorElements), description: first(wordElements) };
}

/** Whether the text is a page for browsers rather than another document. */
export const isPage = (text: string, type: string): boolean =>
  /html/i.test(type) ||
  /^\s*(?:<!--[\s\S]{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|title|h[1-6]|div|p|pre|center)(?=[\s/>]|$)/i.test(
    text.slice(0, 1_000),
  );
