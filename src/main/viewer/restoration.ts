/** Brings a workbook to a wanted view by messages, and knows when it is there. */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { Variables } from '../../shared/sigma/fields.ts';
import { restoreCommands, type Shown, shownAt } from './restore-commands.ts';
import { initialViewState, missingVariables, type ViewState } from './view-state.ts';

export interface Restoration {
  /** A load begins at the place of this view: what values the workbook holds is not known yet. */
  begin(wanted: ViewState): void;
  /** Another view is wanted from now on. */
  aim(wanted: ViewState): void;
  /** The workbook stands, with these values. */
  loaded(values: Variables): void;
  /** The workbook reports values. */
  reported(values: Variables): void;
  /** The workbook reports whether an element is maximised. */
  maximised(isMaximised: boolean): void;
  /** Sends what is missing. @returns whether there was anything to bring back */
  send(): boolean;
  /** Whether every wanted value is in place. */
  isRestored(): boolean;
  /** Whether the workbook is on its way to the wanted view, so that what it reports is not a choice of the person. */
  isUnderWay(): boolean;
  /** Whether an element was named that Sigma may not know, and nothing has come of it yet. */
  isTrying(): boolean;
  finish(): void;
}

export function createRestoration(send: (command: SigmaCommand) => void): Restoration {
  let wanted: ViewState = initialViewState;
  /** Last known state of the workbook, as opposed to the one that it is to have. */
  let shown: Shown = shownAt(initialViewState, {});
  /** Values that were sent and that the workbook has not reported yet. */
  let asked: Variables = {};
  let isTrying = false;
  /** Between sending what is to be brought back and seeing it in place. */
  let isUnderWay = false;

  const isRestored = () => Object.keys(missingVariables(wanted.variables, shown.variables)).length === 0;

  function sent(command: SigmaCommand): void {
    if (command.type === 'workbook:variables:update') asked = { ...asked, ...command.variables };
    if (command.type === 'workbook:selectednodeid:update') {
      const { selectedNodeId: id, nodeType } = command;
      shown = nodeType === 'page' ? { ...shown, page: id, element: null } : { ...shown, element: id };
    }
    if (command.type !== 'workbook:fullscreen:update') return;
    shown = { ...shown, maximised: shown.maximised === command.nodeId ? null : command.nodeId };
    isTrying = shown.maximised !== null;
  }

  const restoration: Restoration = {
    begin(view) {
      wanted = view;
      shown = shownAt(view, {});
      asked = {};
      isUnderWay = false;
    },
    aim(view) {
      wanted = view;
    },
    loaded(variables) {
      shown = { ...shown, variables };
    },
    reported(values) {
      shown = { ...shown, variables: { ...shown.variables, ...values } };
      asked = missingVariables(asked, shown.variables);
    },
    maximised(isMaximised) {
      const tried = shown.maximised;
      isTrying = false;
      if (isMaximised || tried === null) return;
      shown = { ...shown, maximised: null };
      const place = wanted.maximised?.indexOf(tried) ?? -1;
      const left = wanted.maximised?.slice(place + 1) ?? [];
      // Somebody put it back.
      if (!isUnderWay || place < 0 || left.length === 0) return;
      // It was not this element: Sigma knows it by another id, or it cannot be maximised.
      wanted = { ...wanted, maximised: left };
      restoration.send();
    },
    send() {
      // What is on its way arrives, and would undo a choice that was taken back in the meantime.
      const commands = restoreCommands(wanted, { ...shown, variables: { ...shown.variables, ...asked } });
      for (const command of commands) {
        send(command);
        sent(command);
      }
      isUnderWay = commands.length > 0 || !isRestored();
      return commands.length > 0;
    },
    isRestored,
    isUnderWay: () => isUnderWay,
    isTrying: () => isTrying,
    finish() {
      isTrying = false;
      isUnderWay = false;
    },
  };
  return restoration;
}
