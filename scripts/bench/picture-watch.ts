/**
 * Tells when the display first shows something: seen from outside, so that the same is measured of every program,
 * packaged or not.
 */
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { encodePng } from '../../test/support/frames/png.ts';
import type { Screen } from '../../test/support/frames/screen.ts';
import { now } from './clock.ts';

/** Four looks at each picture of a display that shows 60 a second. */
const LOOK_MS = 4;
/** An empty window has one colour, and the display around it another; letters have many. */
const LEAST_COLOURS = 6;
/** Between two lines that are looked at: a line of letters is not missed. */
const LINES_APART = 5;

export interface PictureWatch {
  /** The first picture with something in it: when, in milliseconds since the epoch. */
  readonly shown: Promise<number>;
  close(): void;
}

export function watchPicture(screen: Screen): PictureWatch {
  const file = openSync(screen.file, 'r');
  const line = Buffer.alloc(screen.width * 4);
  const pixels = new Uint32Array(line.buffer, line.byteOffset, screen.width);
  let timer: NodeJS.Timeout | undefined;
  const shown = new Promise<number>((resolve) => {
    timer = setInterval(() => {
      if (!hasColours()) return;
      clearInterval(timer);
      resolve(now());
    }, LOOK_MS);
  });

  function hasColours(): boolean {
    const colours = new Set<number>();
    for (let y = 0; y < screen.height; y += LINES_APART) {
      readSync(file, line, 0, line.length, screen.offset + y * screen.stride);
      let before = -1;
      for (const pixel of pixels) {
        if (pixel === before) continue;
        before = pixel;
        colours.add(pixel & 0xff_ff_ff);
        if (colours.size >= LEAST_COLOURS) return true;
      }
    }
    return false;
  }

  return {
    shown,
    close() {
      clearInterval(timer);
      closeSync(file);
    },
  };
}

/** What the display shows now, as a PNG: for who asks why a measurement failed. */
export function keepPicture(screen: Screen, path: string): void {
  const file = openSync(screen.file, 'r');
  const lineBytes = screen.width * 4;
  const picture = new Uint8Array(lineBytes * screen.height);
  for (let y = 0; y < screen.height; y += 1) {
    readSync(file, picture, y * lineBytes, lineBytes, screen.offset + y * screen.stride);
  }
  closeSync(file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, encodePng(picture, screen.width, screen.height));
}
