/** Where a person is in a workbook, and expects to be again after a swap: pure rules over Sigma's events. */
import {
  type DocumentPath,
  documentKey,
  isEditAddress,
  parseDocumentPath,
  titleOf,
  writeDocumentPath,
} from '../../shared/sigma/document-path.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import { MOST_VARIABLES, type Variables } from '../../shared/sigma/fields.ts';
import type { PanePlace } from '../../shared/sigma/pane-parts.ts';
import type { PaneTarget } from './pane-target.ts';

interface Node {
  readonly id: string;
  readonly type: 'element' | 'page';
}

export interface ViewState {
  /** The document that the profile names, with where in it the profile opens it; null where its address is of no kind that Sigma reports. */
  readonly own: DocumentPath | null;
  /** What is on screen; null until Sigma told, so that it is as the profile opens it. */
  readonly path: DocumentPath | null;
  readonly documentId: string | null;
  /** Another document is on screen, and Sigma has not told its path yet. */
  readonly isMoving: boolean;
  /** What is on screen is being edited, also where its path is of no kind that is followed. */
  readonly isEditing: boolean;
  readonly variables: Variables;
  /** The values that the document had when it was first loaded as it is by itself; null when that was not seen. */
  readonly defaults: Variables | null;
  readonly exploreKey: string | null;
  /** Null: the person left the one that was open. Undefined: none was ever spoken of. */
  readonly bookmarkId: string | null | undefined;
  readonly selectedNode: Node | null;
  /** Null: nothing is maximised. Otherwise which element it may be, the likeliest first: Sigma does not say. */
  readonly maximised: readonly string[] | null;
}

export const initialViewState: ViewState = {
  own: null,
  path: null,
  documentId: null,
  isMoving: false,
  isEditing: false,
  variables: {},
  defaults: null,
  exploreKey: null,
  bookmarkId: undefined,
  selectedNode: null,
  maximised: null,
};

/** The view that a workbook opens with, before anybody does anything in it. */
export const openingView = ({ workbookPath }: Pick<PaneTarget, 'workbookPath'>): ViewState => ({
  ...initialViewState,
  own: parseDocumentPath(workbookPath),
});

function mergeVariables(known: Variables, news: Variables): Variables {
  const merged = { ...known, ...news };
  return Object.keys(merged).length <= MOST_VARIABLES ? merged : known;
}

/** Tells which document a view is of. */
export function documentOf({ path, own }: ViewState): string | null {
  const shown = path ?? own;
  return shown && documentKey(shown);
}

/** Whether the person has left the document that the profile names. */
export const isElsewhere = (view: ViewState): boolean =>
  view.own !== null && view.path !== null && documentKey(view.path) !== documentKey(view.own);

/** Whether what the person does may be lost when the page goes: Sigma says nothing of what is saved. */
export const isEdited = ({ isEditing }: ViewState): boolean => isEditing;

/**
 * The view after Sigma told a path. Only the profile's own organisation is followed: the signed URL goes to no other one
 * of those that share an origin.
 */
function withPath(view: ViewState, url: string): ViewState {
  const path = parseDocumentPath(url);
  const isEditing = isEditAddress(url);
  if (path === null || path.organisation !== view.own?.organisation) {
    return isEditing === view.isEditing ? view : { ...view, isEditing };
  }
  const next = { ...view, path, isEditing, isMoving: false };
  // What the profile opens its workbook with is over, also once the person is back in that one.
  if (documentOf(next) !== documentOf(view)) {
    return { ...initialViewState, own: view.own, path, isEditing, bookmarkId: null };
  }
  const isSame = view.path !== null && writeDocumentPath(view.path) === writeDocumentPath(path);
  return isSame && !view.isMoving && isEditing === view.isEditing ? view : next;
}

function withDocumentId(view: ViewState, id: string): ViewState {
  if (view.documentId === id) return view;
  return { ...view, documentId: id, isMoving: true };
}

/** Each of them is tried in a standby until one is the maximised element: no more than a person waits for. */
export const MOST_MAXIMISED = 24;
const likeliest = (ids: readonly string[]): string[] => [...new Set(ids)].slice(0, MOST_MAXIMISED);

function withSelection(view: ViewState, selectedNode: Node | null): ViewState {
  // What is chosen while one element fills the page is that element, or lies in it.
  const maximised =
    view.maximised && selectedNode?.type === 'element'
      ? likeliest([selectedNode.id, ...view.maximised])
      : view.maximised;
  // Sigma tells the path as well, but perhaps later.
  const at = view.path ?? view.own;
  const path =
    at && selectedNode?.type === 'page' && at.page !== selectedNode.id
      ? { ...at, page: selectedNode.id, element: null }
      : view.path;
  return { ...view, path, selectedNode, maximised };
}

/** The view after an event. The variables that `workbook:loaded` reports are defaults and never undo a choice. */
export function reduceViewState(view: ViewState, event: SigmaEvent): ViewState {
  switch (event.type) {
    case 'workbook:loaded': {
      // One that is told twice says nothing of defaults, nor does a load that began with the person's own values.
      if (view.defaults !== null) return view;
      const values = event.workbook?.variables ?? {};
      const isOwn = Object.keys(view.variables).length > 0 || view.exploreKey !== null || view.bookmarkId != null;
      return { ...view, variables: mergeVariables(values, view.variables), defaults: isOwn ? null : values };
    }
    case 'workbook:variables:onchange':
      return { ...view, variables: mergeVariables(view.variables, event.workbook.variables) };
    case 'workbook:variables:current':
      return { ...view, variables: mergeVariables(view.variables, event.variables) };
    case 'workbook:exploreKey:onchange':
      return { ...view, exploreKey: event.exploreKey || null };
    case 'workbook:bookmark:oncreate':
    case 'workbook:bookmark:onchange':
      return { ...view, bookmarkId: event.bookmarkId };
    case 'workbook:bookmark:ondelete':
      return view.bookmarkId === event.bookmarkId ? { ...view, bookmarkId: null } : view;
    case 'workbook:fullscreen:onchange':
      if (!event.fullScreen) return view.maximised === null ? view : { ...view, maximised: null };
      return view.maximised ? view : { ...view, maximised: [] };
    case 'workbook:selectednodeid:onchange': {
      const { selectedNodeId: id, nodeType: type } = event;
      return withSelection(view, id !== null && type !== null ? { id, type } : null);
    }
    case 'workbook:id:onchange':
      return withDocumentId(view, event.id);
    case 'url:onchange':
      return withPath(view, event.url);
    default:
      return view;
  }
}

/** The view in which one of these elements fills the page, the likeliest first. */
export const withMaximised = (view: ViewState, ids: readonly string[]): ViewState =>
  view.maximised === null ? view : { ...view, maximised: likeliest([...view.maximised, ...ids]) };

/** The page of a view: Sigma tells it in the path, or by what is selected. */
export const pageOf = ({ path, own, selectedNode }: ViewState): string | null =>
  (path ?? own)?.page ?? (selectedNode?.type === 'page' ? selectedNode.id : null);

/**
 * A view in a load that has other values by itself than those it was known to have: the author may have changed them since.
 * What nobody chose is as it is there.
 *
 * @param defaults null where they are not known
 */
export function withDefaults(view: ViewState, defaults: Variables | null): ViewState {
  const { defaults: before, variables } = view;
  if (before === null || defaults === null) return view;
  const isUnchosen = ([name]: readonly [string, string]) => variables[name] === before[name];
  return {
    ...view,
    variables: mergeVariables(variables, Object.fromEntries(Object.entries(defaults).filter(isUnchosen))),
    defaults,
  };
}

/** What a window is told of where the person is. */
export function placeOf(view: ViewState, { title }: Pick<PaneTarget, 'title'>): PanePlace {
  const isOwn = !isElsewhere(view);
  const shown = view.path ?? view.own;
  return {
    document: { title: (isOwn || !shown ? null : titleOf(shown)) ?? title, kind: shown?.kind ?? 'workbook', isOwn },
    mode: isEdited(view) ? 'edit' : view.exploreKey === null ? 'view' : 'explore',
    controls: { ...view.variables },
    bookmarkId: view.bookmarkId ?? null,
    selectedNode: view.selectedNode,
    isMaximised: view.maximised !== null,
  };
}

/**
 * Whether getting from one view to the other takes another URL, and so another load. A page is reached by a message; the
 * one that a document begins with, where its path names none, is not.
 */
export function needsAnotherLoad(from: ViewState, to: ViewState): boolean {
  return (
    documentOf(from) !== documentOf(to) ||
    (from.path?.page != null && to.path !== null && pageOf(to) === null) ||
    (from.path ?? from.own)?.tag !== (to.path ?? to.own)?.tag ||
    from.exploreKey !== to.exploreKey ||
    (from.bookmarkId ?? null) !== (to.bookmarkId ?? null)
  );
}

/**
 * What a person changed in a workbook, on top of another view of it: for one that does not show yet what it is to show.
 *
 * @param change the view of that workbook before and after
 */
export function withChange(wanted: ViewState, { before, after }: { before: ViewState; after: ViewState }): ViewState {
  const chosen = missingVariables(after.variables, before.variables);
  return {
    ...wanted,
    path: after.path === before.path ? wanted.path : after.path,
    variables: mergeVariables(wanted.variables, chosen),
    selectedNode: after.selectedNode === before.selectedNode ? wanted.selectedNode : after.selectedNode,
    maximised: after.maximised === before.maximised ? wanted.maximised : after.maximised,
  };
}

/** The variables whose present value is not the wanted one. */
export function missingVariables(wanted: Variables, present: Variables): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => present[name] !== value));
}
