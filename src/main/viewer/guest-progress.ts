/**
 * How far the workbook in a guest has come: from the request of its host page to the data of the wanted view. Sigma's
 * messages may come late, twice or not at all; none of that may hold a workbook up for ever, or count as a choice.
 */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { Variables } from '../../shared/sigma/fields.ts';
import { createRestoration } from './restoration.ts';
import { urlPlaceOf } from './url-place.ts';
import { initialViewState, type ViewState } from './view-state.ts';

/** A host page that was not requested yet, a workbook that loads, one that stands, and one that shows its data. */
export type GuestStage = 'requested' | 'loading' | 'loaded' | 'ready';

/** How long after its last data a restored workbook may stay silent before it counts as ready. */
const QUIET_MS = 4_000;
/** And how long a workbook that reports no data at all, since there is nothing to query on its page. */
const NO_DATA_MS = 10_000;
/** How long after its data a workbook may still say that it has loaded. */
const LATE_LOADED_MS = 4_000;

export interface GuestProgressOptions {
  send(command: SigmaCommand): void;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
  /** The workbook stands and looks as wanted; its data may still come. */
  onLoaded(): void;
  /** The workbook shows the data of the wanted view. */
  onReady(): void;
}

export interface GuestProgress {
  stage(): GuestStage;
  /** Whether what the workbook reports is a choice of the person, and not a step on the way to the wanted view. */
  isSettled(): boolean;
  /** Whether it is being found out which element is the maximised one. */
  isTrying(): boolean;
  /** A load begins at the place of this view. */
  begin(wanted: ViewState): void;
  /** The workbook says that it has loaded, with these values. @param wanted what it is to show, now that they are known */
  loaded(values: Variables, wanted: ViewState): void;
  /** The workbook says that its data is there. */
  data(): void;
  /** Hears what the workbook says of itself. */
  heard(event: SigmaEvent): void;
  /** Another view is wanted now. */
  restore(wanted: ViewState): void;
  /** The person has gone to another document. */
  moved(view: ViewState): void;
  /** It is before the person from now on, on its way to the wanted view or not: what it reports may be their choice. */
  shown(): void;
  dispose(): void;
}

export function createGuestProgress(options: GuestProgressOptions): GuestProgress {
  const restoration = createRestoration(options.send);
  let stage: GuestStage = 'requested';
  let begun: ViewState = initialViewState;
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

  function stand(values: Variables, readyInMs: number): void {
    restoration.loaded(values);
    stage = 'loaded';
    becomeReadyIn(readyInMs);
    if (!restoration.send()) options.onLoaded();
  }

  /** The message that it has loaded does not come. What its URL carried is taken to be in place, and it is asked. */
  function standWithoutMessage(): void {
    if (stage !== 'loading') return;
    options.send({ type: 'workbook:variables:list' });
    stand(urlPlaceOf(begun).controls ?? {}, QUIET_MS);
  }

  return {
    stage: () => stage,
    isSettled: () => stage === 'ready' || (stage === 'loaded' && !restoration.isUnderWay()),
    isTrying: restoration.isTrying,
    begin(wanted) {
      stopQuietTimer();
      restoration.begin(wanted);
      begun = wanted;
      stage = 'loading';
    },
    loaded(values, wanted) {
      restoration.aim(wanted);
      stand(values, NO_DATA_MS);
    },
    data() {
      if (stage === 'loading') becomeReadyIn(LATE_LOADED_MS, standWithoutMessage);
      if (stage !== 'loaded') return;
      // Data that came before the wanted values were in place is old. A workbook whose values are in place but that
      // has nothing to query again says nothing more, so silence counts too.
      if (restoration.isRestored()) becomeReady();
      else becomeReadyIn(QUIET_MS);
    },
    heard(event) {
      if (event.type === 'workbook:variables:onchange') restoration.reported(event.workbook.variables);
      if (event.type === 'workbook:variables:current') restoration.reported(event.variables);
      if (event.type === 'workbook:fullscreen:onchange') restoration.maximised(event.fullScreen);
    },
    restore(wanted) {
      restoration.aim(wanted);
      // Before the workbook stands nothing can be sent to it; its `loaded` event sends what is wanted by then.
      if (stage !== 'loaded' && stage !== 'ready') return;
      const wasReady = stage === 'ready';
      // A ready one with nothing to bring over stays ready.
      if (!restoration.send() && wasReady) return;
      stage = 'loaded';
      // Another page or element is nothing to query, so that silence must do; for other values there is data to come.
      if (wasReady) becomeReadyIn(QUIET_MS, () => restoration.isRestored() && becomeReady());
    },
    moved(view) {
      restoration.begin(view);
      options.send({ type: 'workbook:variables:list' });
    },
    shown: restoration.finish,
    dispose: () => stopQuietTimer(),
  };
}
