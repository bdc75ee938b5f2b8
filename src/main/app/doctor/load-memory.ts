/** What became of the last load of each workbook, by what its guests and Sigma said; for as long as the program runs. */
import { AppError, type AppErrorView } from '../../../shared/errors.ts';
import type { SigmaEvent } from '../../../shared/sigma/events.ts';
import { explainRefusal, explainSigmaError } from '../../sigma/embed-errors.ts';
import { freshLoad, type LoadState, reduceLoad, troubleCounts } from '../../viewer/pane-contents.ts';
import type { Panes } from '../../viewer/panes.ts';

/** Times in milliseconds since the epoch. */
export interface LastLoad {
  readonly begunAt: number;
  /** When Sigma said that the workbook is there; null while it did not. */
  readonly loadedAt: number | null;
  /** When it said so of the first data. */
  readonly dataAt: number | null;
  /** What it refused, of the workbook as a whole. */
  readonly refusal: AppErrorView | null;
  /** How many elements could not be drawn, and why the last one could not. */
  readonly elements: number;
  readonly elementProblem: AppErrorView | null;
}

export interface LoadMemory {
  /** Null for a workbook that was not loaded since the program started. */
  of(workbookId: string): LastLoad | null;
  /** The same panes, with what goes through them noted. */
  watching(panes: Panes): Panes;
}

interface Noted extends Omit<LastLoad, 'elements'> {
  readonly guestId: string;
  readonly state: LoadState;
}

export function createLoadMemory({ now }: { now(): number }): LoadMemory {
  const loads = new Map<string, Noted>();

  function change(guestId: string, workbookId: string | undefined, changes: (load: Noted) => Partial<Noted>): void {
    const load = workbookId === undefined ? undefined : loads.get(workbookId);
    // An earlier guest of the workbook, which goes.
    if (workbookId === undefined || load?.guestId !== guestId) return;
    loads.set(workbookId, { ...load, ...changes(load) });
  }

  function heard(event: SigmaEvent, load: Noted): Partial<Noted> {
    const state = reduceLoad(load.state, event);
    switch (event.type) {
      case 'workbook:loaded':
        return { state, loadedAt: load.loadedAt ?? now(), refusal: null };
      case 'workbook:dataloaded':
        return { state, dataAt: load.dataAt ?? now() };
      case 'workbook:error':
        // Of a command that it does not carry out; the workbook is as it was.
        if (explainRefusal(event.message) !== null) return { state };
        return { state, refusal: explainSigmaError(event.code, event.message).toView() };
      case 'workbook:chart:error':
        return { state, elementProblem: explainSigmaError(event.code, event.message).toView() };
      default:
        return { state };
    }
  }

  return {
    of(workbookId) {
      const load = loads.get(workbookId);
      if (load === undefined) return null;
      const { state, guestId: _, ...rest } = load;
      return { ...rest, elements: troubleCounts(state).chartErrors };
    },
    watching: (panes) => ({
      ...panes,
      async requestGuest(guestId) {
        const session = await panes.requestGuest(guestId);
        const { workbookId } = panes.sourceOf(guestId) ?? {};
        if (workbookId !== undefined) {
          loads.set(workbookId, {
            guestId,
            begunAt: now(),
            loadedAt: null,
            dataAt: null,
            refusal: null,
            elementProblem: null,
            state: freshLoad,
          });
        }
        return session;
      },
      takeEvent(guestId, event) {
        change(guestId, panes.sourceOf(guestId)?.workbookId, (load) => heard(event, load));
        panes.takeEvent(guestId, event);
      },
      guestLoadFailed(guestId, description) {
        const refusal = new AppError('frame_load_failed', { reason: 'networkAnswered', answer: description });
        change(guestId, panes.sourceOf(guestId)?.workbookId, () => ({ refusal: refusal.toView() }));
        panes.guestLoadFailed(guestId, description);
      },
    }),
  };
}
