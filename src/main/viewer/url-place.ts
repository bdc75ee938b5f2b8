/** What the URL of a load carries of where a person is, so that the workbook begins there and asks each query once. */
import { writeDocumentPath } from '../../shared/sigma/document-path.ts';
import type { Variables } from '../../shared/sigma/fields.ts';
import { initialViewState, isElsewhere, missingVariables, type ViewState } from './view-state.ts';

/** What of a place a URL carries; what it leaves out is as the profile opens its workbook. */
export interface UrlPlace {
  /** Of the profile's own organisation, percent-encoded. */
  readonly path?: string;
  readonly explore?: string;
  /** Null: none, also not the one that the profile opens with. */
  readonly bookmark?: string | null;
  /** Control id → value, plain text; of several values with commas. */
  readonly controls?: Variables;
}

/** Whether the values that a document has by itself are not those that it would be loaded with. */
export function saysAllControls(view: ViewState): boolean {
  // The person has left what the profile opens its workbook with, and with it what the defaults were seen under.
  const hasLeftBookmark = view.bookmarkId === null && !isElsewhere(view);
  return view.exploreKey !== null || view.bookmarkId != null || hasLeftBookmark;
}

/**
 * What brings a view back before the first query is asked. Values that are as the document has them by itself are left
 * out: the author may change them, and what is not said cannot be misread. Under a bookmark or an exploration, which
 * hold values of their own, all are said.
 */
export function urlPlaceOf(view: ViewState): UrlPlace {
  const { exploreKey, variables, defaults, bookmarkId } = view;
  const controls = defaults && !saysAllControls(view) ? missingVariables(variables, defaults) : { ...variables };
  const hasControls = Object.keys(controls).length > 0;
  // An exploration holds its bookmark's changes.
  const bookmark = isElsewhere(view) ? (bookmarkId ?? null) : bookmarkId;
  return {
    ...(view.path === null ? {} : { path: writeDocumentPath(view.path) }),
    ...(exploreKey === null ? {} : { explore: exploreKey }),
    ...(exploreKey !== null || bookmark === undefined ? {} : { bookmark }),
    ...(hasControls ? { controls } : {}),
  };
}

/**
 * A view without what Sigma may have refused: at first an exploration, a bookmark and a place in the document; then the
 * document, for the one that the profile names. Null: there is nothing left to give up.
 */
export function withoutPlace(view: ViewState): ViewState | null {
  const { path, own } = view;
  const bare = path && { ...path, tag: null, page: null, element: null, isEdited: false };
  if (bare && writeDocumentPath(bare) !== writeDocumentPath(path)) {
    return { ...view, path: bare, exploreKey: null, bookmarkId: undefined };
  }
  if (view.exploreKey !== null || view.bookmarkId != null) return { ...view, exploreKey: null, bookmarkId: undefined };
  return isElsewhere(view) ? { ...initialViewState, own } : null;
}
