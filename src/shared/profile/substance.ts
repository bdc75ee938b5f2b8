/**
 * What a profile says, without how it is written: two that are the same here are the same to every server. Nothing is
 * stored in this form, since secrets and grants are bound to what was written.
 */
import { parseUrl } from './addresses.ts';

/** Lists whose order says nothing. That of connections does: the first that names the person counts. */
const sets: ReadonlySet<string> = new Set(['teams', 'scopes', 'hide']);
/** Of two rows for one attribute the later counts, so that only rows of different ones may change places. */
const rowsOfAttributes: ReadonlySet<string> = new Set(['attributes', 'fixedAttributes']);
/**
 * Addresses that are compared as the URL standard writes them. Not an issuer, a metadata document or a redirect URL, in
 * which every character counts.
 */
const addresses: ReadonlySet<string> = new Set(['host', 'accountUrl', 'url']);

/** One comparable text of a profile, or of a draft that may still be wrong. */
export const substanceOf = (profile: object): string => JSON.stringify(plain(profile, ''));

function plain(value: unknown, name: string): unknown {
  if (typeof value === 'string') return addresses.has(name) ? plainAddress(value.trim()) : value.trim();
  if (Array.isArray(value)) return plainList(value, name);
  if (typeof value !== 'object' || value === null) return value;
  const known = withoutUnused(value as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    Object.entries(known)
      .filter(([, part]) => part !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [key, plain(part, key)]),
  );
}

function plainList(list: readonly unknown[], name: string): unknown[] {
  const items = list.map((item) => plain(item, ''));
  if (sets.has(name)) return [...new Set(items)].sort();
  if (!rowsOfAttributes.has(name)) return items;
  const attributes = items.map((item) => (item as { readonly attribute?: unknown } | null)?.attribute);
  return new Set(attributes).size === items.length ? items.sort((one, other) => order(one, other)) : items;
}

const order = (one: unknown, other: unknown): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

function plainAddress(text: string): string {
  const url = parseUrl(text);
  return url === null ? text : url.href.replace(/\/+$/, '');
}

/** At the level of the workspace no account is asked; a QuickStart file names it all the same, for reference. */
function withoutUnused(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return value.provider === 'databricks' && value.level === 'workspace' ? { ...value, accountId: null } : value;
}
