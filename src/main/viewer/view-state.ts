/** What a person did to a workbook and expects to find again after a swap: pure rules over Sigma's events. */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import { MOST_VARIABLES } from '../../shared/sigma/fields.ts';
import type { PanePlace } from '../../shared/sigma/pane-parts.ts';
import type { PaneTarget } from './pane-target.ts';

export interface ViewState {
  readonly variables: Readonly<Record<string, string>>;
  readonly exploreKey: string | null;
  readonly bookmarkId: string | null;
  readonly selectedNode: { readonly id: string; readonly type: 'element' | 'page' } | null;
  readonly isMaximised: boolean;
}

export const initialViewState: ViewState = {
  variables: {},
  exploreKey: null,
  bookmarkId: null,
  selectedNode: null,
  isMaximised: false,
};

function mergeVariables(known: ViewState['variables'], news: ViewState['variables']): ViewState['variables'] {
  const merged = { ...known, ...news };
  return Object.keys(merged).length <= MOST_VARIABLES ? merged : known;
}

/** The view after an event. The variables that `workbook:loaded` reports are defaults and never undo a choice. */
export function reduceViewState(view: ViewState, event: SigmaEvent): ViewState {
  switch (event.type) {
    case 'workbook:loaded':
      return { ...view, variables: mergeVariables(event.workbook?.variables ?? {}, view.variables) };
    case 'workbook:variables:onchange':
      return { ...view, variables: mergeVariables(view.variables, event.workbook.variables) };
    case 'workbook:variables:current':
      return { ...view, variables: mergeVariables(view.variables, event.variables) };
    case 'workbook:exploreKey:onchange':
      return { ...view, exploreKey: event.exploreKey };
    case 'workbook:bookmark:oncreate':
    case 'workbook:bookmark:onchange':
      return { ...view, bookmarkId: event.bookmarkId };
    case 'workbook:bookmark:ondelete':
      return view.bookmarkId === event.bookmarkId ? { ...view, bookmarkId: null } : view;
    case 'workbook:fullscreen:onchange':
      return { ...view, isMaximised: event.fullScreen };
    case 'workbook:selectednodeid:onchange':
      return {
        ...view,
        selectedNode:
          event.selectedNodeId !== null && event.nodeType !== null
            ? { id: event.selectedNodeId, type: event.nodeType }
            : null,
      };
    default:
      return view;
  }
}

/** What a window is told of where the person is. */
export function placeOf(view: ViewState, { title }: Pick<PaneTarget, 'title'>): PanePlace {
  return {
    document: { title, kind: 'workbook', isOwn: true },
    mode: view.exploreKey === null ? 'view' : 'explore',
    controls: { ...view.variables },
    bookmarkId: view.bookmarkId,
    selectedNode: view.selectedNode,
    isMaximised: view.isMaximised,
  };
}

/** The unsigned parameters that bring an exploration or bookmark back. An exploration holds its bookmark's changes. */
export function viewParameters(view: ViewState): { explore?: string; bookmark?: string } {
  if (view.exploreKey !== null) return { explore: view.exploreKey };
  if (view.bookmarkId !== null) return { bookmark: view.bookmarkId };
  return {};
}

/** A view without what only a URL can bring back: an exploration or a bookmark that Sigma no longer has. */
export const withoutPlace = (view: ViewState): ViewState => ({ ...view, exploreKey: null, bookmarkId: null });

/** Whether getting from one view to the other takes another URL, and so another load. */
export function needsAnotherLoad(from: ViewState, to: ViewState): boolean {
  return from.exploreKey !== to.exploreKey || from.bookmarkId !== to.bookmarkId;
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
    variables: mergeVariables(wanted.variables, chosen),
    selectedNode: after.selectedNode === before.selectedNode ? wanted.selectedNode : after.selectedNode,
  };
}

/** The variables whose present value is not the wanted one. */
export function missingVariables(
  wanted: Readonly<Record<string, string>>,
  present: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => present[name] !== value));
}

/** The messages that bring a freshly loaded workbook to the wanted view. */
export function restoreCommands(wanted: ViewState, present: Readonly<Record<string, string>>): SigmaCommand[] {
  const variables = missingVariables(wanted.variables, present);
  const commands: SigmaCommand[] = [];
  if (Object.keys(variables).length > 0) {
    commands.push({ type: 'workbook:variables:update', variables }, { type: 'workbook:variables:list' });
  }
  if (wanted.selectedNode) {
    commands.push({
      type: 'workbook:selectednodeid:update',
      selectedNodeId: wanted.selectedNode.id,
      nodeType: wanted.selectedNode.type,
    });
  }
  return commands;
}
