/** The messages that bring a loaded workbook to a view: what its URL could not carry, or what was chosen since. */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { Variables } from '../../shared/sigma/fields.ts';
import { missingVariables, pageOf, type ViewState } from './view-state.ts';

/** What a loaded workbook shows, as far as it is known. */
export interface Shown {
  readonly variables: Variables;
  readonly page: string | null;
  readonly element: string | null;
  readonly maximised: string | null;
}

/** What a workbook shows that was loaded at the place of a view. */
export const shownAt = ({ path, own }: ViewState, variables: Variables): Shown => ({
  variables,
  page: (path ?? own)?.page ?? null,
  element: (path ?? own)?.element ?? null,
  maximised: null,
});

/** The messages that bring a loaded workbook to the wanted view, in the order in which they work. */
export function restoreCommands(wanted: ViewState, shown: Shown): SigmaCommand[] {
  const variables = missingVariables(wanted.variables, shown.variables);
  const commands: SigmaCommand[] = [];
  if (Object.keys(variables).length > 0) {
    commands.push({ type: 'workbook:variables:update', variables }, { type: 'workbook:variables:list' });
  }
  const select = (selectedNodeId: string, nodeType: 'element' | 'page') =>
    commands.push({ type: 'workbook:selectednodeid:update', selectedNodeId, nodeType });
  const page = pageOf(wanted);
  if (page !== null && page !== shown.page) select(page, 'page');
  const element = wanted.selectedNode?.type === 'element' ? wanted.selectedNode.id : null;
  // Another page takes the choice away.
  if (element !== null && (element !== shown.element || commands.at(-1)?.type === 'workbook:selectednodeid:update')) {
    select(element, 'element');
  }
  const [maximised = null] = wanted.maximised ?? [];
  // It is a toggle.
  if (maximised !== null && shown.maximised === null) {
    commands.push({ type: 'workbook:fullscreen:update', nodeId: maximised });
  }
  if (wanted.maximised === null && shown.maximised !== null) {
    commands.push({ type: 'workbook:fullscreen:update', nodeId: shown.maximised });
  }
  return commands;
}
