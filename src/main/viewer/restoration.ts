/** Brings a workbook to a wanted view by messages, and knows when it is there. */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import { initialViewState, missingVariables, restoreCommands, type ViewState } from './view-state.ts';

type Variables = Readonly<Record<string, string>>;

export interface Restoration {
  /** A load begins: what the workbook holds is not known yet. */
  begin(wanted: ViewState): void;
  /** Another view is wanted from now on. */
  aim(wanted: ViewState): void;
  /** The workbook stands, with these values. */
  loaded(values: Variables): void;
  /** The workbook reports values. */
  reported(values: Variables): void;
  /** Sends what is missing. @returns whether there was anything to bring back */
  send(): boolean;
  /** Whether every wanted value is in place. */
  isRestored(): boolean;
  /** Whether the workbook is on its way to the wanted view, so that what it reports is not a choice of the person. */
  isUnderWay(): boolean;
  finish(): void;
}

export function createRestoration(send: (command: SigmaCommand) => void): Restoration {
  let wanted: ViewState = initialViewState;
  /** Last known values inside the workbook, as opposed to those that it is to have. */
  let present: Variables = {};
  /** Values that were sent and that the workbook has not reported yet. */
  let asked: Variables = {};
  /** Between sending what is to be brought back and seeing it in place. */
  let isUnderWay = false;

  const isRestored = () => Object.keys(missingVariables(wanted.variables, present)).length === 0;

  return {
    begin(view) {
      wanted = view;
      present = {};
      asked = {};
      isUnderWay = false;
    },
    aim(view) {
      wanted = view;
    },
    loaded(values) {
      present = values;
    },
    reported(values) {
      present = { ...present, ...values };
      asked = missingVariables(asked, present);
    },
    send() {
      // What is on its way arrives, and would undo a choice that was taken back in the meantime.
      const commands = restoreCommands(wanted, { ...present, ...asked });
      for (const command of commands) {
        send(command);
        if (command.type === 'workbook:variables:update') asked = { ...asked, ...command.variables };
      }
      isUnderWay = commands.length > 0 || !isRestored();
      return commands.length > 0;
    },
    isRestored,
    isUnderWay: () => isUnderWay,
    finish() {
      isUnderWay = false;
    },
  };
}
