/** What pictures and paper ask of the desktop, where a test is not about them. */
import type { PictureEdges } from '../../src/main/app/pictures/picture-edges.ts';

export const noPictures: PictureEdges = {
  seen: async () => null,
  small: async () => null,
  sizeOf: async () => null,
  openHidden: async () => ({
    setHeight: async () => undefined,
    take: async () => ({ width: 0, height: 0, pixels: new Uint8Array() }),
    close: () => undefined,
  }),
  png: async () => new Uint8Array(),
  copy: async () => undefined,
  pdf: async () => new Uint8Array(),
  print: async () => undefined,
  write: async () => undefined,
  country: () => '',
};
