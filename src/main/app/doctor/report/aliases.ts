/**
 * Numbers in the place of names, so that a report tells what is wrong and not whose it is. What was met once has the same
 * number everywhere. Names are learned before anything is written: one that is met late stands in what came earlier too.
 */

import { REDACTED } from '../../../log/redact.ts';
import { NAME_BEGINS, NAME_ENDS, spellingsOf } from './spellings.ts';

export type NameKind =
  | 'Profile'
  | 'Connection'
  | 'Workbook'
  | 'Person'
  | 'Team'
  | 'Value'
  | 'Organisation'
  | 'Issuer'
  | 'Computer';

export interface Aliases {
  /** The number of a name. */
  of(kind: NameKind, name: string): string;
  /** The same for a host, with its port left as it is. */
  ofHost(host: string): string;
  /** Another word for a name, without a number. */
  as(name: string, word: string): void;
  /** Notes every address and host that a value holds; by the name of a field also those that look like any word. */
  learn(value: unknown): void;
  /** The text without what was learned, and without addresses. */
  hide(text: string): string;
  /** A copy with every text hidden; the names of fields stay. */
  hideAll<Value>(value: Value): Value;
}

/** What leads back to this computer says nothing of anybody, and matters for redirect URLs. */
const ownHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0)$/i;

/** Also where its sign is written as an escape. No `=`, `/`, `&` or `%`: those part it from what stands before. */
const email =
  /[\p{L}\p{N}_][\p{L}\p{M}\p{N}.!#$'*+^_`~-]{0,63}(?:@|%(?:25){0,2}40|\\u0040|&#64;)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/giu;
/** Its slashes may be escapes too. */
const hostOfUrl =
  /[a-z][a-z0-9+.-]{0,20}(?::|%(?:25){0,2}3a)(?:\/\/|\\\/\\\/|(?:%(?:25){0,2}2f){2})(?:[^\s/@"'<>]{1,256}@)?(\[[0-9a-f:.]+\]|[^\s/:?#"'<>\\,;%)\]]{1,253})/gi;
/** Who somebody is there; a password was taken out before. */
const userOfUrl = /:\/\/([^\s/@:"'<>?#\\]{2,64})@/g;
/** What the system, and the library of TLS, say of a host that stands in no address. */
const hostInWords =
  /\b(?:ENOTFOUND|EAI_[A-Z]+|ECONN[A-Z]+|ETIMEDOUT|EHOST[A-Z]+|ENET[A-Z]+|EADDR[A-Z]+|Host:|DNS:|IP Address:)\s{0,4}((?:\*\.)?(?:[\w-]{1,63}\.){1,10}[\w-]{1,63}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})/g;
/** An address of the Internet protocol, version 4; numbers of versions have larger parts, or fewer. */
const address4 = /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\d)/g;
/** A folder of a person, whoever it is, and in whatever form: the short one of Windows as well. */
const homeFolder =
  /(?<![\w.-])(?:\/|\\{1,4}|%5c|%2f)(?:Users|home|Documents and Settings)(?:\/|\\{1,4}|%5c|%2f)([^\\/"'<>|:*?%\r\n]{1,64}(?=[\\/%])|[^\\/"'<>|:*?%\s]{1,64})/gi;
/** Folders of all. */
const everybody = /^(?:public|default|all users|shared|guest|root)$/i;
const hostField = /host|proxy|origin|domain|server/i;
const issuerField = /issuer|certificate/i;
/** A name of a host, or an address of the Internet protocol; perhaps with a port. */
const bareHost =
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,62}\.)+[a-z0-9-]{1,63}|\[[0-9a-f:.]+\]|[0-9a-f]*(?::[0-9a-f]*){2,7})(?::\d{1,5})?$/i;
/** A name of a field. */
const fieldName = /^[\w.-]{1,64}$/;

/** What many call their profile or connection says whose it is as little as it is a name, and stands in many other words. */
const products: ReadonlySet<string> = new Set([
  ...[
    'databricks',
    'snowflake',
    'google',
    'google cloud',
    'bigquery',
    'entra',
    'entra id',
    'microsoft',
    'azure',
    'azure databricks',
  ],
  ...[
    'okta',
    'auth0',
    'ping',
    'pingidentity',
    'sigma',
    'sightglass',
    'oauth',
    'oidc',
    'demo',
    'test',
    'default',
    'production',
  ],
]);

/** Stands in no text, so that an expression of no names matches none. */
const NOTHING = '\u0000\u0000';

/** Shorter ones would take letters out of words. */
const SHORTEST = 2;

/** The longest first: a name may hold another one. */
const anyOf = (names: readonly string[]): RegExp =>
  new RegExp(
    `${NAME_BEGINS}(?:${names
      .toSorted((one, other) => other.length - one.length)
      .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
      .join('|')})${NAME_ENDS}`,
    'giu',
  );

export function createAliases(): Aliases {
  const aliases = new Map<string, string>();
  /** Every way in which a name may be written. */
  const spellings = new Map<string, string>();
  const counts = new Map<string, number>();
  let expression: RegExp | null = null;

  const next = (kind: string): number => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count;
  };
  const keyOf = (name: string): string => name.trim().toLowerCase();

  function note(name: string, word: string): void {
    const key = keyOf(name);
    aliases.set(key, word);
    expression = null;
    if (key.length < SHORTEST || products.has(key)) return;
    for (const form of spellingsOf(name.trim())) {
      if (!spellings.has(form.toLowerCase()) || form === name.trim()) spellings.set(form.toLowerCase(), word);
    }
  }

  function alias(kind: string, name: string, divider: string): string {
    const key = keyOf(name);
    const known = aliases.get(key);
    if (known !== undefined) return known;
    const made = `${kind}${divider}${next(kind)}`;
    note(name, made);
    return made;
  }

  const of = (kind: NameKind, name: string): string => alias(kind, name, ' ');

  function ofHost(host: string): string {
    const [, name = host, port = ''] = /^(.*?)(:\d{1,5})?$/.exec(host) ?? [];
    if (ownHost.test(name) || name === '') return host;
    return `${alias('host', name, '-')}${port}`;
  }

  function learnText(text: string, field: string): void {
    for (const [address] of text.matchAll(email)) of('Person', address.replace(/%(?:25)*40|\\u0040|&#64;/i, '@'));
    for (const [, host = ''] of text.matchAll(hostOfUrl)) ofHost(host);
    for (const [, user = ''] of text.matchAll(userOfUrl)) if (user !== REDACTED) of('Person', user);
    for (const [, host = ''] of text.matchAll(hostInWords)) ofHost(host.replace(/^\*\./, ''));
    for (const [address] of text.matchAll(address4)) if (!address.startsWith('0.')) ofHost(address);
    for (const [, name = ''] of text.matchAll(homeFolder)) if (!everybody.test(name)) of('Person', name);
    const word = text.trim();
    if (hostField.test(field) && bareHost.test(word)) ofHost(word);
    else if (issuerField.test(field) && word !== '' && !word.includes('://')) of('Issuer', word);
  }

  function learn(value: unknown, field = ''): void {
    if (typeof value === 'string') learnText(value, field);
    else if (Array.isArray(value)) for (const item of value) learn(item, field);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) learn(item, name);
    }
  }

  const learned = (): RegExp => {
    expression ??= anyOf([...spellings.keys(), NOTHING]);
    return expression;
  };

  function hide(text: string): string {
    learnText(text, '');
    return spellings.size === 0 ? text : text.replace(learned(), (name) => spellings.get(keyOf(name)) ?? '(name)');
  }

  function hideAll<Value>(value: Value): Value {
    const copy = (item: unknown): unknown => {
      if (typeof item === 'string') return hide(item);
      if (Array.isArray(item)) return item.map(copy);
      if (typeof item !== 'object' || item === null) return item;
      return Object.fromEntries(
        Object.entries(item).map(([name, field]) => [fieldName.test(name) ? name : hide(name), copy(field)]),
      );
    };
    return copy(value) as Value;
  }

  return { of, as: note, ofHost, learn: (value) => learn(value), hide, hideAll };
}
