/** One `<webview>` with one signed URL in it, from the first request of its host page to the loaded data. */

import { AppError } from '../../shared/errors.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import { createRestoration } from './restoration.ts';
import { initialViewState, reduceViewState, type ViewState } from './view-state.ts';

/** A signed URL and what was signed; the viewer does not care how. */
export interface SignedSession {
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Whether it ends because a grant does. */
  readonly endsWithGrant: boolean;
  readonly header: object;
  readonly claims: object;
}

/** A host page that was not requested yet, a workbook that loads, one that stands, and one that shows its data. */
export type GuestStage = 'requested' | 'loading' | 'loaded' | 'ready';

/** How long after its last data a restored workbook may stay silent before it counts as ready. */
const QUIET_MS = 4_000;
/** And how long a workbook that reports no data at all, since there is nothing to query on its page. */
const NO_DATA_MS = 10_000;

export interface Guest {
  readonly guestId: string;
  /** The signed session of the latest load. */
  readonly session: SignedSession | null;
  /** What the person sees, or is to see again. */
  readonly view: ViewState;
  readonly stage: GuestStage;
  /** Takes an event from Sigma. */
  take(event: SigmaEvent): void;
  /** Begins a load whose result is to look like `view`. */
  begin(session: SignedSession, view: ViewState): void;
  /** Brings a loaded workbook to another view. */
  restore(view: ViewState): void;
  dispose(): void;
}

export interface GuestOptions {
  readonly guestId: string;
  /** What the person is to see again; nothing in particular when left out. */
  readonly view?: ViewState;
  send(command: SigmaCommand): void;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
  /** The workbook stands and looks as wanted; its data may still come. */
  onLoaded(): void;
  /** The workbook shows the data of the wanted view. */
  onReady(): void;
  /** The person changed something. */
  onViewChanged(before: ViewState): void;
}

/** A guest that waits for its host page to be requested. */
export function createGuest(options: GuestOptions): Guest {
  const restoration = createRestoration(options.send);
  let session: SignedSession | null = null;
  let view = options.view ?? initialViewState;
  let stage: GuestStage = 'requested';
  let stopQuietTimer = () => {};

  function becomeReadyIn(delayMs: number, action: () => void = becomeReady): void {
    stopQuietTimer();
    stopQuietTimer = options.setTimer(action, delayMs);
  }

  function becomeReady(): void {
    stopQuietTimer();
    if (stage !== 'loaded') return;
    stage = 'ready';
    restoration.finish();
    options.onReady();
  }

  function takeLoaded(event: SigmaEvent & { type: 'workbook:loaded' }): void {
    restoration.loaded(event.workbook?.variables ?? {});
    view = reduceViewState(view, event);
    stage = 'loaded';
    becomeReadyIn(NO_DATA_MS);
    if (!restoration.send()) options.onLoaded();
  }

  function takeChange(event: SigmaEvent): void {
    const before = view;
    // While it is being restored, what a workbook reports is on its way to the wanted view, not a person's choice.
    const isChoice = stage === 'ready' || (stage === 'loaded' && !restoration.isUnderWay());
    if (isChoice) view = reduceViewState(before, event);
    if (view !== before) options.onViewChanged(before);
  }

  return {
    guestId: options.guestId,
    get session() {
      return session;
    },
    get view() {
      return view;
    },
    get stage() {
      return stage;
    },
    begin(signed, wanted) {
      stopQuietTimer();
      restoration.begin(wanted);
      session = signed;
      view = wanted;
      stage = 'loading';
    },
    restore(wanted) {
      restoration.aim(wanted);
      view = wanted;
      // Before the workbook stands nothing can be sent to it; its `loaded` event sends what is wanted by then.
      if (stage !== 'loaded' && stage !== 'ready') return;
      const wasReady = stage === 'ready';
      // A ready one with nothing to bring over stays ready.
      if (!restoration.send() && wasReady) return;
      stage = 'loaded';
      // Another page or element is nothing to query, so that silence must do; for other values there is data to come.
      if (wasReady) becomeReadyIn(QUIET_MS, () => restoration.isRestored() && becomeReady());
    },
    take(event) {
      if (event.type === 'workbook:loaded') return takeLoaded(event);
      if (event.type === 'workbook:variables:onchange') restoration.reported(event.workbook.variables);
      if (event.type === 'workbook:variables:current') restoration.reported(event.variables);
      if (event.type !== 'workbook:dataloaded' || stage !== 'loaded') return takeChange(event);
      // Data that came before the wanted values were in place is old. A workbook whose values are in place but that
      // has nothing to query again says nothing more, so silence counts too.
      if (restoration.isRestored()) becomeReady();
      else becomeReadyIn(QUIET_MS);
    },
    dispose: () => stopQuietTimer(),
  };
}

/** The failure of a guest that did not load in time. */
export const noAnswer = () => new AppError('frame_load_failed', { reason: 'noAnswer' });
