/** What a page is told of the document that it shows: at its load, and when the person goes to another one. */
import type { SigmaBehaviour } from '../control/calls.ts';
import { connectionFor, demoConnections, type SigmaConnection, type SigmaWorkbook } from './connections.ts';
import type { DocumentStore } from './documents.ts';
import type { Session } from './session-api.ts';
import { type DocumentView, renderWorkbookPage } from './workbook-page.ts';
import { initialState, readVariables, type StateStore } from './workbook-state.ts';

/** What follows the name in the path of a document. */
export interface Place {
  readonly page: string | null;
  readonly element: string | null;
  readonly tag: string | null;
  readonly edit: boolean;
}

/** From `/page/{id}`, `/element/{id}`, `/tag/{tag}` and `/edit`, in any order. Null: there is no such address. */
export function readPlace(path: string): Place | null {
  const place = { page: null, element: null, tag: null, edit: false } as Record<string, string | null | boolean>;
  const parts = path.split('/').filter(Boolean);
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (part === 'edit') place.edit = true;
    else if (['page', 'element', 'tag'].includes(part) && parts.length > 0) place[part] = parts.shift() ?? null;
    else return null;
  }
  return place as unknown as Place;
}

export interface Stores {
  readonly states: StateStore;
  readonly documents: DocumentStore;
}

/** An exploration goes before a bookmark, and both before the person's default bookmark. */
export function viewDocument(
  session: Session,
  document: SigmaWorkbook,
  stores: Stores,
  parameters: Readonly<Record<string, string>> = {},
): DocumentView {
  const { states } = stores;
  const exploreKey = parameters[':explore'] ?? '';
  const explored = states.exploration(document.id, exploreKey);
  const named = states.bookmark(document.id, parameters[':bookmark'] ?? '');
  const bookmark = named ?? (explored ? undefined : states.defaultBookmark(document.id, session.sub));
  const state = explored ?? bookmark?.state ?? initialState;
  return {
    workbookId: document.id,
    kind: document.kind,
    title: document.title,
    path: new URL(document.url).pathname,
    tag: null,
    state: { ...state, variables: readVariables(parameters, state.variables) },
    exploreKey: explored ? exploreKey : null,
    bookmark: bookmark ? { id: bookmark.id, name: bookmark.name } : null,
  };
}

export function connectionsOf(workbook: SigmaWorkbook): SigmaConnection[] {
  return demoConnections.filter(({ id }) => workbook.connectionIds.includes(id));
}

export function workbookPage(
  session: Session,
  about: {
    viewer: string;
    parameters: Record<string, string>;
    place: Place;
    stores: Stores;
    behaviour: SigmaBehaviour;
  },
): string {
  const { workbook } = session;
  const { parameters, place } = about;
  const theme = parameters[':theme']?.toLowerCase();
  const menu = parameters[':menu_position'];
  const hidden = parameters[':hide_menu'] === 'true';
  return renderWorkbookPage({
    title: workbook.title,
    viewer: about.viewer,
    connectionNames: connectionsOf(workbook).map(({ name }) => name),
    secondConnection: workbook.connectionIds.length > 1 ? connectionFor(workbook, 'zips').name : null,
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    hideMenu: hidden || menu === 'none',
    boot: {
      ...viewDocument(session, workbook, about.stores, parameters),
      tag: place.tag,
      sessionId: session.id,
      expiresAt: session.expiresAt,
      language: readLanguage(parameters[':lng']),
      responsiveHeight: parameters[':responsive_height'] === 'true',
      page: place.page,
      element: place.element ?? parameters[':nodeId'] ?? null,
      edit: place.edit,
      may: session.may,
      menu: !hidden && (menu === 'top' || menu === 'bottom') ? menu : null,
      hidden: Object.keys(parameters).filter((name) => name.startsWith(':hide_') && parameters[name] === 'true'),
      behaviour: about.behaviour,
    },
  });
}

function readLanguage(value: string | undefined): string {
  try {
    return value ? (Intl.getCanonicalLocales(value)[0] ?? 'en') : 'en';
  } catch {
    return 'en';
  }
}
