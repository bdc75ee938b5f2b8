/** What a person gets on paper or as a file, over panes and a desktop that only note what is asked of them. */
import { describe, expect, test, vi } from 'vitest';
import type { ReceivedItem } from '../../../../src/main/app/downloads/download-parts.ts';
import type { Printed } from '../../../../src/main/app/pictures/picture-edges.ts';
import { createPicturesFeature } from '../../../../src/main/app/pictures/pictures-feature.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { PaneView } from '../../../../src/shared/state.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { noPictures } from '../../../support/no-pictures.ts';

const blank = (height: number) => ({ width: 10, height, pixels: new Uint8Array(10 * height * 4) });
const SEEN = 6;
const WHOLE = 40;

interface Changes {
  readonly edit?: PaneView['edit'];
  readonly isMaximised?: boolean;
  readonly phase?: PaneView['phase'];
  /** How the hidden load fares. */
  readonly hidden?: 'ready' | 'failed' | 'silent' | 'gone';
  /** Another guest takes over while the hidden one loads. */
  readonly isSwapped?: boolean;
  readonly print?: (printed: Printed, signal: AbortSignal) => Promise<void>;
  readonly copy?: () => Promise<void>;
  readonly png?: () => Promise<Uint8Array>;
}

function open({ edit = null, isMaximised = false, phase = 'ready', hidden = 'ready', ...changed }: Changes = {}) {
  const { print, copy, png, isSwapped = false } = changed;
  let shown = 'guest';
  const viewOf = (guestId: string, ofPhase: PaneView['phase']) =>
    ({
      paneId: `pane of ${guestId}`,
      profileId: 'profile',
      workbookId: 'workbook',
      phase: ofPhase,
      isCatchingUp: false,
      edit,
      guests: [{ guestId, src: `frame/${guestId}`, partition: 'own', role: 'active' }],
      place: { document: { title: 'Trips' }, isMaximised },
      data: { asOf: Date.UTC(2026, 10, 27, 9, 30) },
    }) as unknown as PaneView;
  const opened: { isWholePage?: boolean; refresh?: unknown; windowId: string }[] = [];
  const closed: string[] = [];
  const printed: Printed[] = [];
  /** What the audit trail is told. */
  const taken: string[] = [];
  const begun: ReceivedItem[] = [];
  const heights: number[] = [];
  const warned: unknown[] = [];
  let now = 0;
  let changes = 0;
  const page = {
    setHeight: async (height: number) => void heights.push(height),
    take: async (height: number) => blank(height),
    close: () => void closed.push('page'),
  };
  const feature = createPicturesFeature({
    panes: {
      shownGuest: (windowId) => (windowId === 'main' ? shown : null),
      views: (windowId) => {
        if (windowId === 'main') return [{ ...viewOf(shown, phase), paneId: 'pane of guest' }];
        if (hidden === 'gone' || closed.includes(windowId)) return [];
        const view = viewOf('hidden-guest', hidden === 'failed' ? 'failed' : 'ready');
        return [{ ...view, error: new AppError('sigma_redirected').toView() }];
      },
      leaving: () => ({ view: 'where the person is' as never, loses: null, guestId: 'guest' }),
      open(target) {
        opened.push(target);
        if (hidden !== 'silent') feature.heightReported('hidden-guest', WHOLE - 0.5);
        return 'hidden-pane';
      },
      closeWindow: (windowId) => void closed.push(windowId),
    },
    targetOf: (workbookId, windowId) => ({
      windowId,
      profileId: 'profile',
      workbookId,
      title: 'Trips',
      partition: 'own',
      sigmaOrigin: 'https://app.example.com',
      refresh: { everyMinutes: 5 } as never,
      workbookPath: '/w',
    }),
    edges: {
      ...noPictures,
      seen: async (guestId) => (guestId === shown ? blank(SEEN) : null),
      sizeOf: async () => ({ width: 10, height: SEEN }),
      async openHidden() {
        if (isSwapped) shown = 'next guest';
        return page;
      },
      png: png ?? (async ({ height }) => new Uint8Array([height])),
      pdf: async (sheets) => {
        printed.push(sheets);
        return new Uint8Array([1]);
      },
      async print(sheets, signal) {
        printed.push(sheets);
        await print?.(sheets, signal);
      },
      copy: async () => copy?.(),
    },
    downloads: {
      begin(_guestId, item) {
        begun.push(item);
        item.setSavePath('/file');
        return true;
      },
    },
    text: en,
    whenPictureIsWhole: (_guestId, then) => then(),
    timers: {
      setTimer(action, delayMs) {
        now += delayMs;
        queueMicrotask(action);
        return () => {};
      },
    },
    uptime: () => now,
    randomUuid: () => 'hidden-window',
    log: { info: () => {}, warn: (event, fields) => void warned.push([event, fields]) },
    onPictureTaken: ({ profileId }, how) => void taken.push(`${how} of ${profileId}`),
    onChange() {
      changes += 1;
    },
  });
  const heightOnPaper = () => printed.at(-1)?.sheets.reduce((sum, sheet) => sum + (sheet.image[0] ?? 0), 0);
  return { feature, opened, closed, printed, taken, begun, warned, heights, heightOnPaper, changes: () => changes };
}

describe('what is printed', () => {
  test('is the whole page, from a load of its own that is gone afterwards', async () => {
    const { feature, opened, closed, printed, taken, heights, heightOnPaper } = open();
    await feature.print('main');
    expect(taken).toEqual(['printed of profile']);
    expect(opened).toEqual([expect.objectContaining({ windowId: 'hidden-window', isWholePage: true })]);
    expect(opened[0]?.refresh).toBeUndefined();
    expect(heights).toEqual([WHOLE]);
    expect(heightOnPaper()).toBe(WHOLE);
    expect(closed.toSorted()).toEqual(['hidden-window', 'page']);
    const sheets = printed[0]?.sheets ?? [];
    expect(sheets[0]?.left).toMatch(/^Trips · Data as of .+$/);
    expect(sheets[0]?.left).not.toContain(en.pictures.seenOnly);
    expect(sheets.map(({ right }) => right)).toEqual(sheets.map((_, at) => `Page ${at + 1} of ${sheets.length}`));
  });

  test.each([
    ['what is edited', { edit: { isRenewalWaiting: false } }, 0, null],
    ['an element that fills the page', { isMaximised: true }, 0, null],
    ['a workbook that does not load again', { hidden: 'failed' }, 1, { code: 'sigma_redirected', step: 'failed' }],
    ['a workbook that is no more', { hidden: 'gone' }, 1, { code: 'picture_not_taken', step: 'gone' }],
    ['a Sigma that says no height', { hidden: 'silent' }, 1, { code: 'picture_not_taken', step: 'no-height' }],
  ] as const)('is what is seen of %s, and says so; the log says why', async (_what, changes, loads, why) => {
    const { feature, opened, printed, closed, warned, heightOnPaper } = open(changes);
    await feature.print('main');
    expect(opened).toHaveLength(loads);
    expect(closed.filter((one) => one === 'hidden-window')).toHaveLength(loads);
    expect(heightOnPaper()).toBe(SEEN);
    expect(printed[0]?.sheets[0]?.left).toContain(en.pictures.seenOnly);
    expect(warned).toEqual(why === null ? [] : [['picture.not-whole', why]]);
  });

  test('is what is seen of the guest that took over, where its whole page was tried in vain meanwhile', async () => {
    const { feature, heightOnPaper } = open({ hidden: 'silent', isSwapped: true });
    await feature.print('main');
    expect(heightOnPaper()).toBe(SEEN);
  });

  test('is no whole page by a height that was told before there was one', async () => {
    const { feature, heightOnPaper } = open({ hidden: 'silent' });
    feature.heightReported('hidden-guest', WHOLE);
    await feature.print('main');
    expect(heightOnPaper()).toBe(SEEN);
  });

  test('shows that it is being made, and is given up with a word, a person or a window', async () => {
    for (const how of ['stop', 'forget', 'closed'] as const) {
      const { feature, printed, warned } = open();
      const printing = feature.print('main');
      expect(feature.windowState('main')).toEqual({ printing: 'pane of guest' });
      expect(feature.windowState('other')).toEqual({ printing: null });
      if (how === 'stop') feature.stopPrinting('main');
      else if (how === 'forget') feature.forget('profile');
      else feature.windowClosed?.('main');
      await printing;
      expect(printed).toEqual([]);
      expect(warned).toEqual([]);
      expect(feature.windowState('main')).toEqual({ printing: null });
    }
  });

  test('is not shown as being made while the system asks, and is printed once', async () => {
    let decide = () => {};
    const { feature, printed } = open({
      print: () =>
        new Promise((resolve) => {
          decide = resolve;
        }),
    });
    const printing = feature.print('main');
    await vi.waitFor(() => expect(printed).toHaveLength(1));
    expect(feature.windowState('main')).toEqual({ printing: null });
    await feature.print('main');
    expect(printed).toHaveLength(1);
    decide();
    await printing;
    await Promise.all([feature.print('main'), vi.waitFor(() => expect(printed).toHaveLength(2)).then(() => decide())]);
  });

  test('is told where there is nothing to print on', async () => {
    const { feature } = open({ print: () => Promise.reject(new Error('No printers')) });
    await expect(feature.print('main')).rejects.toMatchObject({ code: 'not_printed' });
  });

  test('is told where its pictures cannot be written, and the log says so', async () => {
    const { feature, warned } = open({
      png: () => Promise.reject(Object.assign(new Error(), { code: 'thread_ended' })),
    });
    await expect(feature.print('main')).rejects.toMatchObject({ code: 'picture_not_taken' });
    expect(warned).toEqual([['picture.not-written', { systemCode: 'thread_ended' }]]);
    expect(feature.windowState('main')).toEqual({ printing: null });
  });

  test('is given up between two of its pictures as well', async () => {
    let sheets = 0;
    const { feature, printed } = open({
      png: async () => {
        sheets += 1;
        feature.stopPrinting('main');
        return new Uint8Array([1]);
      },
    });
    await feature.print('main');
    expect([sheets, printed]).toEqual([1, []]);
  });

  test('is nothing where no workbook is there', async () => {
    const { feature } = open({ phase: 'loading' });
    await expect(feature.print('main')).rejects.toMatchObject({ code: 'picture_not_taken' });
    await expect(open().feature.print('other')).rejects.toMatchObject({ code: 'picture_not_taken' });
  });
});

describe('what is saved', () => {
  test('goes among the downloads: a PDF of the whole page, and a picture of what is seen', async () => {
    const { feature, begun, printed, heightOnPaper } = open();
    feature.savePdf('main');
    await vi.waitFor(() => expect(printed).toHaveLength(1));
    expect(heightOnPaper()).toBe(WHOLE);
    feature.savePicture('main');
    expect(begun.map((item) => item.getMimeType())).toEqual(['application/pdf', 'image/png']);
  });

  test('fails with its download where its picture cannot be written', async () => {
    const { feature, begun } = open({ png: () => Promise.reject(new Error('no thread')) });
    feature.savePicture('main');
    const ended = new Promise((resolve) => begun[0]?.once('done', (_event, state) => resolve(state)));
    expect(await ended).toBe('interrupted');
    expect(begun[0]?.failure?.()).toMatchObject({ code: 'picture_not_taken' });
  });

  test('is given up with its download, and leaves nothing behind', async () => {
    const { feature, begun, printed, closed } = open();
    feature.savePdf('main');
    begun[0]?.cancel();
    await vi.waitFor(() => expect(closed).toContain('hidden-window'));
    expect(printed).toEqual([]);
  });
});

test('a picture that is not copied is told', async () => {
  const well = open();
  await well.feature.copy('main');
  expect(well.taken).toEqual(['copied of profile']);
  const { feature, taken } = open({ copy: () => Promise.reject(new Error('busy')) });
  const failure = await feature.copy('main').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AppError);
  expect(failure).toMatchObject({ code: 'not_copied' });
  expect(taken).toEqual([]);
});
