/**
 * What people paste, as they mean it: an id in quotes, a line of a `.env` file, a whole address where a host belongs. Only
 * what leaves no doubt is changed; everything else stays as it was entered, and the schema says what is wrong with it.
 */
import { serverOrigin, webUrl, withoutRootDot, withScheme } from '../providers/address.ts';
import { productOf } from '../providers/known-hosts.ts';
import { metadataAddress, snowflakeAddress } from '../providers/pasted-servers.ts';
import { looksLikeAnId } from '../sigma/document-path.ts';

/** What is known of the content of a field. */
type Kind =
  /** Words for people: quotes may be meant. */
  | 'name'
  /** One word that another program gave. */
  | 'code'
  /** May hold anything: only white space and quotes around the whole are not part of it. */
  | 'secret'
  | 'address'
  | 'origin'
  | 'template'
  | 'metadata'
  | 'snowflake'
  | 'accountId'
  | 'connectionId'
  | 'email'
  | 'accountType'
  | 'teams'
  | 'scopes'
  | 'redirects';

/** By the last part of a field's name, or by the name of a value of the form. What is not here is left as it is. */
const kinds: Readonly<Record<string, Kind>> = {
  name: 'name',
  title: 'name',
  label: 'name',
  action: 'name',
  attribute: 'name',
  themeName: 'name',
  languageVariant: 'name',
  variant: 'name',
  embedClientId: 'code',
  clientId: 'code',
  keyId: 'code',
  tenant: 'code',
  audience: 'code',
  workspaceId: 'code',
  claim: 'code',
  teamsClaim: 'code',
  page: 'code',
  element: 'code',
  tag: 'name',
  bookmark: 'code',
  language: 'code',
  sessionSeconds: 'code',
  sessionLength: 'code',
  embedSecret: 'secret',
  clientSecret: 'secret',
  privateKey: 'secret',
  url: 'address',
  host: 'address',
  authority: 'origin',
  issuer: 'origin',
  address: 'template',
  metadataUrl: 'metadata',
  accountUrl: 'snowflake',
  accountId: 'accountId',
  sigmaConnectionId: 'connectionId',
  evalConnectionId: 'connectionId',
  email: 'email',
  accountType: 'accountType',
  teams: 'teams',
  scopes: 'scopes',
  redirectUris: 'redirects',
};

/**
 * What was entered into a field, as it is meant.
 *
 * @param field its name, such as `connections.new-1.clientId`
 */
export function cleaned(field: string, text: string): string {
  const name = field.slice(field.lastIndexOf('.') + 1);
  return Object.hasOwn(kinds, name) ? cleaners[kinds[name] ?? 'name'](text) : text;
}

/** Whether a field may hold a secret, of which nothing is ever said. */
export const isSecretField = (field: string): boolean => kinds[field.slice(field.lastIndexOf('.') + 1)] === 'secret';

/** Whether two texts differ in more than what nobody sees. */
export const isOtherText = (one: string, other: string): boolean =>
  one.replace(unseen, '') !== other.replace(unseen, '');

const blanks =
  '\\s\\p{Z}\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\u2800\\u3164';
const unseen = new RegExp(`[${blanks}]+`, 'gu');
const edges = new RegExp(`^[${blanks}]+|[${blanks}]+$`, 'gu');
/** What text processors put between letters so that a line may break there. What turns a text around is not among it: that is refused. */
const breakers = /[\u00ad\u200b\u2060\ufeff]/g;

const trimmed = (text: string): string => text.replace(edges, '');

const quotes: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['‘', '’'],
  ['‚', '‘'],
  ['«', '»'],
  ['»', '«'],
  ['‹', '›'],
  ['`', '`'],
];

/** Without one pair around the whole; in `"a" "b"` there is none. */
function unquoted(text: string, pairs = quotes): string {
  const pair = pairs.find(([open, close]) => text.length > 2 && text.startsWith(open) && text.endsWith(close));
  if (!pair) return text;
  const inner = text.slice(1, -1);
  return pair.some((mark) => inner.includes(mark)) ? text : trimmed(inner);
}

const bracketed: typeof quotes = [...quotes, ['<', '>']];

/** A line of a `.env` file, of a script, of YAML or of JSON: its value. */
function assignedValue(text: string): string {
  const assigned = /^(?:export\s+)?(?:[A-Z][A-Z\d]*(?:_[A-Z\d]+)*|[a-z]+(?:_[a-z\d]+)+)\s*=\s*(?=[^=\s])(.+)$/s.exec(
    text,
  );
  const named = /^(?:"[\w .-]+"|'[\w .-]+')\s*:\s*(.+)$/s.exec(text) ?? /^[A-Za-z][\w .()-]{0,40}:\s+(\S+)$/.exec(text);
  return assigned?.[1] ?? named?.[1] ?? text;
}

/** Several lines of which each names its own value are not one of them. */
const isWholeFile = (text: string): boolean => /\n\s*(?:export\s+)?[A-Za-z_]+\s*=/.test(text);

/** Without what was around it where it was copied. */
function code(text: string): string {
  if (isWholeFile(text.trim())) return text;
  let left = trimmed(text)
    .replace(breakers, '')
    .replace(/ *[\r\n]+ */g, '');
  for (let before = ''; before !== left; ) {
    before = left;
    // A list in a query may end in a comma that is meant.
    if (!left.includes('?')) left = left.replace(/[,;]+$/, '');
    left = trimmed(assignedValue(unquoted(trimmed(left), bracketed)));
  }
  return left;
}

const name = (text: string): string =>
  trimmed(text)
    .replace(breakers, '')
    .replace(/[\r\n\t]+|(?! )\p{Zs}/gu, ' ');

/** The words of a link stand before its address or behind it: `[words](https://…)`, `<https://…|words>`. */
const ofLink = (text: string): string =>
  (/^<([^<>|]+)\|[^<>]*>$/.exec(text) ?? /^\[[^[\]]*\]\((https?:[^()\s]+)\)$/i.exec(text))?.[1] ?? text;

/** Drivers write `jdbc:` before the host, and what else they need behind it. */
const ofDriver = (text: string): string =>
  text.replace(/^jdbc:(?:databricks|snowflake|spark):\/\/([\w.-]+)(?::443)?(?:[/?;].*)?$/is, 'https://$1');

/**
 * What known products serve, they serve by https. A host is written as it is read, so that nothing leads elsewhere than a
 * person sees: `https://a.example\@b.example` is at the first, `https:/a.example` is no path.
 */
function address(text: string): string {
  const plain = ofDriver(code(ofLink(trimmed(text))))
    .replace(/^(?:https?:\/\/)+(?=https?:\/\/)/i, '')
    .replace(/^(https?)\/\/(?=[^/])/i, '$1://');
  const entered = withScheme(plain);
  const whole = withoutRootDot(entered);
  const url = webUrl(whole);
  if (!url) return entered;
  const seen = /^https?:\/\/([^/?#]*)/i.exec(whole)?.[1]?.toLowerCase().replace(/:\d*$/, '');
  const written = seen === url.hostname ? whole : url.href;
  return url.protocol === 'http:' && productOf(url.hostname) !== null ? written.replace(/^http:/i, 'https:') : written;
}

/** The host of an address stands in it as it is, and the rest may hold names in braces. */
const template = (text: string): string => {
  const plain = code(text);
  return /^[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)/.test(plain) ? withScheme(plain) : plain;
};

const uuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

/** The one UUID that a text holds; null for none and for several. */
function onlyUuid(text: string): string | null {
  const found = text.match(uuid) ?? [];
  return found.length === 1 ? (found[0] ?? null) : null;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `Name-id` as the address of a connection ends, or the id alone. */
function idOfPart(part: string): string {
  const words = part.split('-');
  const last = words.at(-1) ?? '';
  const isId = words.length > 1 && (looksLikeAnId(last) || /^[A-Za-z\d]{20,}$/.test(last));
  return onlyUuid(part) ?? (isId ? last : part);
}

/** The id of a connection of Sigma: alone, with its name before it, or in the address of its page. */
function connectionId(text: string): string {
  const plain = code(text);
  if (!/[/?#]/.test(plain)) return onlyUuid(plain) ?? plain;
  const parts = decoded(plain.split(/[?#]/)[0] ?? '').split('/');
  const at = parts.findLastIndex((part) => /^connections?$/i.test(part));
  const part = at === -1 ? '' : (parts[at + 1] ?? '');
  return part === '' ? plain : idOfPart(trimmed(part));
}

/** An account of Databricks: its id, alone or in an address of its console. */
function accountId(text: string): string {
  const plain = code(text);
  return /[/?#]/.test(plain) ? (onlyUuid(plain) ?? plain) : plain;
}

/** `Ada <ada@example.com>` and `mailto:ada@example.com` name one address; a full stop behind it is that of a sentence. */
function email(text: string): string {
  const plain = code(text).replace(/^mailto:([^?]*)(?:\?.*)?$/i, (_link, address: string) => decoded(address));
  const named = /^[^<>@]*<([^<>]+)>$/.exec(plain);
  return trimmed(named?.[1] ?? plain).replace(/^([^\s@<>,;]+@[^\s@<>,;]*[^\s@<>,;.])\.$/, '$1');
}

/** What Sigma has by itself, as it spells it. Custom account types are the administrators' own. */
export const knownAccountTypes = ['View', 'Act', 'Analyze', 'Build'] as const;

function accountType(text: string): string {
  const plain = name(unquoted(trimmed(text)));
  return knownAccountTypes.find((known) => known.toLowerCase() === plain.toLowerCase()) ?? plain;
}

/** A list as it is written in JSON loses its brackets; a name in brackets keeps them. */
const withoutBrackets = (text: string): string => trimmed(text).replace(/^\[\s*(["'][\s\S]*["'])\s*\]$/, '$1');

function teams(text: string): string {
  if (isWholeFile(text.trim())) return text;
  const plain = trimmed(trimmed(text).replace(/^(?:export\s+)?[A-Z_]*TEAMS\s*=/, ''));
  if (!/[;\r\n[\]"“”„«»`]|^'.*'$/.test(plain)) return name(plain);
  const items = withoutBrackets(plain).split(/[,;\r\n]+/);
  return items
    .map((item) => name(unquoted(trimmed(item))))
    .filter(Boolean)
    .join(', ');
}

/** A role of Snowflake whose name has blanks is written so. */
const encodedRole = /\bsession:role-encoded:/;

/** Where blanks divide, a comma within a word is part of a scope (RFC 6749 section 3.3). */
const dividesByCommas = (text: string): boolean =>
  /[,;](?:[\s\p{Z}]|$)/u.test(text) || !/[\s\p{Z}]|\bsession:role/u.test(text);

function scopes(text: string): string {
  if (isWholeFile(text.trim())) return text;
  const given = withoutBrackets(unquoted(trimmed(assignedValue(trimmed(text))))).replace(breakers, '');
  const plain = encodedRole.test(given) ? given : given.replace(/%20/g, ' ');
  return plain
    .split(dividesByCommas(plain) ? /[\s\p{Z},;]+/u : /[\s\p{Z}]+/u)
    .map((scope) => unquoted(scope))
    .filter(Boolean)
    .join(' ');
}

/** One on each line. A host of this computer without a scheme is meant as every redirect URL of a program is. */
function redirects(text: string): string {
  if (isWholeFile(text.trim())) return text;
  const lines = withoutBrackets(assignedValue(trimmed(text))).split(
    /[\s\p{Z}]+|[,;]+(?=\s|$|["'<]|https?:|localhost|127\.)/iu,
  );
  return lines
    .map((line) => code(line))
    .filter(Boolean)
    .map((line) => (/^(?:localhost|127\.0\.0\.1|\[::1\])[:/]/i.test(line) ? `http://${line}` : line))
    .join('\n');
}

const cleaners: Readonly<Record<Kind, (text: string) => string>> = {
  name,
  code,
  secret: (text) => unquoted(trimmed(text)),
  address,
  origin: (text) => serverOrigin(address(text)),
  template,
  metadata: (text) => metadataAddress(address(text)),
  // The name of an account is no address yet.
  snowflake: (text) => snowflakeAddress(/[:/]/.test(text) ? address(text) : code(text)),
  accountId,
  connectionId,
  email,
  accountType,
  teams,
  scopes,
  redirects,
};
