/**
 * Numbers in the place of names, so that a report tells what is wrong and not whose it is. What was met once has the same
 * number everywhere. Names are learned before anything is written: one that is met late stands in what came earlier too.
 */

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

const email = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi;
const hostOfUrl = /[a-z][a-z0-9+.-]{0,20}:\/\/(?:[^\s/@"'<>]{1,256}@)?(\[[0-9a-f:.]+\]|[^\s/:?#"'<>\\,;)\]]{1,253})/gi;
const hostField = /host|proxy|origin|domain|server/i;
const issuerField = /issuer|certificate/i;
/** A name of a host, or an address of the Internet protocol; perhaps with a port. */
const bareHost =
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,62}\.)+[a-z0-9-]{1,63}|\[[0-9a-f:.]+\]|[0-9a-f]*(?::[0-9a-f]*){2,7})(?::\d{1,5})?$/i;

/** What a name ends before, and begins after. Scripts without spaces have no such thing. */
const LETTER = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{N}]';

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

export function createAliases(): Aliases {
  const aliases = new Map<string, string>();
  const counts = new Map<string, number>();
  let expression: RegExp | null = null;

  const next = (kind: string): number => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count;
  };
  const keyOf = (name: string): string => name.trim().toLowerCase();

  function alias(kind: string, name: string, divider: string): string {
    const key = keyOf(name);
    const known = aliases.get(key);
    if (known !== undefined) return known;
    const made = `${kind}${divider}${next(kind)}`;
    aliases.set(key, made);
    expression = null;
    return made;
  }

  const of = (kind: NameKind, name: string): string => alias(kind, name, ' ');

  function as(name: string, word: string): void {
    aliases.set(keyOf(name), word);
    expression = null;
  }

  function ofHost(host: string): string {
    const [, name = host, port = ''] = /^(.*?)(:\d{1,5})?$/.exec(host) ?? [];
    if (ownHost.test(name) || name === '') return host;
    return `${alias('host', name, '-')}${port}`;
  }

  function learnText(text: string, field: string): void {
    for (const [address] of text.matchAll(email)) of('Person', address);
    for (const [, host = ''] of text.matchAll(hostOfUrl)) ofHost(host);
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

  /** The longest first: a name may hold another one. */
  const learned = (): RegExp => {
    expression ??= new RegExp(
      `(?<!${LETTER})(?:${[...aliases.keys(), NOTHING]
        .filter((name) => name.length >= SHORTEST && !products.has(name))
        .sort((one, other) => other.length - one.length)
        .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
        .join('|')})(?!${LETTER})`,
      'giu',
    );
    return expression;
  };

  function hide(text: string): string {
    learnText(text, '');
    return aliases.size === 0 ? text : text.replace(learned(), (name) => aliases.get(keyOf(name)) ?? '(name)');
  }

  function hideAll<Value>(value: Value): Value {
    const copy = (item: unknown): unknown => {
      if (typeof item === 'string') return hide(item);
      if (Array.isArray(item)) return item.map(copy);
      if (typeof item !== 'object' || item === null) return item;
      return Object.fromEntries(Object.entries(item).map(([name, field]) => [name, copy(field)]));
    };
    return copy(value) as Value;
  }

  return { of, as, ofHost, learn: (value) => learn(value), hide, hideAll };
}
