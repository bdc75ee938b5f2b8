/** Every picture that the display shows of a workbook, for as long as a test likes, and which of them should not have been. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RunningApp } from '../driver/running-app.ts';
import { type Box, differenceFrom, type Lines, wholePicture } from './compare.ts';
import { encodePng } from './png.ts';

const outputFolder = join(import.meta.dirname, '../../../test-results/frames');

/** Four looks at each picture of a display that shows 60 a second. */
const LOOK_MS = 4;
/** So long nothing may have changed when a recording ends. */
const STILL_MS = 500;
/** A recording whose end never comes to rest is ended. */
const END_LIMIT_MS = 15_000;
const MOST_BYTES = 768 * 2 ** 20;
/** More pictures say no more about what went wrong. */
const MOST_FILES = 12;

/** Orders to the thread that looks. */
const END_WHEN_STILL = 1;
const END_NOW = 2;

export interface RecordOptions {
  /** Names the folder of the pictures. */
  readonly name: string;
  /** What is looked at: the element of the page that this selector finds. Left out: the pane, with all that lies over it. */
  readonly selector?: string;
  /** Where anything may happen, in CSS pixels of the window: around a caret that blinks, or a clock. */
  readonly ignored?: readonly Box[];
}

/** A picture that is neither as before nor as afterwards. */
export interface OddFrame {
  /** Since the recording began, in milliseconds; as the next one, good to a few. */
  readonly atMs: number;
  /** How long the display showed it. */
  readonly shownMs: number;
  /** Around all that was wrong, in CSS pixels of the window. */
  readonly box: Box;
  /** How many pixels of the display were wrong. */
  readonly pixels: number;
  /** How many colours these have: one where something is blank. */
  readonly colours: number;
  /** Where the picture was written to; null after the first few. */
  readonly file: string | null;
}

export interface FrameReport {
  /** Every picture that was off. None: a person saw nothing, or one clean change. */
  readonly odd: readonly OddFrame[];
  /** Where the last picture differs from the first, in CSS pixels of the window; null when it does not. */
  readonly changed: Box | null;
  /** How many different pictures followed the first. */
  readonly frames: number;
  /** How often the display was looked at. */
  readonly looks: number;
  /** The longest time between two looks. A picture that stood shorter than that may have been missed. */
  readonly longestGapMs: number;
}

export interface Recording {
  /** Waits until nothing moves any more, ends the recording and tells what it saw. */
  stop(): Promise<FrameReport>;
}

interface Watched {
  readonly first: Uint8Array;
  readonly last: Uint8Array;
  readonly kept: readonly (Lines & { readonly atMs: number })[];
  readonly looks: number;
  readonly longestGapMs: number;
  readonly isFull: boolean;
  readonly endedMs: number;
}

/**
 * Begins to watch what the display shows of the app, which must have been started on the screen of its workbench. It
 * looks some 200 times a second, from a thread of its own. Pictures of a failure go to `test-results/frames`.
 */
export async function recordFrames(app: RunningApp, options: RecordOptions): Promise<Recording> {
  const { screen } = app;
  if (!screen) throw new Error('This app is on no screen that can be read: openWorkbench({ screen: {} }).');
  const place = await placeOnScreen(app, options.selector ?? '[data-testid="pane"][data-shown="true"]');
  const { file, offset, stride } = screen;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(join(import.meta.dirname, 'watcher.mjs'), {
    workerData: {
      ...{ file, offset, stride, stop, area: place.area, ignored: (options.ignored ?? []).map(place.withinArea) },
      ...{ everyMs: LOOK_MS, stillMs: STILL_MS, mostBytes: MOST_BYTES },
    },
  });
  const end = () => worker.terminate();
  screen.beforeClosing.add(end);
  await messageOf(worker);
  const ended = messageOf<Watched>(worker);
  // A test that fails before it asks has its own error to tell.
  ended.catch(() => {});
  const order = (value: number) => {
    Atomics.store(stop, 0, value);
    Atomics.notify(stop, 0);
  };
  return {
    async stop() {
      const limit = setTimeout(() => order(END_NOW), END_LIMIT_MS);
      order(END_WHEN_STILL);
      const watched = await ended.finally(() => clearTimeout(limit));
      screen.beforeClosing.delete(end);
      if (watched.isFull) throw new Error('Too much moves here to be recorded. Leave out what may move.');
      return reportOn(watched, place, options.name);
    },
  };
}

function messageOf<Message>(worker: Worker): Promise<Message> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

interface Place {
  /** In pixels of the screen. */
  readonly area: Box;
  /** From CSS pixels of the window to pixels of the area. */
  withinArea(box: Box): Box;
  /** And back. */
  inWindow(box: Box): Box;
}

/** Where on the screen an element of the app's window stands. */
export async function placeOnScreen(app: RunningApp, selector: string): Promise<Place> {
  const window = await app.electron.browserWindow(app.window);
  const content = await window.evaluate((own) => own.getContentBounds());
  const screenScale = await app.electron.evaluate(({ screen }) => screen.getPrimaryDisplay().scaleFactor);
  // With the zoom of the page in it.
  const scale = await app.window.evaluate(() => devicePixelRatio);
  const found = await app.window.locator(selector).first().boundingBox();
  if (!found) throw new Error(`Nothing to be seen at ${selector}.`);
  const origin = { x: Math.round(content.x * screenScale), y: Math.round(content.y * screenScale) };
  const onScreen = ({ x, y, width, height }: Box): Box => {
    const [left, top] = [Math.max(0, Math.floor(x * scale)), Math.max(0, Math.floor(y * scale))];
    const right = Math.min(Math.ceil((x + width) * scale), Math.round(content.width * screenScale));
    const bottom = Math.min(Math.ceil((y + height) * scale), Math.round(content.height * screenScale));
    return {
      x: origin.x + left,
      y: origin.y + top,
      width: Math.max(0, right - left),
      height: Math.max(0, bottom - top),
    };
  };
  const area = onScreen(found);
  return {
    area,
    withinArea(box) {
      const whole = onScreen(box);
      const [x, y] = [Math.max(0, whole.x - area.x), Math.max(0, whole.y - area.y)];
      return {
        x,
        y,
        width: Math.max(0, Math.min(area.width, whole.x - area.x + whole.width) - x),
        height: Math.max(0, Math.min(area.height, whole.y - area.y + whole.height) - y),
      };
    },
    inWindow: ({ x, y, width, height }) => ({
      x: (area.x - origin.x + x) / scale,
      y: (area.y - origin.y + y) / scale,
      width: width / scale,
      height: height / scale,
    }),
  };
}

function reportOn(watched: Watched, { area, inWindow }: Place, name: string): FrameReport {
  const { first, last, kept } = watched;
  const folder = join(outputFolder, name.replaceAll(/[^a-z0-9]+/gi, '-'));
  rmSync(folder, { recursive: true, force: true });
  const write = (file: string, picture: Uint8Array) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, file), encodePng(picture, area.width, area.height));
    return join(folder, file);
  };
  const odd: OddFrame[] = [];
  for (const [index, frame] of kept.entries()) {
    const difference = differenceFrom(frame, [first, last], area.width);
    if (!difference) continue;
    const shownMs = Math.round((kept[index + 1]?.atMs ?? watched.endedMs) - frame.atMs);
    const isWritten = odd.length < MOST_FILES;
    const path = isWritten
      ? write(`${String(index + 1).padStart(3, '0')}.png`, wholePicture(frame, first, area.width))
      : null;
    odd.push({ atMs: Math.round(frame.atMs), shownMs, ...difference, box: inWindow(difference.box), file: path });
  }
  const changed = differenceFrom({ top: 0, lines: last }, [first], area.width);
  if (odd.length > 0 || changed) {
    write('before.png', first);
    write('after.png', last);
  }
  return {
    odd,
    changed: changed && inWindow(changed.box),
    frames: kept.length,
    looks: watched.looks,
    longestGapMs: Math.round(watched.longestGapMs),
  };
}
