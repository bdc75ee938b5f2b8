/**
 * Takes secrets out of text and values before they are written down or shown. There are two nets, one behind the other:
 * values under names that announce a secret, and anything that is shaped like one wherever it stands: by a beginning that
 * is documented, or because nobody would write it (`random-text.ts`).
 *
 * Every expression here is linear in the length of the text: each either cannot start inside its own match (the
 * look-behinds) or always matches what it has read (closing quotes are optional). Keep it so.
 */
import { constants } from 'node:os';
import { errorClasses } from '../../shared/errors.ts';
import { holdsRandomText, withoutRandomText } from './random-text.ts';

export const REDACTED = '[redacted]';

/** Names that are secret as a whole, compared without case, hyphens and underscores. */
const secretNames = new Set([
  'code',
  'authorizationcode',
  'authcode',
  'devicecode',
  'usercode',
  'state',
  'nonce',
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'pwd',
  'pass',
  'sid',
  'sig',
  'sessionid',
  'accountkey',
  'sharedaccesskey',
  'samlrequest',
  'samlresponse',
  'xamzsignature',
]);

/** Names that mean too many other things in prose. */
const onlyOfPairs = /^(?:code|state|pass|sid|sig)$/i;

/** And names that end like this: `SIGMA_EMBED_SECRET`, `refreshToken`, `subject_token`, `:jwt`. */
const secretEnding =
  /(?:secrets?|tokens?|jwt|password|passwd|passphrase|assertion|verifier|apikey|privatekey|credentials?|idtokenhint)$/;

function isSecretName(name: string): boolean {
  const plain = name.replace(/[-_:]/g, '').toLowerCase();
  return secretNames.has(plain) || secretEnding.test(plain);
}

/** Our own error codes, and those of the system, travel under the name `code` too, and are no secret. */
const isErrorCode = (value: string): boolean =>
  Object.hasOwn(errorClasses, value) ||
  Object.hasOwn(constants.errno, value) ||
  /^ERR_[A-Z][A-Z0-9_]{1,60}$/.test(value);

/** A kind of place where a name announces a value. Both expressions are tried at one position after the other. */
interface Place {
  /** Ends right before the value; its group `name` is the name. */
  readonly head: RegExp;
  /** Sticky. The whole match is replaced, but for the quotes in its group `quote`. */
  readonly value: RegExp;
  readonly isSecret: (name: string, value: string) => boolean;
}

const quotedText = /(?<quote>\\{0,8}["'])(?:(?!\k<quote>)(?:\\.|[^\\]))*(?:\k<quote>)?/sy;

/** Where a word may begin: not inside of another, but behind an escape, whose last letter is none of its. */
const START = String.raw`(?:(?<![A-Za-z0-9])|(?<=%(?:25){0,4}[0-9A-Fa-f]{2}|\\[nrtbf]|\\u[0-9A-Fa-f]{4}))`;

const places: readonly Place[] = [
  {
    // `"name": "value"`, also where the quotes are escaped, as in JSON inside JSON.
    head: /(?<mark>\\{0,8}["'])(?<name>[\w:-]{1,64})\k<mark>\s{0,16}(?::|=>)\s{0,16}/g,
    value: quotedText,
    isSecret: (name, value) => isSecretName(name) && !isErrorCode(value),
  },
  {
    // Header by header in a list, as Node and its libraries hold them.
    head: /(?<mark>["'])(?<name>(?:proxy-)?authorization|(?:set-)?cookie|x-api-key)\k<mark>\s{0,16},\s{0,16}/gi,
    value: quotedText,
    isSecret: () => true,
  },
  {
    // The same where quotes are written as HTML.
    head: /&(?:quot|#34|#39);(?<name>[\w:-]{1,64})&(?:quot|#34|#39);\s{0,16}:\s{0,16}&(?:quot|#34|#39);/g,
    value: /[^&]+/y,
    isSecret: (name, value) => isSecretName(name) && !isErrorCode(value),
  },
  {
    // `"name": "value"`, percent-encoded, however often.
    head: /%(?:25){0,4}22(?<name>[\w:-]{1,64})%(?:25){0,4}22(?:\+|%(?:25){0,4}20){0,4}(?::|%(?:25){0,4}3[Aa])(?:\+|%(?:25){0,4}20){0,4}/g,
    value: /(?<quote>%(?:25){0,4}22)(?:(?!\k<quote>)[^\s&"'])*(?:\k<quote>)?/y,
    isSecret: (name, value) => isSecretName(name) && !isErrorCode(value),
  },
  {
    // `<name>value</name>`
    head: /<(?<name>[\w:-]{1,64})>/g,
    value: /[^<]+/y,
    isSecret: (name) => isSecretName(name) && !onlyOfPairs.test(name),
  },
  {
    // `name=value` in queries, fragments, forms and settings, also where they are percent-encoded, however often, or
    // where their signs are escaped for JSON.
    head: /(?:(?<![\w-])|%(?:25){0,4}[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})(?<name>[\w-]{1,64})(?:=|%(?:25){0,4}3[Dd]|\\u003[Dd])/g,
    value: /(?<quote>["'])(?:(?!\k<quote>).)*(?:\k<quote>)?|[^&\s"'<>]+/sy,
    isSecret: (name) => isSecretName(name),
  },
  {
    // `--name value` of a command line.
    head: /(?<![\w-])--?(?<name>[A-Za-z][\w-]{0,63})[ \t]{1,4}/g,
    value: /(?<quote>["'])(?:(?!\k<quote>).)*(?:\k<quote>)?|[^\s"'<>-][^\s"'<>]*/sy,
    isSecret: (name) => isSecretName(name) && !onlyOfPairs.test(name),
  },
  {
    // `name: value` in prose and in printed objects, where "code" and "state" mean too many other things.
    head: /(?<![\w-])(?<name>[\w-]{1,64})(?:\s{0,4}:|\s{0,4}=>|\s{1,4}=)\s{0,4}/g,
    value: /(?<quote>["'])(?:(?!\k<quote>).)*(?:\k<quote>)?|[^&\s"'<>,;{}[\]]+/sy,
    isSecret: (name) => isSecretName(name) && !onlyOfPairs.test(name),
  },
];

/**
 * Replaces the values after secret names. Values after other names are not skipped but read on, since they may hold
 * pairs of their own: an address in a parameter, JSON in JSON.
 */
function redactPlace(text: string, { head, value, isSecret }: Place): string {
  let result = '';
  let done = 0;
  head.lastIndex = 0;
  for (let found = head.exec(text); found; found = head.exec(text)) {
    const start = head.lastIndex;
    value.lastIndex = start;
    const name = found.groups?.name ?? '';
    if (!isSecretName(name)) continue;
    const match = value.exec(text);
    if (!match) continue;
    const quote = match.groups?.quote ?? '';
    const inner = match[0].slice(quote.length, match[0].length - (match[0].endsWith(quote) ? quote.length : 0));
    if (inner === '' || !isSecret(name, inner)) continue;
    result += `${text.slice(done, start)}${quote}${REDACTED}${quote}`;
    done = start + match[0].length;
    head.lastIndex = done;
  }
  return result + text.slice(done);
}

const BEHIND_ESCAPE = String.raw`(?<=\\[nrtbf]|\\u[0-9A-Fa-f]{4}|%(?:25){0,4}[0-9A-Fa-f]{2})`;
const headerLine = new RegExp(
  String.raw`(?:(?<![\w-])|${BEHIND_ESCAPE})((?:proxy-)?authorization|(?:set-)?cookie)(\s{0,4}(?::|%3A)\s{0,4})[^\r\n]*`,
  'gi',
);
const scheme = new RegExp(
  String.raw`(?:(?<![\w-])|${BEHIND_ESCAPE})(bearer|basic|dpop)(\s{1,4}|%20|\+)(?!(?:tokens?|proofs?|auth\w{0,20}|scheme)(?![\w-]))[\w.~+/=%-]+`,
  'gi',
);

/**
 * A password in front of a host; also where slashes are escaped, or all of it is percent-encoded. People write into it what no
 * address should hold: the address of a mailbox as the name, a slash in the password (where a port alone has one), and an @.
 */
const inAddress =
  /(:(?:\/\/|\\\/\\\/))[^\s/:"'<>\\]{0,256}:(?!\d{1,5}[/?#\\])[^\s@"'<>]{1,512}(?:@[^\s@/?#,;"'<>\\]{1,256}){0,4}(?=@)/g;
const inEncodedAddress =
  /(%(?:25){0,4}3A(?:%(?:25){0,4}2F){2})(?:(?!%(?:25){0,4}(?:2F|40|3A))[^\s/@:"'<>&]){0,256}%(?:25){0,4}3A(?:(?!%(?:25){0,4}(?:2F|40))[^\s/@:"'<>&]){1,512}(?=%(?:25){0,4}40)/gi;
/** The same without a scheme, as variables for proxies have it: only before a host with a port. */
const beforeHost =
  /(?<![\w:/@.%~+-])[\w.%~+-]{1,64}:[^\s@:/"'<>]{1,256}(?=@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}:\d{1,5}(?!\w))/g;

/** JWS (3 parts) and JWE (5 parts): both begin with a JSON object in base64url. */
const jsonWebToken = new RegExp(
  String.raw`(?:(?<![\w-])|${BEHIND_ESCAPE})eyJ[\w-]*(?:(?:\.|%(?:25){0,4}2[Ee])[\w-]*){1,4}`,
  'g',
);
/** Secrets of the servers that the program meets, by the beginnings that their makers gave them. */
const announced: readonly RegExp[] = [
  // Databricks
  new RegExp(String.raw`${START}(?:dose|dapi|dkea|doauth)[\w-]{12,}`, 'g'),
  // Google: client secrets, access tokens, keys, refresh tokens, codes
  new RegExp(String.raw`${START}GOCSPX-[\w-]{10,}`, 'g'),
  new RegExp(String.raw`${START}ya29\.[\w.-]{10,}`, 'g'),
  new RegExp(String.raw`${START}AIza[\w-]{30,}`, 'g'),
  /(?<![\w/])(?:1\/\/0|4\/0A)[\w-]{10,}/g,
  // Snowflake
  new RegExp(String.raw`${START}ver:\d{1,4}-hint:[\w+/=.:%-]{8,}`, 'g'),
  // Entra ID: client secrets, refresh tokens and codes of companies, those of personal accounts
  /(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{20,}/g,
  /(?<![\w.-])[01]\.A(?=[\w.-]*\d)[\w.-]{20,}/g,
  /(?<![\w.])M\.[A-Z]\d{2,4}_[\w.!*$-]{10,}/g,
  // Auth0
  /(?<![\w.-])v1\.M(?=[\w-]*\d)[\w-]{16,}/g,
];
const privateKey = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END )[\s\S])*(?:-----END [A-Z ]{0,40}-----)?/g;
/** Base64 that is broken into lines, also where the breaks are escaped; the last line may be short. */
const brokenIntoLines =
  /(?<![\w+/=-])[\w+/-]{60,76}(?:(?:\\{1,8}r)?\\{1,8}n|\r?\n)(?:[\w+/-]{60,76}(?:(?:\\{1,8}r)?\\{1,8}n|\r?\n))*(?:[\w+/-]{1,76}={0,2}(?=["'\\\r\n]|$))?/g;
/**
 * A token as Sigma wants it encrypted (see `sigma/token-encryption.ts`): salt, initialisation vector, tag and ciphertext,
 * each in base64, divided by full stops; plain or percent-encoded.
 */
const sigmaToken =
  /(?<![A-Za-z0-9+/%])[A-Za-z0-9+/%]{16,}={0,2}(?:\.[A-Za-z0-9+/%]{16,}={0,2}){2}\.[A-Za-z0-9+/%]+={0,2}/g;
const longHex = /(?<![0-9A-Fa-f])[0-9A-Fa-f]{64,}/g;
const longRun = /(?<![\w+-])[\w+-]{40,}/g;
const uuid = /[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/g;

const ofWords = /^[a-z]{0,14}(?:[A-Z][a-z]{1,14})+$/;

/**
 * Whether a long run of characters looks random: mixed kinds of characters, many different ones. One that is divided into
 * short pieces or written words is a name; random text with dividers was found before.
 */
function looksRandom(run: string): boolean {
  const rest = run.replace(uuid, '');
  if (rest.length < 40 || rest.split(/[-_+]/).every((piece) => piece.length <= 15 || ofWords.test(piece))) return false;
  const [lower, upper, digit] = [/[a-z]/.test(rest), /[A-Z]/.test(rest), /\d/.test(rest)];
  return ((lower && upper) || (digit && (lower || upper))) && new Set(rest).size >= 10;
}

const withoutCredentials = (text: string): string =>
  text.replace(inAddress, `$1${REDACTED}`).replace(inEncodedAddress, `$1${REDACTED}`).replace(beforeHost, REDACTED);

/** The text without secrets. Linear in its length. */
export function redact(text: string): string {
  const lines = text.replace(privateKey, REDACTED).replace(headerLine, `$1$2${REDACTED}`);
  // Before the names: of `authorization=Basic abc` they would take the first word alone.
  const schemes = withoutCredentials(lines).replace(scheme, `$1$2${REDACTED}`);
  const named = places.reduce(redactPlace, schemes);
  const shaped = [jsonWebToken, ...announced, sigmaToken].reduce((rest, shape) => rest.replace(shape, REDACTED), named);
  const whole = shaped.replace(brokenIntoLines, (lines) => (holdsRandomText(lines) ? REDACTED : lines));
  return withoutRandomText(whole, REDACTED)
    .replace(longHex, REDACTED)
    .replace(longRun, (run) => (looksRandom(run) ? REDACTED : run));
}

const MAX_DEPTH = 8;
const MAX_ITEMS = 200;
const MAX_TEXT = 16_384;

/** A copy of the value, fit for JSON and without secrets: under telling names, in texts, in keys, in errors. */
export function redactValue(value: unknown): unknown {
  return copy(value, 0, new Set());
}

function copy(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string') return redact(value.slice(0, MAX_TEXT));
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return undefined;
  if (depth >= MAX_DEPTH || above.has(value)) return '[left out]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL || value instanceof URLSearchParams) return redact(value.toString().slice(0, MAX_TEXT));
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  above.add(value);
  const result = Array.isArray(value)
    ? value.slice(0, MAX_ITEMS).map((item) => copy(item, depth + 1, above))
    : copyFields(value instanceof Error ? errorFields(value) : value, depth, above);
  above.delete(value);
  return result;
}

function copyFields(value: object, depth: number, above: Set<object>): Record<string, unknown> {
  const fields = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(
    fields.map(([name, field]) => [
      redact(name),
      isSecretField(name, field) ? REDACTED : copy(field, depth + 1, above),
    ]),
  );
}

function isSecretField(name: string, field: unknown): boolean {
  if (field === null || field === undefined || field === '' || typeof field === 'boolean') return false;
  if (name === 'code' && (typeof field === 'number' || (typeof field === 'string' && isErrorCode(field)))) return false;
  return isSecretName(name);
}

function errorFields(error: Error): Record<string, unknown> {
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name: error.name,
    message: error.message,
    // Node's error codes are words in capitals, such as ENOENT.
    ...(typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$|^[a-z_]{2,60}$/.test(code) ? { errorCode: code } : {}),
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  };
}
