/** The part of open-program.ts that ties pictures and paper to Electron. Everything here is wiring. */
import { writeFile } from 'node:fs/promises';
import * as electron from 'electron';
import { app, clipboard, type NativeImage, nativeImage } from 'electron';
import { LINE_MM, MARGIN_MM } from './app/pictures/paper.ts';
import type { Picture, PictureEdges, Printed } from './app/pictures/picture-edges.ts';
import { copyImage, type ImageClipboard } from './shell/copy-image.ts';
import { printSheets, sheetsAsPdf } from './shell/paper.ts';
import type { Guests } from './viewer/guests.ts';
import { openHiddenPage, type Shot } from './viewer/hidden-page.ts';

/** Of a picture that is shown dimmed for a moment. */
const MOST_WIDTH = 1_600;
const JPEG_QUALITY = 72;

export function openPictures(guests: () => Guests, language: string): PictureEdges {
  const sheets = (printed: Printed) => ({ ...printed, marginMm: MARGIN_MM, lineMm: LINE_MM, language });
  return {
    async seen(guestId) {
      const image = await guests().pictureOf(guestId);
      return image && pictureOf(image);
    },
    async small(guestId) {
      const image = await guests().pictureOf(guestId);
      if (image === null) return null;
      const { width } = image.getSize();
      return (width > MOST_WIDTH ? image.resize({ width: MOST_WIDTH }) : image).toJPEG(JPEG_QUALITY);
    },
    async sizeOf(guestId) {
      const size = (await guests().pictureOf(guestId))?.getSize();
      return size ? { width: size.width, height: size.height } : null;
    },
    async openHidden(guest) {
      const window = await openHiddenPage({ ...guest, admitInto: guests().admitInto });
      return { ...window, take: async (height) => below(await window.take(height)) };
    },
    png: (picture) => imageOf(picture).toPNG(),
    copy: (picture) => copyImage(imageOf(picture), clipboard as unknown as ImageClipboard, newClipboardItem()),
    pdf: (printed, signal) => sheetsAsPdf(sheets(printed), signal),
    print: (printed, signal) => printSheets(sheets(printed), signal),
    write: (path, content) => writeFile(path, content),
    country: () => app.getLocaleCountryCode(),
  };
}

/** As many pixels as the display has. */
function pictureOf(image: NativeImage): Picture {
  const scaleFactor = Math.max(1, ...image.getScaleFactors());
  const pixels = image.toBitmap({ scaleFactor });
  const { width } = image.getSize(scaleFactor);
  return { width, height: width === 0 ? 0 : Math.floor(pixels.length / (width * 4)), pixels };
}

const imageOf = ({ pixels, width, height }: Picture): NativeImage =>
  nativeImage.createFromBitmap(Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength), { width, height });

/** One picture of parts that lie below one another. */
function below(shots: readonly Shot[]): Picture {
  const parts = shots.map(({ image, height }) => {
    const picture = pictureOf(image);
    const rows = Math.round((picture.height * height) / image.getSize().height);
    return { ...picture, height: rows, pixels: picture.pixels.subarray(0, rows * picture.width * 4) };
  });
  return {
    width: parts[0]?.width ?? 0,
    height: parts.reduce((sum, { height }) => sum + height, 0),
    pixels: Buffer.concat(parts.map(({ pixels }) => pixels)),
  };
}

/** Electron before 44 has none, and an import by its name would fail there. */
function newClipboardItem(): ((items: Readonly<Record<string, Blob>>) => object) | null {
  const Item: unknown = Reflect.get(electron, 'ClipboardItem');
  return typeof Item === 'function' ? (items) => Reflect.construct(Item, [items]) : null;
}
