/**
 * What a server says when it refuses, whatever shape its answer has. RFC 6749 section 5.2 names two fields; gateways,
 * proxies, APIs and the products themselves use many others, and pages. What is read here is foreign text: it goes to
 * people through `shownWords`, and to rules that know a refusal by its words.
 */
import { plainText } from '../../log/plain-text.ts';
import { readText } from '../../net/read-text.ts';
import { isPage, pageWords, xmlWords } from './page-words.ts';

export interface ServerWords {
  /** The server's name or number for what is wrong; empty when there was none. */
  readonly error: string;
  /** What it says to people, as it came: of any length, with whatever is in it. */
  readonly description: string;
}

/** An answer, as far as it can say something. */
export interface SpokenAnswer {
  readonly headers: Headers;
  readonly body: string;
}

const NOTHING: ServerWords = { error: '', description: '' };

/** Reads what the server says: the body first, then `WWW-Authenticate` (RFC 6750 section 3). */
export function serverWords({ headers, body }: SpokenAnswer): ServerWords {
  const said = bodyWords(body, headers.get('content-type') ?? '');
  const challenge = headers.get('www-authenticate') ?? '';
  return {
    error: said.error || challengeValue(challenge, 'error'),
    description: said.description || challengeValue(challenge, 'error_description'),
  };
}

/**
 * The words as one line for people: no control or direction characters, nothing that looks like a secret, at most 500
 * characters and the error behind them. Empty when nothing was said.
 *
 * @param sent secrets of the request, which some servers repeat
 */
export function shownWords({ error, description }: ServerWords, sent: readonly string[] = []): string {
  const [name, words] = [plainText(error, 100, sent), plainText(description, 500, sent)];
  return [words, name === '' || name === words ? '' : `(${name})`].filter((part) => part !== '').join(' ');
}

/** The words of an answer that was not read yet, for people. For endpoints whose refusals have no other meaning. */
export async function wordsForPeople(answer: Response, sent: readonly string[] = []): Promise<string> {
  return shownWords(serverWords({ headers: answer.headers, body: await readText(answer) }), sent);
}

function bodyWords(body: string, type: string): ServerWords {
  // Some APIs begin with what keeps their JSON from running as a script.
  const text = body.trim().replace(/^\)\]\}'\s*/, '');
  const json = parsed(text);
  if (json !== undefined) return valueWords(json, 0);
  if (isPage(text, type)) return wordsOnly(textWords(pageWords(text), 0));
  if (text.startsWith('<')) return xmlWords(text);
  // What a server meant as JSON and is none is not for people either.
  if (/^[{[]/.test(text)) return NOTHING;
  if (/\bx-www-form-urlencoded\b/i.test(type) || isForm(text)) return formWords(text);
  return isReadable(text) ? textWords(text, 0) : NOTHING;
}

/** Members of a form, one of which is the error, whatever the answer calls itself. */
const isForm = (text: string): boolean => /^[^\s<]*$/.test(text) && /(?:^|&)error=/.test(text);

/** A page is for people, whoever put it there: what it says decides nothing by its name. */
const wordsOnly = ({ error, description }: ServerWords): ServerWords => ({
  error: '',
  description: description || error,
});

/** A text alone: a sentence, an error as RFC 6749 writes them, or JSON that a gateway passed on as text. */
function textWords(text: string, depth: number): ServerWords {
  const json = opened(text);
  if (json !== text) return valueWords(json, depth + 1);
  return /^[a-z]+(?:_[a-z]+)+$/.test(text) ? { error: text, description: '' } : { error: '', description: text };
}

/** What a text of JSON holds; everything else as it is. */
const opened = (value: unknown): unknown =>
  typeof value === 'string' && /^\s*[{[]/.test(value) ? (parsed(value) ?? value) : value;

/**
 * What JSON holds; undefined for another shape. Servers that put their JSON together by hand leave line breaks and the like
 * in its texts, where none may be; outside of them a space says the same.
 */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/\p{Cc}/gu, ' '));
  } catch {
    return undefined;
  }
}

function formWords(text: string): ServerWords {
  const form = new URLSearchParams(text);
  return { error: form.get('error') ?? '', description: form.get('error_description') ?? '' };
}

const FIRST_LOOK = 2_000;

/** Whether it is text at all, and no picture, archive or noise. */
function isReadable(text: string): boolean {
  const start = text.slice(0, FIRST_LOOK);
  const foreign = start.match(/[\p{Cc}\ufffd]/gu)?.filter((character) => !/\s/.test(character)).length ?? 0;
  return foreign * 20 <= start.length;
}

/** A member of a challenge: quoted or a token (RFC 9110 section 11.2). */
function challengeValue(challenge: string, name: string): string {
  const found = new RegExp(`(?:^|[\\s,])${name}\\s{0,4}=\\s{0,4}(?:"((?:[^"\\\\]|\\\\.)*)"|([\\w.-]+))`, 'i').exec(
    challenge,
  );
  return found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2] ?? '';
}

/** Names without regard to case, hyphens and underscores. Those that say most come first. */
const wordNames = [
  'errordescription',
  'errorsummary',
  'message',
  'errormessage',
  'errormsg',
  'description',
  'detail',
  'faultstring',
  'msg',
  'statusmessage',
  'reason',
  'errordetail',
  'errorverbose',
  'errorhint',
  'usermessage',
];
const errorNames = ['error', 'errorcode', 'err', 'scimtype', 'errorname', 'code', 'status', 'type'];
/** In which further objects or lists stand: Google, PingOne, SCIM, FastAPI, Okta, gateways. */
const containerNames = ['error', 'errors', 'message', 'messages', 'detail', 'details', 'errorcauses', 'fault', 'err'];
const placesOfWords: ReadonlySet<string> = new Set([...containerNames, ...wordNames]);

const MAX_DEPTH = 4;
const MAX_ITEMS = 5;

function valueWords(value: unknown, depth: number): ServerWords {
  if (depth > MAX_DEPTH) return NOTHING;
  if (typeof value === 'string') return textWords(value, depth);
  if (typeof value !== 'object' || value === null) return NOTHING;
  if (Array.isArray(value)) return together(value.slice(0, MAX_ITEMS).map((item) => valueWords(item, depth + 1)));
  return objectWords(value, depth);
}

function objectWords(object: object, depth: number): ServerWords {
  const members = new Map(
    Object.entries(object).map(([given, value]) => {
      const name = plainName(given);
      return [name, placesOfWords.has(name) ? opened(value) : value];
    }),
  );
  const first = (names: readonly string[], isFit = (_text: string) => true): string =>
    names.map((name) => textOf(members.get(name))).find((text) => text !== '' && isFit(text)) ?? '';
  const inner = [...placesOfWords]
    .map((name) => members.get(name))
    .filter((value) => typeof value === 'object' && value !== null)
    .map((value) => valueWords(value, depth + 1));
  const name = first(errorNames, isName);
  const own = [textOf(members.get('title')), placed(members.get('loc'), first(wordNames))];
  const sentences = own.filter((text) => text !== '');
  // An error that is a sentence, as servers write that know no code.
  const isSentence = sentences.length === 0 && /\s/.test(name);
  const said = together([
    { error: isSentence ? '' : name, description: isSentence ? name : inOne(sentences, ': ') },
    ...inner,
  ]);
  if (said.description !== '') return said;
  // Under a name of its own. Texts that stand there could be anything; further objects have names of theirs.
  const inside = Object.values(object).filter(isObject).slice(0, MAX_ITEMS);
  const found = together([said, ...inside.map((value) => valueWords(value, depth + 1))]);
  if (found.description !== '' || depth === 0) return found;
  // Lists by the name of a field, as in `{"errors": {"client_id": ["…"]}}`
  return together([found, valueWords(Object.values(object).filter(Array.isArray).flat(), depth + 1)]);
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const plainName = (name: string): string => name.replace(/[-_]/g, '').toLowerCase();

/** Of a member: text, a number, or text with its language beside it (OData). */
function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (isObject(value) && 'lang' in value && 'value' in value) return textOf(value.value);
  return typeof value === 'string' ? value.trim() : '';
}

/** A status says nothing new, nor does the address of a problem's type (RFC 9457 section 3.1.1). */
const isName = (text: string): boolean => !/^\d{1,3}$|^(?:error|fail|failed|failure)$|^about:|\/\//i.test(text);

/** Where a field is named beside its fault (FastAPI), the name goes first. */
function placed(place: unknown, words: string): string {
  const names = Array.isArray(place) ? place.filter((part) => typeof part === 'string') : [];
  return names.length === 0 || words === '' ? words : `${names.join('.')}: ${words}`;
}

/** Sentences that end keep their end; others are divided by the mark. */
const inOne = (sentences: readonly string[], mark: string): string =>
  sentences.reduce(
    (line, sentence) => (line === '' ? sentence : `${line}${/[.!?:;]$/.test(line) ? ' ' : mark}${sentence}`),
    '',
  );

/** The first error, and all sentences once. */
function together(all: readonly ServerWords[]): ServerWords {
  const sentences = new Set(all.map(({ description }) => description).filter((text) => text !== ''));
  return {
    error: all.find(({ error }) => error !== '')?.error ?? '',
    description: inOne([...sentences].slice(0, MAX_ITEMS), '; '),
  };
}
