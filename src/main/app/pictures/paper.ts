/** How a picture comes onto paper: which way the paper lies, and where the picture is cut. */
import type { Picture } from './picture-edges.ts';

export type PaperName = 'A4' | 'Letter';

/** In millimetres, upright. */
const sizes: Readonly<Record<PaperName, readonly [width: number, height: number]>> = {
  A4: [210, 297],
  Letter: [215.9, 279.4],
};
/** White all around, and room for a line below. Printers print no closer to the edge. */
export const MARGIN_MM = 10;
export const LINE_MM = 8;

/** Where paper has the size that is called Letter; everywhere else it is A4. */
const letterCountries = new Set(['US', 'CA', 'MX', 'CL', 'CO', 'CR', 'GT', 'PA', 'PH', 'PR', 'SV', 'NI', 'DO', 'VE']);
export const paperOf = (country: string): PaperName => (letterCountries.has(country.toUpperCase()) ? 'Letter' : 'A4');

/** By so much a picture may be taller than a sheet and is still put on it whole, smaller. */
const SHRINKS_BY = 1.25;
/** A sheet is left so much shorter at most, for a cut that goes through nothing. */
const SHORTER_BY = 0.35;

/** A part of a picture, in its pixels, as it is on a sheet. */
export interface Slice {
  readonly top: number;
  readonly height: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

export interface Layout {
  readonly isLandscape: boolean;
  readonly slices: readonly Slice[];
}

/** What is on screen is mostly wider than high: it lies on its side where it fits there, and runs down upright sheets otherwise. */
export function layOut(picture: Picture, paper: PaperName): Layout {
  const [short, long] = sizes[paper];
  const room = (width: number, height: number) => ({
    width: width - 2 * MARGIN_MM,
    height: height - 2 * MARGIN_MM - LINE_MM,
  });
  const lying = room(long, short);
  const upright = room(short, long);
  const ratio = picture.height / picture.width;
  const isLandscape = ratio <= (lying.height / lying.width) * SHRINKS_BY;
  return { isLandscape, slices: slicesOf(picture, isLandscape ? lying : upright) };
}

interface Room {
  readonly width: number;
  readonly height: number;
}

function slicesOf(picture: Picture, room: Room): Slice[] {
  const sheet = Math.floor((picture.width * room.height) / room.width);
  const slices: Slice[] = [];
  for (let top = 0; top < picture.height; ) {
    const left = picture.height - top;
    const isLast = left <= sheet || (top === 0 && left <= sheet * SHRINKS_BY);
    const height = isLast ? left : cutBelow(picture, top, sheet) - top;
    const mmOfPixel = Math.min(room.width / picture.width, room.height / height);
    slices.push({ top, height, widthMm: picture.width * mmOfPixel, heightMm: height * mmOfPixel });
    top += height;
  }
  return slices;
}

/** The lowest row that a sheet holds and that is of one colour: between two charts, and through none. */
function cutBelow(picture: Picture, top: number, sheet: number): number {
  const shortest = top + Math.ceil(sheet * (1 - SHORTER_BY));
  for (let row = top + sheet; row > shortest; row -= 1) if (isPlain(picture, row)) return row;
  return top + sheet;
}

function isPlain({ width, pixels }: Picture, row: number): boolean {
  const begin = row * width * 4;
  for (let at = begin + 4; at < begin + width * 4; at += 4) {
    // How opaque a pixel is counts for nothing on a screen.
    for (let colour = 0; colour < 3; colour += 1) if (pixels[at + colour] !== pixels[begin + colour]) return false;
  }
  return true;
}

/** The rows of a slice, as a picture of their own. */
export const cutOut = ({ width, pixels }: Picture, { top, height }: Pick<Slice, 'top' | 'height'>): Picture => ({
  width,
  height,
  pixels: pixels.subarray(top * width * 4, (top + height) * width * 4),
});
