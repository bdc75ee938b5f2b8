/** What is wrong with a picture between two others: the pixels that are neither as before nor as afterwards. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Difference {
  readonly box: Box;
  readonly pixels: number;
  /** How many colours these pixels have: one where something is blank. */
  readonly colours: number;
}

/** The part of a picture that a frame changed, as whole lines; all the rest is as in the first picture. */
export interface Lines {
  readonly top: number;
  readonly lines: Uint8Array;
}

/** Blue, green and red; what the fourth byte holds is not shown. */
const COLOUR = 0x00ffffff;
/** Of 255: the same page that is drawn twice, once in parts, may be off by so much at round corners. No eye sees it. */
const UNSEEN = 2;

/** At the rim of a drawing, a few pixels may even be off by this. */
const UNSEEN_AT_RIMS = 24;
const MOST_AT_RIMS = 8;

/** How far two colours are apart, of 255. */
function distance(one: number, other: number): number {
  return Math.max(...[0, 8, 16].map((shift) => Math.abs(((one >> shift) & 0xff) - ((other >> shift) & 0xff))));
}

/** A view of the bytes as pixels. */
const pixelsOf = (bytes: Uint8Array) =>
  bytes.byteOffset % 4 === 0
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    : new Uint32Array(bytes.slice().buffer);

/**
 * Looks for pixels of a frame that none of the pictures has in the same place.
 *
 * @param pictures the whole area each
 * @returns null when every pixel is as in one of them, as far as anybody can see
 */
export function differenceFrom(frame: Lines, pictures: readonly Uint8Array[], width: number): Difference | null {
  const seen = pixelsOf(frame.lines);
  const known = pictures.map(pixelsOf);
  const start = frame.top * width;
  const colours = new Set<number>();
  let pixels = 0;
  let largest = 0;
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, -1, -1, -1];
  for (let index = 0; index < seen.length; index += 1) {
    const colour = (seen[index] ?? 0) & COLOUR;
    const at = (picture: Uint32Array) => (picture[start + index] ?? 0) & COLOUR;
    // Nearly all of them are; there are a million in each picture.
    if (known.some((picture) => at(picture) === colour)) continue;
    const away = Math.min(...known.map((picture) => distance(at(picture), colour)));
    if (away <= UNSEEN) continue;
    largest = Math.max(largest, away);
    const x = index % width;
    const y = frame.top + (index - x) / width;
    pixels += 1;
    colours.add(colour);
    left = Math.min(left, x);
    right = Math.max(right, x);
    if (top < 0) top = y;
    bottom = y;
  }
  if (pixels === 0 || (pixels <= MOST_AT_RIMS && largest <= UNSEEN_AT_RIMS)) return null;
  const box = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  return { box, pixels, colours: colours.size };
}

/** The whole picture of a frame. */
export function wholePicture({ top, lines }: Lines, first: Uint8Array, width: number): Uint8Array {
  const picture = first.slice();
  picture.set(lines, top * width * 4);
  return picture;
}
