/**
 * The path of a document as Sigma's page reports it (`url:onchange`): which document, where in it, and whether it is being
 * edited. The page may say anything, and a signed URL is built from what passes here, so only the shapes that Sigma is
 * known to have do, and what is loaded is written anew from their parts.
 */

const documentKinds = ['workbook', 'report'] as const;
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
const placeKinds = ['page', 'element', 'tag'] as const;
const placeWords = new Set<string>([...placeKinds, 'edit']);

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
  const [organisation, kind, first, second] = parts;
  if (organisation === undefined || !isDocumentKind(kind) || first === undefined) return null;
  const hasTwo = second !== undefined && !placeWords.has(second);
  const name = hasTwo ? [first, second] : [first];
  const place = readPlace(parts.slice(2 + name.length));
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

/** What the path calls the document; null where it has the id alone. */
export function titleOf({ name }: DocumentPath): string | null {
  const words = (name[0] ?? '').split('-');
  const title = (name.length > 1 ? words : words.slice(0, -1))
    .join(' ')
    // Marks that turn the direction of text, and others that nobody sees.
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return title === '' ? null : title.slice(0, 120);
}
