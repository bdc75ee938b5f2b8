/** Writes a picture as a PNG (RFC 2083, W3C PNG third edition), smaller where that is wanted. */
import { crc32, deflateSync } from 'node:zlib';
import type { Pixels } from './pixels.ts';

export interface PngOptions {
  /** The order of the colours in a pixel, which is that of the system: red or blue comes first. */
  readonly isRedFirst: boolean;
  /** A wider picture is made so wide. */
  readonly mostWidth?: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const EIGHT_BITS = 8;
const WITHOUT_OPACITY = 2;
const WITH_OPACITY = 6;
const UP = 2;
const OPAQUE = 255;

/** Takes about 100 ms for a large display: not for the main thread. */
export function encodePng(picture: Pixels, { isRedFirst, mostWidth }: PngOptions): Uint8Array<ArrayBuffer> {
  const { width, height, pixels } = mostWidth === undefined ? picture : shrunk(picture, mostWidth);
  const hasOpacity = !isOpaque(pixels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // The only method of compression and of filters, and no interlacing, are 0.
  header.set([EIGHT_BITS, hasOpacity ? WITH_OPACITY : WITHOUT_OPACITY], 8);
  const lines = linesOf({ width, height, pixels }, isRedFirst, hasOpacity);
  filterLines(lines, lines.length / height);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))];
  const png = new Uint8Array(parts.reduce((sum, part) => sum + part.length, SIGNATURE.length));
  png.set(SIGNATURE);
  let at = SIGNATURE.length;
  for (const part of parts) {
    png.set(part, at);
    at += part.length;
  }
  return png;
}

/** A length, a name of four letters, the content, and a check of both. */
function chunk(name: string, content: Uint8Array): Uint8Array {
  const whole = Buffer.alloc(content.length + 12);
  whole.writeUInt32BE(content.length, 0);
  whole.write(name, 4, 'latin1');
  whole.set(content, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), content.length + 8);
  return whole;
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== OPAQUE) return false;
  return true;
}

/** Each line begins with its filter, which is none yet. */
function linesOf({ width, height, pixels }: Pixels, isRedFirst: boolean, hasOpacity: boolean): Uint8Array {
  const bytes = hasOpacity ? 4 : 3;
  const lines = new Uint8Array(height * (1 + width * bytes));
  const [red, blue] = isRedFirst ? [0, 2] : [2, 0];
  let to = 0;
  for (let from = 0, y = 0; y < height; y += 1) {
    to += 1;
    for (const end = from + width * 4; from < end; from += 4) {
      lines[to] = pixels[from + red] as number;
      lines[to + 1] = pixels[from + 1] as number;
      lines[to + 2] = pixels[from + blue] as number;
      if (hasOpacity) setOpacity(lines, to, pixels[from + 3] as number);
      to += bytes;
    }
  }
  return lines;
}

/**
 * Each line but the first becomes its difference to the one above. That is a tenth more than no filter for a page of charts,
 * and a third for one with a map or colours that run into one another.
 */
function filterLines(lines: Uint8Array, stride: number): void {
  for (let at = lines.length - 1; at >= stride; at -= 1) {
    lines[at] = (lines[at] as number) - (lines[at - stride] as number);
  }
  for (let line = stride; line < lines.length; line += stride) lines[line] = UP;
}

/** Colours of an image are multiplied by how opaque they are; those of a PNG are not. */
function setOpacity(lines: Uint8Array, at: number, opacity: number): void {
  lines[at + 3] = opacity;
  if (opacity === OPAQUE) return;
  for (let colour = at; colour < at + 3; colour += 1) {
    const plain = opacity === 0 ? 0 : Math.round(((lines[colour] as number) * OPAQUE) / opacity);
    lines[colour] = Math.min(OPAQUE, plain);
  }
}

/** Each pixel is the mean of those that it stands for. */
function shrunk(picture: Pixels, mostWidth: number): Pixels {
  if (picture.width <= mostWidth) return picture;
  const width = mostWidth;
  const height = Math.max(1, Math.round((picture.height * width) / picture.width));
  const pixels = new Uint8Array(width * height * 4);
  const edges = (most: number, whole: number) =>
    Array.from({ length: most + 1 }, (_, at) => Math.floor((at * whole) / most));
  const [lefts, tops] = [edges(width, picture.width), edges(height, picture.height)];
  for (let to = 0, y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 4) {
      const box = { left: lefts[x] as number, right: lefts[x + 1] as number, top: tops[y] as number };
      setMean(picture, { ...box, bottom: Math.max(box.top + 1, tops[y + 1] as number) }, pixels, to);
    }
  }
  return { width, height, pixels };
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function setMean({ width, pixels }: Pixels, { left, right, top, bottom }: Box, target: Uint8Array, to: number): void {
  const count = (right - left) * (bottom - top);
  let [first, second, third, opacity] = [0, 0, 0, 0];
  for (let y = top; y < bottom; y += 1) {
    for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
      first += pixels[at] as number;
      second += pixels[at + 1] as number;
      third += pixels[at + 2] as number;
      opacity += pixels[at + 3] as number;
    }
  }
  target[to] = Math.round(first / count);
  target[to + 1] = Math.round(second / count);
  target[to + 2] = Math.round(third / count);
  target[to + 3] = Math.round(opacity / count);
}
