/** One load in a `<webview>`, with one signed URL, from the first request of its host page to the loaded data. */

import { AppError } from '../../shared/errors.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { Variables } from '../../shared/sigma/fields.ts';
import { createGuestProgress, type GuestStage } from './guest-progress.ts';
import { saysAllControls, urlPlaceOf } from './url-place.ts';
import {
  documentOf,
  initialViewState,
  reduceViewState,
  type ViewState,
  withDefaults,
  withMaximised,
} from './view-state.ts';

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

export interface Guest {
  readonly guestId: string;
  /** The `<webview>` that it lives in: the id of the first guest in that. */
  readonly element: string;
  /** The signed session of the latest load. */
  readonly session: SignedSession | null;
  /** What the person sees, or is to see again. */
  readonly view: ViewState;
  readonly stage: GuestStage;
  /** Whether what it reports is a choice of the person. */
  isSettled(): boolean;
  /** Whether it is being found out which element of it is the maximised one. */
  isTrying(): boolean;
  /** Takes an event from Sigma. */
  take(event: SigmaEvent): void;
  /** The elements that may be the maximised one, the likeliest first. */
  found(maximised: readonly string[]): void;
  /** Begins a load whose result is to look like `view`. */
  begin(session: SignedSession, view: ViewState): void;
  /** Brings a loaded workbook to another view. */
  restore(view: ViewState): void;
  /** It took over: see `GuestProgress`. */
  shown(): void;
  /** Says something to the workbook on the person's behalf. */
  say(command: SigmaCommand): void;
  dispose(): void;
}

export interface GuestOptions {
  readonly guestId: string;
  /** Left out: one of its own. */
  readonly element?: string | undefined;
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
  const progress = createGuestProgress(options);
  let session: SignedSession | null = null;
  let view = options.view ?? initialViewState;
  /** The element that was to be maximised; Sigma's answer does not name it. */
  let asked: string | null = null;

  function takeChange(event: SigmaEvent): void {
    const before = view;
    // While it is being restored, what a workbook reports is on its way to the wanted view, not a person's choice.
    if (progress.isSettled()) view = reduceViewState(before, event);
    if (view === before) return;
    if (view.maximised !== null && before.maximised === null && asked !== null) view = withMaximised(view, [asked]);
    if (event.type === 'workbook:fullscreen:onchange') asked = null;
    // Whatever it said of its values may have been said of the other document.
    if (documentOf(view) !== documentOf(before)) progress.moved(view);
    options.onViewChanged(before);
  }

  return {
    guestId: options.guestId,
    element: options.element ?? options.guestId,
    get session() {
      return session;
    },
    get view() {
      return view;
    },
    get stage() {
      return progress.stage();
    },
    begin(signed, wanted) {
      session = signed;
      view = wanted;
      progress.begin(wanted);
    },
    restore(wanted) {
      view = withDefaults(wanted, view.defaults);
      progress.restore(view);
    },
    take(event) {
      // When it comes again, a person went to another document, or it came twice: what is there is what they want.
      if (event.type === 'workbook:loaded' && progress.stage() === 'loading') {
        const values = event.workbook?.variables ?? {};
        view = withDefaults(reduceViewState(view, event), defaultsIn(values, view));
        return progress.loaded(values, view);
      }
      progress.heard(event);
      if (event.type === 'workbook:dataloaded') progress.data();
      else takeChange(event);
    },
    say(command) {
      if (command.type === 'workbook:fullscreen:update') asked = command.nodeId;
      options.send(command);
    },
    shown: progress.shown,
    isSettled: progress.isSettled,
    isTrying: progress.isTrying,
    found(maximised) {
      view = withMaximised(view, maximised);
    },
    dispose: progress.dispose,
  };
}

/** The values that a document has by itself, of a load that began with some of a person's; null where all were said. */
function defaultsIn(values: Variables, begun: ViewState): Variables | null {
  const { controls = {} } = urlPlaceOf(begun);
  if (begun.defaults === null || saysAllControls(begun)) return null;
  const unsaid = Object.entries(values).filter(([name]) => !Object.hasOwn(controls, name));
  return { ...begun.defaults, ...Object.fromEntries(unsaid) };
}

/** The failure of a guest that did not load in time. */
export const noAnswer = () => new AppError('frame_load_failed', { reason: 'noAnswer' });
