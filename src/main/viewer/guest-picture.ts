/** Waits until a guest shows a whole picture, so that nobody sees one being drawn. */
import type { NativeImage, WebContents, WebFrameMain } from 'electron';
import { type CapturedImage, pixelSize, readInto, sharedBytes } from '../images/pixels.ts';

/**
 * Until what is there now is drawn: its fonts, the images that can be seen, and two frames, the first of which a page that
 * is busy gives late. It is the same text at every time, runs with the rights of Sigma's page alone, and its answer says
 * nothing: a page that lies about frames is shown early, or as late as `LIMIT_MS`. An `async` function answers with what
 * stands behind its `return`, whatever a page did to `Promise`.
 */
const DRAWN = `(async () => {
  try {
    const isSeen = (box) => box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const images = [...document.images].filter((image) => !image.complete && isSeen(image.getBoundingClientRect()));
    await Promise.allSettled([document.fonts.ready, ...images.map((image) => image.decode())]);
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  } catch {}
  return true;
})()`;

/** Charts may grow into their place by scripts of their own. Two pictures that are the same, so far apart, are the last. */
const STILL_MS = 120;
/** Something may move for ever, and a window that nobody sees is not painted at all. */
const LIMIT_MS = 5_000;

interface Guest {
  readonly contents: Pick<WebContents, 'mainFrame'>;
  /** Takes a picture. It is compared with the one before and kept nowhere. */
  capture(): Promise<CapturedImage>;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

export interface GuestPictures {
  /**
   * Keeps the way to take pictures of a guest for main, which wants to know what it puts before a person. Call it before
   * that way is closed for the page around the guest (`guest-element.ts`).
   */
  add(contents: WebContents): void;
  /** What is seen of a guest now; null for one that is gone, or has no picture. */
  take(contents: WebContents | undefined): Promise<NativeImage | null>;
  /** Calls `then` once, when the picture is whole and still; at once for a guest that is gone. */
  whenWhole(contents: WebContents | undefined, then: () => void): void;
}

export function createGuestPictures({ setTimer }: Pick<Guest, 'setTimer'>): GuestPictures {
  const captures = new WeakMap<WebContents, () => Promise<NativeImage>>();
  return {
    add(contents) {
      captures.set(contents, contents.capturePage.bind(contents, undefined, { stayHidden: true }));
    },
    async take(contents) {
      const capture = contents && captures.get(contents);
      // A guest that goes meanwhile, or has drawn nothing yet, has none.
      const picture = capture ? await capture().catch(() => null) : null;
      return picture === null || picture.isEmpty() ? null : picture;
    },
    whenWhole(contents, then) {
      const capture = contents && captures.get(contents);
      if (capture) whenPictureIsWhole({ contents, capture, setTimer }, then);
      else then();
    },
  };
}

/** Calls `then` once: when the picture of a guest is whole and still, or after five seconds. */
export function whenPictureIsWhole(guest: Guest, then: () => void): void {
  let isOver = false;
  const stopLimit = guest.setTimer(end, LIMIT_MS);

  function end(): void {
    if (isOver) return;
    isOver = true;
    stopLimit();
    then();
  }

  async function lookUntilStill(before: Uint8Array | null): Promise<void> {
    // A page that is slow has drawn nothing new by then, and its next picture would be the same as the one before.
    await drawn(guest.contents);
    if (isOver) return;
    const image = await guest.capture();
    const { width, height } = pixelSize(image);
    const bytes = width * height * 4;
    const picture = before?.length === bytes ? before : sharedBytes(bytes);
    const isSame = await readInto(image, picture);
    if (isOver) return;
    if (isSame && picture === before) end();
    else guest.setTimer(() => void look(picture), STILL_MS);
  }

  async function look(before: Uint8Array | null): Promise<void> {
    if (isOver) return;
    try {
      await lookUntilStill(before);
    } catch {
      // A guest that is gone has no picture to wait for; whoever asked looks for it.
      end();
    }
  }

  void look(null);
}

/** Resolves when the workbook has drawn what it holds, or has no page that could be asked. */
async function drawn(contents: Pick<WebContents, 'mainFrame'>): Promise<void> {
  try {
    const workbook: WebFrameMain | undefined = contents.mainFrame.frames[0];
    await workbook?.executeJavaScript(DRAWN);
  } catch {
    // The page is gone, and with it what was asked.
  }
}
