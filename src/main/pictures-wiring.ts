/** The part of open-program.ts that ties pictures and paper to Electron. Everything here is wiring. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as electron from 'electron';
import { app, clipboard, nativeImage } from 'electron';
import { LINE_MM, MARGIN_MM } from './app/pictures/paper.ts';
import type { Picture, PictureEdges, Printed } from './app/pictures/picture-edges.ts';
import { systemTimers } from './async/timers.ts';
import { readPixels } from './images/pixels.ts';
import { createPngThread } from './images/png-thread.ts';
import { copyImage, type ImageClipboard } from './shell/copy-image.ts';
import { printSheets, sheetsAsPdf } from './shell/paper.ts';
import type { Guests } from './viewer/guests.ts';
import { openHiddenPage } from './viewer/hidden-page.ts';

/** Of a picture that is shown dimmed for a moment. */
const MOST_WIDTH = 1_600;
/** Built beside the code of this process. */
const PNG_WORKER = join(import.meta.dirname, 'png-worker.js');
/** A picture of one red pixel. */
const RED =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';

export function openPictures(guests: () => Guests, language: string): PictureEdges {
  const thread = openPngThread();
  const sheets = (printed: Printed) => ({ ...printed, marginMm: MARGIN_MM, lineMm: LINE_MM, language });
  return {
    async seen(guestId) {
      const image = await guests().pictureOf(guestId);
      return image && readPixels(image);
    },
    async small(guestId) {
      const image = await guests().pictureOf(guestId);
      return image && thread.encode(await readPixels(image), { mostWidth: MOST_WIDTH });
    },
    async sizeOf(guestId) {
      const size = (await guests().pictureOf(guestId))?.getSize();
      return size ? { width: size.width, height: size.height } : null;
    },
    openHidden: (guest) => openHiddenPage({ ...guest, admitInto: guests().admitInto }),
    png: (picture) => thread.encode(picture),
    copy: (picture) =>
      copyImage(
        { image: () => imageOf(picture), png: () => thread.encode(picture) },
        clipboard as unknown as ImageClipboard,
        newClipboardItem(),
      ),
    pdf: (printed, signal) => sheetsAsPdf(sheets(printed), signal),
    print: (printed, signal) => printSheets(sheets(printed), signal),
    write: (path, content) => writeFile(path, content),
    country: () => app.getLocaleCountryCode(),
  };
}

/** It neither sees what the program was started with, nor keeps it from ending. */
function openPngThread() {
  let isRedFirst: boolean | null = null;
  return createPngThread({
    startWorker() {
      const worker = new Worker(PNG_WORKER, { name: 'pictures', env: {}, execArgv: [] });
      worker.unref();
      return worker;
    },
    timers: systemTimers,
    isRedFirst() {
      isRedFirst ??= nativeImage.createFromDataURL(RED).toBitmap()[0] === 255;
      return isRedFirst;
    },
  });
}

/** Electron takes none whose memory is shared. */
const imageOf = ({ pixels, width, height }: Picture) =>
  nativeImage.createFromBitmap(Buffer.from(pixels), { width, height });

/** Electron before 44 has none, and an import by its name would fail there. */
function newClipboardItem(): ((items: Readonly<Record<string, Blob>>) => object) | null {
  const Item: unknown = Reflect.get(electron, 'ClipboardItem');
  return typeof Item === 'function' ? (items) => Reflect.construct(Item, [items]) : null;
}
