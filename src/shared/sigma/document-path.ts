/**
 * The path of a document as Sigma's page reports it (`url:onchange`): which document, where in it, and whether it is being
 * edited. The page may say anything, and a signed URL is built from what passes here, so only the shapes that Sigma is
 * known to have do, and what is loaded is written anew from their parts.
 */
import { shownName } from '../profile/visible-text.ts';

export const documentKinds = ['workbook', 'report'] as const;
type DocumentKind = (typeof documentKinds)[number];

export interface DocumentPath {
  readonly organisation: string;
  readonly kind: DocumentKind;
  /** `Name-id`, the id alone, or the two as parts of their own; decoded. */
  readonly name: readonly string[];
  readonly tag: string | null;
  readonly page: string | null;
  readonly element: string | null;
  readonly isEdited: boolean;
}

/** In characters. */
const LONGEST_PATH = 2_048;
const LONGEST_PART = 512;
export const placeKinds = ['page', 'element', 'tag'] as const;
const placeWords = new Set<string>([...placeKinds, 'edit']);

/** Sigma's ids are long, with digits among their letters; words are not. */
export const looksLikeAnId = (text: string): boolean => /^(?=.*\d)[A-Za-z0-9]{10,}$/.test(text);

/** What follows the kind of a document: its name and id, in one part or in two, and where in it. */
export function splitName(parts: readonly string[]): { readonly name: readonly string[]; readonly rest: string[] } {
  const [first = '', second] = parts;
  const isWhole = second === undefined || placeWords.has(second);
  // A name that ends in an id has it already; `/explore` or `/fullscreen` behind it is a view of the browser.
  const hasId = looksLikeAnId(first.split('-').at(-1) ?? '') && !looksLikeAnId(second ?? '');
  const end = isWhole || hasId ? 1 : 2;
  return { name: parts.slice(0, end), rest: parts.slice(end) };
}

/** What may be in a decoded part: nothing that leads elsewhere, also not once it is decoded again. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unusable = /[\0-\x1f\x7f/\\?#]|%[0-9a-f]{2}|^\.{1,2}$/i;

/** Null: not to be used. */
function decoded(part: string): string | null {
  // A query or a fragment is no part of a path.
  if (part.length > LONGEST_PART || /[?#\\]/.test(part)) return null;
  try {
    const text = decodeURIComponent(part);
    // Half of a pair has no encoding, and so throws.
    encodeURIComponent(text);
    return text === '' || unusable.test(text) ? null : text;
  } catch {
    return null;
  }
}

const isDocumentKind = (text: string | undefined): text is DocumentKind =>
  documentKinds.some((known) => known === text);

/** What follows the name. Null: there is no such address. */
function readPlace(parts: readonly string[]): Pick<DocumentPath, 'tag' | 'page' | 'element' | 'isEdited'> | null {
  const place = { tag: null as string | null, page: null as string | null, element: null as string | null };
  let isEdited = false;
  const left = [...parts];
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    const kind = placeKinds.find((known) => known === part);
    if (part === 'edit') isEdited = true;
    else if (kind && left[0] !== undefined && place[kind] === null) place[kind] = left.shift() ?? null;
    else return null;
  }
  return { ...place, isEdited };
}

/** The parts of a path such as `/acme/workbook/Trips-4kX9/page/p1/edit`; null for anything else. */
export function parseDocumentPath(path: string): DocumentPath | null {
  if (path.length > LONGEST_PATH || !path.startsWith('/') || path.startsWith('//')) return null;
  const parts = path.slice(1).replace(/\/$/, '').split('/').map(decoded);
  if (!parts.every((part) => part !== null)) return null;
  const [organisation, kind, ...others] = parts;
  if (organisation === undefined || !isDocumentKind(kind) || others.length === 0) return null;
  const { name, rest } = splitName(others);
  const place = readPlace(rest);
  return place && { organisation, kind, name, ...place };
}

const encoded = (parts: readonly string[]): string => parts.map((part) => `/${encodeURIComponent(part)}`).join('');

/** The path that a load begins at. */
export function writeDocumentPath({ organisation, kind, name, tag, page, element, isEdited }: DocumentPath): string {
  return encoded([
    organisation,
    kind,
    ...name,
    ...(tag === null ? [] : ['tag', tag]),
    ...(page === null ? [] : ['page', page]),
    ...(element === null ? [] : ['element', element]),
    ...(isEdited ? ['edit'] : []),
  ]);
}

/** Tells documents apart. A document that was renamed has another name and the same id, which has no hyphens. */
export const documentKey = ({ organisation, kind, name }: DocumentPath): string =>
  `${organisation}/${kind}/${name.at(-1)?.split('-').at(-1)}`;

/** Whether a path is one of a document that is being edited, also where it is of no other kind that is known here. */
export const isEditAddress = (path: string): boolean =>
  parseDocumentPath(path)?.isEdited ?? /\/edit\/?(?:[?#]|$)/.test(path);

/** The words of a title; null where there are none. */
export function titleOfWords(words: readonly string[]): string | null {
  const title = shownName(words.join(' '));
  return title === '' ? null : title.slice(0, 120).trim();
}

/** What the path calls the document; null where it has the id alone. */
export function titleOf({ name }: DocumentPath): string | null {
  const words = (name[0] ?? '').split('-');
  return titleOfWords(name.length > 1 ? words : words.slice(0, -1));
}
