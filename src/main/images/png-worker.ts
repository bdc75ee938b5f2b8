/** What runs in the thread that writes PNGs: one after the other, as they are asked for. A file of its own in the build. */
import { parentPort } from 'node:worker_threads';
import type { Pixels } from './pixels.ts';
import { encodePng, type PngOptions } from './png.ts';

export interface PngJob {
  readonly number: number;
  readonly picture: Pixels;
  readonly options: PngOptions;
}

export interface PngDone {
  readonly number: number;
  readonly png: Uint8Array;
}

parentPort?.on('message', ({ number, picture, options }: PngJob) => {
  const png = encodePng(picture, options);
  parentPort?.postMessage({ number, png } satisfies PngDone, [png.buffer]);
});
