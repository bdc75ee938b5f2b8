/** Where a link leads in a workbook, as a view that a load begins with; and where a person is, as a link says it: pure. */
import { isPlaceId, type LinkPlace, nowhere } from '../../../shared/open-link.ts';
import { writeDocumentPath } from '../../../shared/sigma/document-path.ts';
import type { KeptView } from '../../viewer/kept-view.ts';
import type { PaneTarget } from '../../viewer/pane-target.ts';
import { urlPlaceOf } from '../../viewer/url-place.ts';
import { openingView, pageOf, type ViewState } from '../../viewer/view-state.ts';

/** The view of a workbook at this place. What the place leaves out is as the profile opens it. */
export function viewAt({ page, element, tag, bookmark, controls }: LinkPlace, target: PaneTarget): KeptView {
  const { own } = openingView(target);
  const isWithin = page !== null || element !== null;
  const isElsewhere = isWithin || (tag !== null && tag !== own?.tag);
  const within = isWithin ? { page, element } : {};
  // An address of a kind that is not known here has no pages that could be written into it.
  const path =
    own && isElsewhere ? writeDocumentPath({ ...own, ...within, tag: tag ?? own.tag, isEdited: false }) : null;
  return {
    path,
    variables: { ...controls },
    defaults: null,
    exploreKey: null,
    ...(bookmark !== null && { bookmarkId: bookmark }),
    selectedNode: null,
    maximised: null,
  };
}

/** Whether a person is at this place already, so that nothing has to be loaded for it. */
export function isAt(view: ViewState, { page, element, tag, bookmark, controls }: LinkPlace): boolean {
  const shown = view.path ?? view.own;
  return (
    (page === null || pageOf(view) === page) &&
    (element === null || shown?.element === element) &&
    (tag === null || shown?.tag === tag) &&
    (bookmark === null || view.bookmarkId === bookmark) &&
    Object.entries(controls).every(([id, value]) => view.variables[id] === value)
  );
}

/**
 * The place of a person, as a link says it. An exploration is theirs alone and is left out; so are values that the workbook
 * has by itself.
 */
export function placeOfView(view: ViewState, withValues: boolean): LinkPlace {
  const page = pageOf(view);
  const { bookmarkId } = view;
  return {
    ...nowhere,
    page: page !== null && isPlaceId(page) ? page : null,
    bookmark: bookmarkId != null && isPlaceId(bookmarkId) ? bookmarkId : null,
    controls: withValues ? { ...urlPlaceOf(view).controls } : {},
  };
}
