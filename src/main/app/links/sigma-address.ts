/**
 * An address of Sigma that a person pasted: which document it is of, and where in it. Which session it belongs to, how the
 * page looks and whatever else is in it is left out: the profile says that.
 */
import { isPlaceId, type LinkPlace, nowhere, valuesFault } from '../../../shared/open-link.ts';
import type { Profile, Workbook } from '../../../shared/profile/profile.ts';
import { addressFault, documentOf, takeApart } from '../../../shared/profile/workbook-address.ts';

export type SigmaAddressFault =
  | 'unreadable'
  | 'legacyEmbed'
  | 'organisationHome'
  | 'notOfAWorkbook'
  | 'values'
  | 'characters';

export interface SigmaAddress {
  /** As `documentOf` has it. */
  readonly document: string;
  readonly place: LinkPlace;
}

export function parseSigmaAddress(text: string): SigmaAddress | SigmaAddressFault {
  const taken = takeApart(text);
  if (!taken) return 'unreadable';
  const fault = addressFault(taken.url);
  if (fault !== null) return fault;
  const { page = null, element = null, tag = null, bookmark = null, controls } = taken.found;
  if ([page, element, tag, bookmark].some((part) => part !== null && !isPlaceId(part))) return 'characters';
  const values = controls.map(({ id, value }) => [id, value] as const);
  const wrong = valuesFault(values);
  if (wrong !== null) return wrong;
  return {
    document: documentOf(text),
    place: { ...nowhere, page, element, tag, bookmark, controls: Object.fromEntries(values) },
  };
}

/** The workbooks of an address; where it names a version, those that open with it before the others of the document. */
export function workbooksOfAddress({ document, place }: SigmaAddress, all: readonly Profile[]) {
  const everything = all.flatMap((profile) => profile.workbooks.map((workbook) => ({ profile, workbook })));
  const ofDocument = everything.filter(({ workbook }) => documentOf(workbook.url) === document);
  const ofVersion = ofDocument.filter(({ workbook }) => workbook.options.tag === place.tag);
  return ofVersion.length > 0 ? ofVersion : ofDocument;
}

/** How Sigma's addresses name a document: `Title-5XkG0Xb3…`, of which the title may change, or an id alone. */
export function documentNamesOf({ url }: Pick<Workbook, 'url'>): readonly string[] {
  const last = new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? '';
  const id = last.split('-').at(-1) ?? '';
  return id === '' ? [last] : [last, id];
}
