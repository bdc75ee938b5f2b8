/**
 * What a workbook told of itself: bookmarks, pages and elements as they are met, elements that found nothing or failed,
 * another version, the end of the document. Pure rules over Sigma's events.
 *
 * What belongs to the document is told by the active guest alone: a standby says it all again while it loads. What
 * belongs to one load, such as an element that failed in it, is kept for each guest and seen once that guest is active.
 */

import { shownName } from '../../shared/profile/visible-text.ts';
import { isEditAddress } from '../../shared/sigma/document-path.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { PaneContents } from '../../shared/sigma/pane-parts.ts';

type Bookmark = PaneContents['bookmarks'][number];
type Node = PaneContents['nodes'][number];

/** Without limits a page could fill our memory; a person has fewer, and looks at fewer. */
const MOST_BOOKMARKS = 200;
const MOST_NODES = 200;
const MOST_TROUBLES = 500;

/** A bookmark and the document that it belongs to; null while Sigma has not named the one that was opened. */
export interface MetBookmark extends Bookmark {
  readonly documentId: string | null;
}

/** What outlives a pane, until another person comes. */
export interface MetBookmarks {
  /** The id of the document that the profile names; null until Sigma tells it. */
  readonly ownId: string | null;
  readonly bookmarks: readonly MetBookmark[];
}

export interface DocumentState extends MetBookmarks {
  /** The document on screen; null while that is the one that was opened. */
  readonly documentId: string | null;
  readonly isEditing: boolean;
  readonly isDeleted: boolean;
  readonly nodes: readonly Node[];
}

export const noBookmarks: MetBookmarks = { ownId: null, bookmarks: [] };

/** The document that was opened, with the bookmarks that are known of it. */
export const openedDocument = ({ ownId, bookmarks }: MetBookmarks): DocumentState => ({
  ownId,
  bookmarks,
  documentId: null,
  isEditing: false,
  isDeleted: false,
  nodes: [],
});

type BookmarkEvent = Extract<SigmaEvent, { type: `workbook:bookmark:${string}` }>;

/** What a person asked for when they made a bookmark. Sigma does not say it again. */
export interface WantedBookmark {
  readonly name: string;
  readonly isShared: boolean;
  readonly isDefault: boolean;
}

/** The document after an event of the active guest. @param wanted the bookmark that a person asked for last */
export function reduceDocument(
  state: DocumentState,
  event: SigmaEvent,
  wanted: WantedBookmark | null = null,
): DocumentState {
  switch (event.type) {
    case 'workbook:loaded':
      return { ...state, isEditing: false, isDeleted: false };
    case 'workbook:id:onchange':
      // Said again of the same document, it is no other one.
      if (event.id === shownId(state)) return state;
      return { ...state, documentId: event.id, isDeleted: false, nodes: [] };
    case 'url:onchange':
      return { ...state, isEditing: isEditAddress(event.url) };
    case 'workbook:ondelete':
      return concerns(state, event.id) ? { ...state, isDeleted: true } : state;
    case 'workbook:bookmark:oncreate':
    case 'workbook:bookmark:onchange':
    case 'workbook:bookmark:onupdate':
    case 'workbook:bookmark:ondelete':
      return reduceBookmark(state, event, wanted);
    case 'workbook:selectednodeid:onchange':
      if (event.selectedNodeId === null || event.nodeType === null) return state;
      return withNode(state, { id: event.selectedNodeId, type: event.nodeType, title: null });
    case 'workbook:chart:onvalueselect':
    case 'workbook:table:oncellselect':
    case 'workbook:pivottable:oncellselect':
      if (event.nodeId === undefined) return state;
      return withTitle(state, event.nodeId, shownName(event.title ?? ''));
    default:
      return state;
  }
}

const shownId = ({ documentId, ownId }: DocumentState): string | null => documentId ?? ownId;

/** Whether a message about a document is about the one on screen, as far as it and we know which that is. */
export const concerns = (state: DocumentState, id: string | undefined): boolean =>
  id === undefined || shownId(state) === null || shownId(state) === id;

function reduceBookmark(before: DocumentState, event: BookmarkEvent, wanted: WantedBookmark | null): DocumentState {
  // Messages about bookmarks name the document that they belong to, and are of what is on screen.
  const isNews = event.workbookId !== undefined && before.documentId === null && before.ownId === null;
  const state = isNews ? { ...before, ownId: event.workbookId ?? null } : before;
  const { bookmarkId: id } = event;
  if (id === null) return state;
  if (event.type === 'workbook:bookmark:ondelete') {
    return { ...state, bookmarks: state.bookmarks.filter((bookmark) => bookmark.id !== id) };
  }
  const known = state.bookmarks.find((bookmark) => bookmark.id === id);
  // Others name bookmarks, and a name is to stand in a question or a menu without turning what is around it.
  const name = event.bookmarkName === undefined ? undefined : shownName(event.bookmarkName);
  const isWanted = event.type === 'workbook:bookmark:oncreate' && wanted !== null && name === shownName(wanted.name);
  const told = event.type === 'workbook:bookmark:onupdate' ? event : isWanted ? wanted : null;
  const documentId = event.workbookId ?? known?.documentId ?? shownId(state);
  const bookmark: MetBookmark = {
    id,
    documentId,
    name: name ?? known?.name ?? '',
    isShared: told?.isShared ?? known?.isShared ?? null,
    isDefault: told?.isDefault ?? known?.isDefault ?? null,
  };
  const others = state.bookmarks
    .filter((other) => other.id !== id)
    // One bookmark opens by default, and this one took its place.
    .map((other) =>
      bookmark.isDefault && other.isDefault && other.documentId === documentId ? { ...other, isDefault: false } : other,
    );
  const place = known ? state.bookmarks.indexOf(known) : others.length;
  return { ...state, bookmarks: others.toSpliced(place, 0, bookmark).slice(-MOST_BOOKMARKS) };
}

const withTitle = (state: DocumentState, id: string, title: string): DocumentState =>
  title === '' ? state : withNode(state, { id, type: 'element', title });

/** In the order in which they were met; a title that was told once stays. */
function withNode(state: DocumentState, node: Node): DocumentState {
  const place = state.nodes.findIndex(({ id }) => id === node.id);
  const known = state.nodes[place];
  if (!known) return { ...state, nodes: [...state.nodes, node].slice(-MOST_NODES) };
  if (node.title === null || node.title === known.title) return state;
  return { ...state, nodes: state.nodes.with(place, { ...known, title: node.title }) };
}

/** What a window is told of the bookmarks of the document on screen. */
export const shownBookmarks = (state: DocumentState): Bookmark[] =>
  state.bookmarks
    .filter(({ documentId }) => (documentId ?? state.ownId) === shownId(state))
    .map(({ id, name, isShared, isDefault }) => ({ id, name, isShared, isDefault }));

type Trouble = 'no-data' | 'failed';

/** What went wrong in one load of the workbook, by node id. */
export interface LoadState {
  readonly troubles: ReadonlyMap<string, Trouble>;
  /** Those of the round of queries that is under way. They are all that is left once its data is there. */
  readonly ofThisRound: ReadonlyMap<string, Trouble>;
  /** Somebody published the workbook since. */
  readonly isOutdated: boolean;
}

const nothing: ReadonlyMap<string, Trouble> = new Map();
export const freshLoad: LoadState = { troubles: nothing, ofThisRound: nothing, isOutdated: false };

/**
 * A load after an event of its own guest. Sigma says which element is in trouble and never that it is well again, but
 * that the workbook has new data. So what was told before the last round began goes with the data of that round.
 */
export function reduceLoad(state: LoadState, event: SigmaEvent): LoadState {
  switch (event.type) {
    case 'document:element:nodata':
      return withTrouble(state, event.nodeId, 'no-data');
    case 'workbook:chart:error':
      return withTrouble(state, event.nodeId, 'failed');
    case 'workbook:loaded':
    case 'workbook:id:onchange':
      return state.troubles.size === 0 ? state : { ...state, troubles: nothing, ofThisRound: nothing };
    case 'workbook:variables:onchange':
    case 'workbook:exploreKey:onchange':
    case 'workbook:bookmark:onchange':
      return roundBegins(state);
    case 'workbook:dataloaded':
      return state.troubles.size === 0 ? state : { ...state, troubles: state.ofThisRound, ofThisRound: nothing };
    default:
      return state;
  }
}

/** What is on screen stays until there is something else. */
export const roundBegins = (state: LoadState): LoadState =>
  state.ofThisRound.size === 0 ? state : { ...state, ofThisRound: nothing };

function withTrouble(state: LoadState, nodeId = '', trouble: Trouble): LoadState {
  const { troubles, ofThisRound } = state;
  if (ofThisRound.get(nodeId) === trouble || troubles.size >= MOST_TROUBLES) return state;
  return {
    ...state,
    troubles: new Map(troubles).set(nodeId, trouble),
    ofThisRound: new Map(ofThisRound).set(nodeId, trouble),
  };
}

export function troubleCounts({ troubles }: LoadState): Pick<PaneContents, 'noData' | 'chartErrors'> {
  const all = [...troubles.values()];
  return {
    noData: all.filter((trouble) => trouble === 'no-data').length,
    chartErrors: all.filter((trouble) => trouble === 'failed').length,
  };
}
