/** Puts a picture on the clipboard, whichever of the two ways an Electron has for that. */

export interface ImageClipboard {
  /** Electron before 44. */
  readonly writeImage?: (image: unknown) => void;
  /** Later ones, with items as pages have them. */
  readonly write?: (items: readonly object[]) => Promise<void>;
}

export interface CopiedImage {
  /** As Electron has images. */
  image(): unknown;
  png(): Promise<Uint8Array>;
}

/** @throws where another program holds the clipboard */
export async function copyImage(
  copied: CopiedImage,
  clipboard: ImageClipboard,
  newItem: ((items: Readonly<Record<string, Blob>>) => object) | null,
): Promise<void> {
  if (clipboard.writeImage) return clipboard.writeImage(copied.image());
  if (!clipboard.write || newItem === null) throw new Error('no way to the clipboard');
  await clipboard.write([
    newItem({ 'image/png': new Blob([new Uint8Array(await copied.png())], { type: 'image/png' }) }),
  ]);
}
