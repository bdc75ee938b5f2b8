/** The pixels of a picture, where two threads can read them, and how they come out of an image of Electron. */
import { setImmediate as turn } from 'node:timers/promises';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Four bytes for each pixel, row by row: the colours as the system orders them, and how opaque it is. */
  readonly pixels: Uint8Array;
}

/** Electron's `NativeImage`, as far as it is used. */
export interface CapturedImage {
  getScaleFactors(): number[];
  getSize(scaleFactor?: number): { width: number; height: number };
  crop(rect: { x: number; y: number; width: number; height: number }): CapturedImage;
  toBitmap(options: { scaleFactor: number }): Uint8Array;
}

/** What is copied at a time. A picture of a large display takes longer than the main thread may be held. */
const TURN_BYTES = 2 ** 21;
/** The most rows whose pixels come out even at a scale such as 1.25. */
const MOST_ROWS_FOR_WHOLE_PIXELS = 100;

/** As many pixels as the display has, for a picture that is handed to another thread and is copied no more. */
export async function readPixels(image: CapturedImage): Promise<Pixels> {
  const { width, height } = pixelSize(image);
  const pixels = sharedBytes(width * height * 4);
  await readInto(image, pixels);
  return { width, height, pixels };
}

/** Zeros at first. @throws RangeError where there is no such room */
export const sharedBytes = (bytes: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(bytes));

export function pixelSize(image: CapturedImage): { readonly width: number; readonly height: number } {
  return image.getSize(scaleOf(image));
}

/**
 * Copies an image from its top as far as the target goes.
 *
 * @returns whether the target held the same already
 */
export async function readInto(image: CapturedImage, target: Uint8Array): Promise<boolean> {
  let at = 0;
  let isSame = true;
  for await (const strip of stripsOf(image)) {
    const rows = strip.subarray(0, target.length - at);
    const place = target.subarray(at, at + rows.length);
    isSame &&= Buffer.compare(rows, place) === 0;
    if (!isSame) place.set(rows);
    at += rows.length;
    if (at === target.length) return isSame;
  }
  if (at < target.length) throw new RangeError('the image is smaller than its place');
  return isSame;
}

/** The pixels of an image from its top, some rows in each turn. */
async function* stripsOf(image: CapturedImage): AsyncGenerator<Uint8Array> {
  const scaleFactor = scaleOf(image);
  const { width, height } = image.getSize();
  const inPixels = image.getSize(scaleFactor);
  const step = rowsInTurn(scaleFactor, inPixels.width);
  let done = 0;
  for (let y = 0; y < height; y += step) {
    const rows = Math.min(step, height - y);
    const strip = image.crop({ x: 0, y, width, height: rows }).toBitmap({ scaleFactor });
    const isLast = y + rows >= height;
    const wanted = isLast ? inPixels.height - done : Math.round(rows * scaleFactor);
    // At some scales the rows of a part do not lie on those of the whole: then it is better right than quick.
    if (strip.length !== wanted * inPixels.width * 4) {
      yield image.toBitmap({ scaleFactor }).subarray(done * inPixels.width * 4);
      return;
    }
    done += wanted;
    yield strip;
    if (!isLast) await turn();
  }
}

const scaleOf = (image: CapturedImage): number => Math.max(1, ...image.getScaleFactors());

/** In rows of an image, which have no part of a pixel. */
function rowsInTurn(scaleFactor: number, width: number): number {
  let even = 1;
  while (even < MOST_ROWS_FOR_WHOLE_PIXELS && !Number.isInteger(even * scaleFactor)) even += 1;
  const bytes = Math.max(1, even * scaleFactor * width * 4);
  return even * Math.max(1, Math.floor(TURN_BYTES / bytes));
}
