/**
 * A picture of a whole page of a workbook. What is before a person shows a part of it and must not move, so that the same
 * workbook is loaded once more where nobody sees it, at the same place, and as high as Sigma says that its page is.
 */
import { AppError, codeOf, type ErrorCode } from '../../../shared/errors.ts';
import type { PaneView } from '../../../shared/state.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { PaneTarget } from '../../viewer/pane-target.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { HiddenPage, Picture, PictureEdges } from './picture-edges.ts';

export interface WholePageOptions extends Pick<Clock, 'uptime'> {
  readonly panes: Pick<Panes, 'open' | 'views' | 'closeWindow' | 'leaving'>;
  /** @throws AppError `profile_missing` */
  targetOf(workbookId: string, windowId: string): PaneTarget;
  readonly edges: Pick<PictureEdges, 'openHidden' | 'sizeOf'>;
  whenPictureIsWhole(guestId: string, then: () => void): void;
  readonly timers: Pick<Timers, 'setTimer'>;
  randomUuid(): string;
}

export interface WholePages {
  /** @throws AppError, and what an aborted signal says */
  take(pane: Pick<PaneView, 'paneId' | 'workbookId'>, guestId: string, signal: AbortSignal): Promise<Picture>;
  /** Sigma says how high the page of a guest is. */
  heightReported(guestId: string, height: number): void;
}

const LOOK_EVERY_MS = 100;
/** As long as any load has; see `swap-rules.ts`. */
const LOAD_LIMIT_MS = 60_000;
/** So long a workbook that stands may query before it is taken as it is. A page without queries never says that it has data. */
const DATA_LIMIT_MS = 15_000;
/** Sigma says the height of its page when that is laid out. */
const HEIGHT_LIMIT_MS = 3_000;
/** A page may become higher with the room that it is given. */
const MOST_HEIGHTS = 3;
/** What is beyond is left out; a page of paper holds some 1,700 of them. */
export const LARGEST_HEIGHT = 20_000;

export function createWholePages(options: WholePageOptions): WholePages {
  const { panes, edges, uptime } = options;
  const heights = new Map<string, number>();
  /** How many pages are being taken. While none is, nobody wants to know how high a guest is. */
  let underWay = 0;

  const pause = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      options.timers.setTimer(() => (signal.aborted ? reject(signal.reason) : resolve()), LOOK_EVERY_MS);
    });
  const drawn = (guestId: string) => new Promise<void>((resolve) => options.whenPictureIsWhole(guestId, resolve));

  /** @throws AppError where the workbook does not load, or loads as something else */
  async function loaded(windowId: string, guestId: string, signal: AbortSignal): Promise<void> {
    const begunAt = uptime();
    let stoodAt: number | null = null;
    for (;;) {
      const [view] = panes.views(windowId);
      const isSame = view?.guests.some((guest) => guest.guestId === guestId);
      // Somebody signed out, or Sigma refused the place and shows another one.
      if (!view) throw notTaken('gone');
      if (view.phase === 'failed') throw notTaken('failed', view.error?.code);
      if (!isSame) throw notTaken('replaced');
      if (uptime() - begunAt > LOAD_LIMIT_MS) throw notTaken('late');
      if (view.phase === 'ready' && !view.isCatchingUp) {
        stoodAt ??= uptime();
        if (view.data.asOf !== null || uptime() - stoodAt > DATA_LIMIT_MS) return;
      }
      await pause(signal);
    }
  }

  async function reportedHeight(guestId: string, signal: AbortSignal): Promise<number> {
    const begunAt = uptime();
    for (;;) {
      const height = heights.get(guestId);
      if (height !== undefined) return Math.min(Math.ceil(height), LARGEST_HEIGHT);
      if (uptime() - begunAt > HEIGHT_LIMIT_MS) throw notTaken('no-height');
      await pause(signal);
    }
  }

  async function takeOf(page: HiddenPage, windowId: string, guestId: string, signal: AbortSignal): Promise<Picture> {
    await loaded(windowId, guestId, signal);
    let height = await reportedHeight(guestId, signal);
    for (let times = 0; times < MOST_HEIGHTS; times += 1) {
      await page.setHeight(height);
      await drawn(guestId);
      signal.throwIfAborted();
      const next = await reportedHeight(guestId, signal);
      if (Math.abs(next - height) <= 1) break;
      height = next;
    }
    // Whoever it was drawn for may have signed out meanwhile.
    await loaded(windowId, guestId, signal);
    return page.take(height);
  }

  return {
    async take({ paneId, workbookId }, shownGuestId, signal) {
      const leaving = panes.leaving(paneId);
      const size = await edges.sizeOf(shownGuestId);
      if (!leaving || size === null) throw notTaken('unseen');
      const windowId = options.randomUuid();
      // It asks for nothing anew while it is there.
      const target = { ...options.targetOf(workbookId, windowId), refresh: undefined, isWholePage: true };
      let page: HiddenPage | null = null;
      underWay += 1;
      try {
        panes.open(target, { view: leaving.view, isAnother: true });
        const [guest] = panes.views(windowId)[0]?.guests ?? [];
        if (!guest) throw notTaken('gone');
        page = await edges.openHidden({ ...guest, ...size, windowId });
        return await takeOf(page, windowId, guest.guestId, signal);
      } finally {
        panes.closeWindow(windowId);
        page?.close();
        underWay -= 1;
        if (underWay === 0) heights.clear();
      }
    },
    heightReported(guestId, height) {
      if (underWay > 0) heights.set(guestId, height);
    },
  };
}

/** How far it came. */
type Step = 'unseen' | 'gone' | 'failed' | 'replaced' | 'late' | 'no-height';

interface NotTaken {
  readonly step: Step;
  /** Of what the hidden workbook failed with. */
  readonly code: ErrorCode | undefined;
}

const notTaken = (step: Step, code?: ErrorCode) =>
  new AppError('picture_not_taken', {}, { cause: { step, code } satisfies NotTaken });

/** Why a whole page was not had, for the log: no sentence, and no name. */
export function whyNotWhole(error: unknown): { readonly code: ErrorCode; readonly step: Step | 'other' } {
  const cause = error instanceof AppError && error.code === 'picture_not_taken' ? error.cause : null;
  // Sound: what has a step was made above.
  const known = typeof cause === 'object' && cause !== null && 'step' in cause ? (cause as NotTaken) : null;
  return { code: known?.code ?? codeOf(error), step: known?.step ?? 'other' };
}
