/**
 * Takes apart an address as a browser shows it: which document it is, where in it, and what its query asks for. What is
 * not used is named, never dropped in silence. A token in the address goes no further than here, wherever it stands.
 */
import { documentKinds, looksLikeAnId, placeKinds, splitName, titleOfWords } from '../sigma/document-path.ts';
import { parseUrl } from './addresses.ts';
import { decodeValues } from './control-values.ts';
import { shownName } from './visible-text.ts';
import {
  type ControlValue,
  type Hideable,
  hideable,
  type MenuPosition,
  menuPositions,
  type WorkbookOptions,
} from './workbook-options.ts';

/** Why a part of an address is not used; each has a sentence (`addressNotes.dropped` of the texts). */
export type DropReason =
  | 'edit'
  | 'exploration'
  | 'fragment'
  | 'height'
  | 'otherPlace'
  | 'path'
  | 'repeated'
  | 'token'
  | 'unknown'
  | 'unusable';

export interface DroppedPart {
  readonly reason: DropReason;
  /** The part as the address spells it, or the name of a parameter, fit to be shown; never a value, which may be a secret. */
  readonly name: string;
}

/** What an address says about how the workbook opens; what it does not say is undefined. */
export interface FoundOptions {
  readonly page?: string;
  readonly element?: string;
  readonly tag?: string;
  readonly bookmark?: string;
  readonly menuPosition?: MenuPosition;
  /** Whether a part is hidden; a part that the address does not name is missing. */
  readonly hide: Readonly<Partial<Record<Hideable, boolean>>>;
  readonly theme?: string;
  readonly language?: string;
  readonly languageVariant?: string;
  readonly controls: readonly ControlValue[];
}

export interface TakenAddress {
  /** The address of the document alone. */
  readonly url: string;
  readonly found: FoundOptions;
  readonly dropped: readonly DroppedPart[];
}

type Mutable<Shape> = { -readonly [Name in keyof Shape]: Shape[Name] };
interface Notes {
  readonly found: Mutable<FoundOptions>;
  readonly dropped: DroppedPart[];
}

/** Far more than any browser's address bar holds. */
const LONGEST = 32_768;

/** Percent-decoded; what cannot be decoded stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What looks like a signed token (RFC 7519 section 3), whatever its name or place. */
const holdsToken = (text: string): boolean => /ey[\w-]{6,}\.[\w-]{6,}\.[\w-]*/.test(text);

const partsOf = (url: URL): string[] => url.pathname.split('/').filter(Boolean);

/** Where the kind of document stands: after the organisation, or first. -1: it is no address of a document. */
function kindIndex(parts: readonly string[]): number {
  const isKind = (part: string | undefined) => documentKinds.some((known) => known === part);
  return [1, 0].find((index) => isKind(parts[index]) && parts.length > index + 1) ?? -1;
}

const documentParts = (parts: readonly string[]) => splitName(parts.slice(kindIndex(parts) + 1));

/**
 * @returns null for what is no web address, or one with a name and a password in it, which `WorkbookUrl` refuses
 */
export function takeApart(text: string): TakenAddress | null {
  // Where the question mark was lost, the query would count as part of the name, and so would a token in it.
  const trimmed = text.trim().replace(/^([^?#&]*)&(?=:|%3A)/i, '$1?');
  const url = trimmed.length <= LONGEST ? parseUrl(trimmed) : null;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username || url.password) return null;
  const notes: Notes = { found: { hide: {}, controls: [] }, dropped: [] };
  const parts = partsOf(url);
  const isDocument = kindIndex(parts) !== -1;
  const { rest } = isDocument ? documentParts(parts) : { rest: [] };
  readPlace(rest, notes);
  readQuery(url.search.slice(1), notes);
  if (url.hash.length > 1) notes.dropped.push({ reason: 'fragment', name: '#' });
  const path = isDocument ? `/${parts.slice(0, parts.length - rest.length).join('/')}` : url.pathname;
  // What is an address already is not written anew, so that nothing changes under the hands of who types it.
  const isWhole = path === url.pathname && !/[?#]/.test(trimmed);
  const dropped = notes.dropped.map(({ reason, name }) =>
    holdsToken(name) ? { reason: 'token' as const, name: '…' } : { reason, name: shownName(name) },
  );
  return { url: isWhole ? trimmed : url.origin + path, found: notes.found, dropped };
}

function readPlace(parts: readonly string[], { found, dropped }: Notes): void {
  const left = [...parts];
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    const kind = placeKinds.find((known) => known === part);
    const name = left[0];
    if (part === 'edit') dropped.push({ reason: 'edit', name: '/edit' });
    else if (kind && name !== undefined && holdsToken(name)) {
      dropped.push({ reason: 'token', name: `/${kind}` });
      left.shift();
    } else if (kind && name !== undefined) {
      if (found[kind] !== undefined) dropped.push({ reason: 'otherPlace', name: `/${kind}` });
      found[kind] = decoded(left.shift() ?? '');
    } else dropped.push({ reason: 'path', name: `/${decoded(part)}` });
  }
  if (found.page === undefined || found.element === undefined) return;
  // An element is on one page, and the smaller of the two is where the address leads.
  dropped.push({ reason: 'otherPlace', name: '/page' });
  delete found.page;
}

function readQuery(query: string, notes: Notes): void {
  const controls = new Map<string, ControlValue>();
  for (const pair of query.split('&').filter(Boolean)) {
    const at = pair.indexOf('=');
    // As forms and browsers write a query, a plus sign is a space.
    const plain = (at === -1 ? pair : pair.slice(0, at)).replaceAll('+', ' ');
    const encoded = (at === -1 ? '' : pair.slice(at + 1)).replaceAll('+', ' ');
    // As the source of a page writes a query, there is a name for the sign between two pairs.
    const name = decoded(plain).replace(/^amp;/, '');
    if (name.startsWith(':')) {
      readParameter(name.slice(1), decoded(encoded), notes);
      continue;
    }
    if (holdsToken(`${name} ${decoded(encoded)}`)) {
      notes.dropped.push({ reason: 'token', name });
      continue;
    }
    if (controls.delete(name)) notes.dropped.push({ reason: 'repeated', name });
    controls.set(name, { id: name, value: decodeValues(encoded, decoded) });
  }
  notes.found.controls = [...controls.values()];
  const { found, dropped } = notes;
  if (found.languageVariant !== undefined && found.language === undefined) {
    delete found.languageVariant;
    dropped.push({ reason: 'unusable', name: ':lng_variant' });
  }
}

/** The parameters that hold a text of their own; `:nodeId` is the page in a browser's address bar. */
const textParameters: Readonly<Record<string, 'page' | 'bookmark' | 'theme' | 'language' | 'languageVariant'>> = {
  nodeId: 'page',
  bookmark: 'bookmark',
  theme: 'theme',
  lng: 'language',
  lng_variant: 'languageVariant',
};
/** Those that are not used, and why. */
const unusedParameters: Readonly<Record<string, DropReason>> = { jwt: 'token', explore: 'exploration' };

function readParameter(name: string, value: string, { found, dropped }: Notes): void {
  const drop = (reason: DropReason) => void dropped.push({ reason, name: `:${name}` });
  const hidden = hideable.find((part) => name === `hide_${part}`);
  const text = Object.hasOwn(textParameters, name) ? textParameters[name] : undefined;
  const unused = Object.hasOwn(unusedParameters, name) ? unusedParameters[name] : undefined;
  // It stands in every URL that is loaded.
  if (name === 'embed') return;
  if (unused !== undefined) drop(unused);
  else if (holdsToken(value)) drop('token');
  else if (hidden) {
    if (value === 'true' || value === 'false') found.hide = { ...found.hide, [hidden]: value === 'true' };
    else drop('unusable');
  } else if (text !== undefined) {
    // A page or an element that the path names is where the address leads; what is selected there comes after it.
    if (value === '') drop('unusable');
    else if (name === 'nodeId' && (found.page ?? found.element) !== undefined) drop('otherPlace');
    else found[text] = value;
  } else if (name === 'menu_position') {
    const position = menuPositions.find((known) => known === value);
    if (position) found.menuPosition = position;
    else drop('unusable');
  } else if (name === 'responsive_height') {
    if (value !== 'false') drop('height');
  } else drop('unknown');
}

/** The options with what an address says in them; a control that both name has the value of the address. */
export function withFound(options: WorkbookOptions, found: FoundOptions): WorkbookOptions {
  const { hide, theme, language, languageVariant, controls, page, element, ...others } = found;
  const known = new Map([...options.controls, ...controls].map((control) => [control.id, control]));
  // A page and an element are two answers to one question.
  const place =
    page !== undefined ? { page, element: element ?? null } : element === undefined ? {} : { page: null, element };
  return {
    ...options,
    ...others,
    ...place,
    hide: hideable.filter((part) => hide[part] ?? options.hide.includes(part)),
    ...(theme === undefined ? {} : { theme: { kind: 'named', name: theme } }),
    ...(language === undefined ? {} : { language: { kind: 'named', tag: language, variant: languageVariant ?? null } }),
    controls: [...known.values()],
  };
}

/**
 * Why an address opens nothing, although it is one of Sigma's; null where nothing is known against it. Embeds of the old
 * kind (`/embed/1-…`) are signed in another way, with a secret that knows no tokens of connections.
 */
export function addressFault(text: string): 'legacyEmbed' | 'organisationHome' | 'notOfAWorkbook' | null {
  const url = parseUrl(text.trim());
  if (!url) return null;
  const parts = partsOf(url);
  if (kindIndex(parts) !== -1) return null;
  if (parts.slice(0, 2).includes('embed')) return 'legacyEmbed';
  if (parts.slice(0, 2).some((part) => otherPages.has(part.toLowerCase()))) return 'notOfAWorkbook';
  const isHome = parts.length === 1 || (parts.length === 2 && ['home', 'ask', 'recents'].includes(parts[1] ?? ''));
  return isHome ? 'organisationHome' : null;
}

/** What an organisation has besides documents; a page to sign in is one of them. */
const otherPages = new Set(
  'login signin sign-in logout signup admin administration account connection connections folder dataset team members'.split(
    ' ',
  ),
);

/**
 * Tells documents apart, as one comparable text. One that was renamed in Sigma has another address and the same id; it is
 * the same also at another page, and with its host written in other letters.
 */
export function documentOf(text: string): string {
  const address = (takeApart(text)?.url ?? text.trim()).replace(/\/+$/, '');
  const url = parseUrl(address);
  if (!url) return address;
  const parts = partsOf(url);
  const id = kindIndex(parts) === -1 ? '' : (documentParts(parts).name.at(-1)?.split('-').at(-1) ?? '');
  return url.origin + (looksLikeAnId(id) ? ` ${id}` : url.pathname);
}

/**
 * What a document is called, by its address: `Use-Case-6w2cUiJlvQeG1rI5` or `Use-Case/6w2cUiJlvQeG1rI5`. Null where the
 * address has its id alone.
 */
export function titleFromAddress(text: string): string | null {
  const url = parseUrl(text.trim());
  if (!url) return null;
  const parts = partsOf(url);
  const name = (kindIndex(parts) === -1 ? parts.slice(-1) : documentParts(parts).name).map(decoded);
  const words = (name[0] ?? '').split('-');
  const isWhole = name.length > 1 || (words.length === 1 && !looksLikeAnId(words[0] ?? ''));
  return titleOfWords(isWhole ? words : words.slice(0, -1));
}
