/** Pictures and paper of a workbook: it is printed, saved as a PDF or as a picture, and copied. */
import { AppError, systemCodeOf } from '../../../shared/errors.ts';
import type { PaneView } from '../../../shared/state.ts';
import type { Text } from '../../../shared/text/en.ts';
import { format } from '../../../shared/text/format.ts';
import type { Log } from '../../log/log.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { DownloadsFeature } from '../downloads/downloads-feature.ts';
import type { Feature } from '../feature.ts';
import { createMadeFile } from './made-file.ts';
import { cutOut, layOut, paperOf } from './paper.ts';
import type { Picture, PictureEdges, Printed, PrintedSheet } from './picture-edges.ts';
import { createWholePages, type WholePageOptions, type WholePages, whyNotWhole } from './whole-page.ts';

export interface PicturesFeatureOptions extends Omit<WholePageOptions, 'edges' | 'panes'> {
  readonly panes: Pick<Panes, 'shownGuest' | 'views'> & WholePageOptions['panes'];
  readonly edges: PictureEdges;
  readonly downloads: Pick<DownloadsFeature, 'begin'>;
  readonly text: Pick<Text, 'pictures' | 'locale'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** A picture of a workbook leaves the program, other than as a file. */
  onPictureTaken?(source: Pick<PaneView, 'profileId' | 'title'>, how: 'copied' | 'printed'): void;
  onChange(): void;
}

export interface PicturesFeature extends Feature<never, never, 'printing'> {
  /** @throws AppError `picture_not_taken`, `not_printed` */
  print(windowId: string): Promise<void>;
  stopPrinting(windowId: string): void;
  savePdf(windowId: string): void;
  savePicture(windowId: string): void;
  /** @throws AppError `picture_not_taken`, `not_copied` */
  copy(windowId: string): Promise<void>;
  heightReported: WholePages['heightReported'];
  /** Nobody is signed in to a profile any more, or somebody else is: what was to be printed of it is not. */
  forget(profileId: string): void;
}

interface Shown {
  readonly windowId: string;
  readonly pane: PaneView;
  readonly guestId: string;
}

interface Job {
  readonly profileId: string;
  readonly paneId: string;
  readonly given: AbortController;
  /** Its sheets are being made; later the system asks the person. */
  isBeingMade: boolean;
}

export function createPicturesFeature(options: PicturesFeatureOptions): PicturesFeature {
  const { panes, edges, log, downloads } = options;
  const pages = createWholePages(options);
  const printing = new Map<string, Job>();

  /** @throws AppError `picture_not_taken` where no workbook is before the person */
  function shownIn(windowId: string): Shown {
    const guestId = panes.shownGuest(windowId);
    const holds = ({ guests }: PaneView) => guests.some((guest) => guest.guestId === guestId);
    const pane = panes.views(windowId).find(holds);
    if (guestId === null || pane?.phase !== 'ready') throw new AppError('picture_not_taken');
    return { windowId, pane, guestId };
  }

  const seen = (guestId: string) => seenOf(guestId, edges);

  async function printed(shown: Shown, signal: AbortSignal): Promise<Printed> {
    const page = await wholeOf(shown, signal, pages, log);
    signal.throwIfAborted();
    if (page === null) log.info('picture.of-what-is-seen');
    return onSheets(page ?? (await seen(guestNowIn(shown, panes))), page !== null, shown.pane, signal, options);
  }

  function save(windowId: string, mimeType: string, make: (shown: Shown, signal: AbortSignal) => Promise<Uint8Array>) {
    const shown = shownIn(windowId);
    const file = createMadeFile({ mimeType, make: (signal) => make(shown, signal), write: edges.write });
    if (!downloads.begin(shown.guestId, file)) throw new AppError('picture_not_taken');
    log.info('picture.saving', { kind: mimeType });
  }

  function stop(windowId: string): void {
    printing.get(windowId)?.given.abort();
    if (printing.delete(windowId)) options.onChange();
  }

  return {
    handlers: {},
    sharedState: () => ({}),
    windowState(windowId) {
      const job = printing.get(windowId);
      return { printing: job?.isBeingMade ? job.paneId : null };
    },
    async print(windowId) {
      if (printing.has(windowId)) return;
      const shown = shownIn(windowId);
      const given = new AbortController();
      const { profileId, paneId } = shown.pane;
      const job: Job = { profileId, paneId, given, isBeingMade: true };
      printing.set(windowId, job);
      options.onChange();
      try {
        const sheets = await printed(shown, given.signal);
        job.isBeingMade = false;
        options.onChange();
        log.info('picture.printing', { sheets: sheets.sheets.length });
        options.onPictureTaken?.(shown.pane, 'printed');
        await edges.print(sheets, given.signal);
      } catch (error) {
        if (given.signal.aborted) return;
        throw error instanceof AppError ? error : new AppError('not_printed');
      } finally {
        if (printing.get(windowId) === job) stop(windowId);
      }
    },
    stopPrinting: stop,
    savePdf: (windowId) =>
      save(windowId, 'application/pdf', async (shown, signal) => edges.pdf(await printed(shown, signal), signal)),
    savePicture: (windowId) =>
      save(windowId, 'image/png', async ({ guestId }) => pngOf(await seen(guestId), edges, log)),
    async copy(windowId) {
      const { pane, guestId } = shownIn(windowId);
      const picture = await seen(guestId);
      try {
        await edges.copy(picture);
      } catch {
        throw new AppError('not_copied');
      }
      log.info('picture.copied');
      options.onPictureTaken?.(pane, 'copied');
    },
    heightReported: pages.heightReported,
    forget(profileId) {
      for (const [windowId, job] of printing) if (job.profileId === profileId) stop(windowId);
    },
    windowClosed: stop,
    close() {
      for (const windowId of [...printing.keys()]) stop(windowId);
    },
  };
}

/** Another one may have taken over while a whole page was tried; empty for a pane that is gone. */
function guestNowIn({ windowId, pane }: Shown, panes: Pick<Panes, 'views'>): string {
  const now = panes.views(windowId).find(({ paneId }) => paneId === pane.paneId);
  return now?.guests.find(({ role }) => role === 'active')?.guestId ?? '';
}

/** @throws AppError `picture_not_taken` */
async function seenOf(guestId: string, edges: Pick<PictureEdges, 'seen'>): Promise<Picture> {
  const picture = await edges.seen(guestId);
  if (!picture || picture.width === 0 || picture.height === 0) throw new AppError('picture_not_taken');
  return picture;
}

/** Null where it cannot be had: what is seen is better than nothing. */
async function wholeOf(
  { pane, guestId }: Shown,
  signal: AbortSignal,
  pages: WholePages,
  log: Pick<Log, 'warn'>,
): Promise<Picture | null> {
  if (!mayBeLoadedAgain(pane)) return null;
  return pages.take(pane, guestId, signal).catch((error: unknown) => {
    // What was given up has not failed.
    if (!signal.aborted) log.warn('picture.not-whole', whyNotWhole(error));
    return null;
  });
}

/** What is not saved, and an element that fills the page, are in no other load of the workbook. */
const mayBeLoadedAgain = ({ edit, place }: PaneView): boolean => edit === null && !place.isMaximised;

async function onSheets(
  picture: Picture,
  isWhole: boolean,
  { place, data }: PaneView,
  signal: AbortSignal,
  { edges, text, log }: Pick<PicturesFeatureOptions, 'edges' | 'text' | 'log'>,
): Promise<Printed> {
  const paper = paperOf(edges.country());
  const { isLandscape, slices } = layOut(picture, paper);
  const time =
    data.asOf === null
      ? null
      : new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(data.asOf);
  const words = [
    place.document.title,
    ...(time === null ? [] : [format(text.pictures.asOf, { time })]),
    ...(isWhole ? [] : [text.pictures.seenOnly]),
  ];
  const sheets: PrintedSheet[] = [];
  for (const [at, slice] of slices.entries()) {
    signal.throwIfAborted();
    sheets.push({
      image: await pngOf(cutOut(picture, slice), edges, log),
      widthMm: slice.widthMm,
      heightMm: slice.heightMm,
      left: words.join(' · '),
      right: format(text.pictures.page, { page: at + 1, pages: slices.length }),
    });
  }
  return { paper, isLandscape, sheets };
}

/** @throws AppError `picture_not_taken` */
async function pngOf(picture: Picture, edges: Pick<PictureEdges, 'png'>, log: Pick<Log, 'warn'>): Promise<Uint8Array> {
  try {
    return await edges.png(picture);
  } catch (error) {
    log.warn('picture.not-written', { systemCode: systemCodeOf(error) });
    throw new AppError('picture_not_taken');
  }
}
