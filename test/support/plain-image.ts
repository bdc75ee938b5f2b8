/** An image of Electron whose pixels are the letters of a word. */
import type { CapturedImage } from '../../src/main/images/pixels.ts';

export const plainImage = (word: string): CapturedImage => ({
  getScaleFactors: () => [1],
  getSize: () => ({ width: word.length, height: 1 }),
  crop: () => plainImage(word),
  toBitmap: () => Buffer.alloc(word.length * 4, word),
});
