/** One `<webview>` with one signed URL in it, from the first request of its host page to the loaded data. */
import type { SigmaCommand, SigmaEvent } from '../../shared/embed-host.ts';
import { initialViewState, missingVariables, reduceViewState, restoreCommands, type ViewState } from './view-state.ts';

/** A signed URL and what was signed; the viewer does not care how. */
export type SignedSession = {
  url: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** Whether it ends because a grant does. */
  endsWithGrant: boolean;
  header: Readonly<Record<string, unknown>>;
  claims: Readonly<Record<string, unknown>>;
};

/** How long after its last data a restored workbook may stay silent before it counts as ready. */
const QUIET_MS = 4_000;
/** And how long a workbook that reports no data at all, since there is nothing to query on its page. */
const NO_DATA_MS = 10_000;

export type Guest = {
  readonly guestId: string;
  /** The signed session of the latest load. */
  session: SignedSession | null;
  /** What the person sees, or is to see again. */
  view: ViewState;
  stage: 'requested' | 'loading' | 'loaded' | 'ready';
  /** Takes an event from Sigma. */
  take(event: SigmaEvent): void;
  /** Begins a load whose result is to look like `view`. */
  begin(session: SignedSession, view: ViewState): void;
  /** Brings a loaded workbook to another view. */
  restore(view: ViewState): void;
  dispose(): void;
};

export type GuestOptions = {
  guestId: string;
  send(command: SigmaCommand): void;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(milliseconds: number, action: () => void): () => void;
  /** The workbook stands and looks as wanted; its data may still come. */
  onLoaded(): void;
  /** The workbook shows the data of the wanted view. */
  onReady(): void;
  /** The person changed something. */
  onViewChanged(): void;
};

/** A guest that waits for its host page to be requested. */
export function createGuest(options: GuestOptions): Guest {
  let wanted: ViewState = initialViewState;
  /** Last known values inside the workbook, as opposed to those that it is to have. */
  let present: Readonly<Record<string, string>> = {};
  /** Values that were sent and that the workbook has not reported yet. */
  let asked: Readonly<Record<string, string>> = {};
  /** Between sending what is to be brought back and seeing it in place. */
  let restoring = false;
  let stopQuietTimer = () => {};

  const isRestored = () => Object.keys(missingVariables(wanted.variables, present)).length === 0;

  function becomeReady(): void {
    stopQuietTimer();
    if (guest.stage !== 'loaded') return;
    guest.stage = 'ready';
    restoring = false;
    options.onReady();
  }

  /** Answers whether there was anything to bring back. */
  function sendRestore(): boolean {
    // What is on its way arrives, and would undo a choice that was taken back in the meantime.
    const commands = restoreCommands(wanted, { ...present, ...asked });
    for (const command of commands) {
      options.send(command);
      if (command.type === 'workbook:variables:update') asked = { ...asked, ...command.variables };
    }
    restoring = commands.length > 0 || !isRestored();
    return commands.length > 0;
  }

  function takeValues(values: Readonly<Record<string, string>>): void {
    present = { ...present, ...values };
    asked = missingVariables(asked, present);
  }

  const guest: Guest = {
    guestId: options.guestId,
    session: null,
    view: initialViewState,
    stage: 'requested',
    begin(session, view) {
      stopQuietTimer();
      wanted = view;
      present = {};
      asked = {};
      restoring = false;
      guest.session = session;
      guest.view = view;
      guest.stage = 'loading';
    },
    restore(view) {
      wanted = view;
      guest.view = view;
      // Before the workbook stands there is nobody to send to; its `loaded` event sends what is wanted by then.
      if (guest.stage !== 'loaded' && guest.stage !== 'ready') return;
      const wasReady = guest.stage === 'ready';
      // A ready one with nothing to bring over stays ready.
      if (!sendRestore() && wasReady) return;
      guest.stage = 'loaded';
      // Another page or element is nothing to query, so that silence must do; for other values there is data to come.
      if (wasReady) {
        stopQuietTimer = options.setTimer(QUIET_MS, () => {
          if (isRestored()) becomeReady();
        });
      }
    },
    take(event) {
      if (event.type === 'workbook:loaded') {
        present = event.workbook?.variables ?? {};
        guest.view = reduceViewState(guest.view, event);
        guest.stage = 'loaded';
        stopQuietTimer();
        stopQuietTimer = options.setTimer(NO_DATA_MS, becomeReady);
        if (!sendRestore()) options.onLoaded();
        return;
      }
      if (event.type === 'workbook:variables:onchange') takeValues(event.workbook.variables);
      if (event.type === 'workbook:variables:current') takeValues(event.variables);
      if (event.type === 'workbook:dataloaded' && guest.stage === 'loaded') {
        stopQuietTimer();
        // Data that came before the wanted values were in place is old. A workbook whose values are in place but
        // that has nothing to query again says nothing more, so silence counts too.
        if (isRestored()) becomeReady();
        else stopQuietTimer = options.setTimer(QUIET_MS, becomeReady);
        return;
      }
      const before = guest.view;
      // While it is being restored, what a workbook reports is on its way to the wanted view, not a person's choice.
      const isChoice = guest.stage === 'ready' || (guest.stage === 'loaded' && !restoring);
      if (isChoice) guest.view = reduceViewState(before, event);
      if (guest.view !== before) options.onViewChanged();
    },
    dispose() {
      stopQuietTimer();
    },
  };
  return guest;
}
