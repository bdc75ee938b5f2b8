/** The frames of a guest, as Electron sees them: the host page, the workbook in it, and what Sigma holds further down. */
import type { WebContents, WebFrameMain } from 'electron';

/** Where a frame stands in its guest. */
export interface FramePlace {
  /** 0 for the host page, 1 for the workbook in it, more for what Sigma holds. */
  readonly depth: number;
  /** The address of the page at the top. */
  readonly hostPage: string;
  /** The origin of the frame in the host page that this one is, or lies in; null for the host page itself. */
  readonly workbookOrigin: string | null;
}

type Frame = Pick<WebFrameMain, 'parent' | 'url' | 'origin'>;

/** Where a frame stands; null for one that is gone, of which Electron throws at every question. */
export function placeOf(frame: Frame | null | undefined): FramePlace | null {
  if (!frame) return null;
  try {
    let workbook: Frame | null = null;
    let top: Frame = frame;
    let depth = 0;
    for (let parent = top.parent; parent; parent = top.parent) {
      workbook = top;
      top = parent;
      depth += 1;
    }
    return { depth, hostPage: top.url, workbookOrigin: workbook?.origin ?? null };
  } catch {
    return null;
  }
}

/** Whether a frame shows no page yet: it is being filled, so that nothing in it can have been pressed. */
export function isUnfilled(frame: Pick<WebFrameMain, 'url'> | null): boolean {
  try {
    return frame === null || frame.url === '' || frame.url === 'about:blank';
  } catch {
    return true;
  }
}

/** 0 for the host page, 1 for the workbook in it, more for what Sigma holds; null for a frame that is gone. */
export const depthOf = (frame: Frame | null | undefined): number | null => placeOf(frame)?.depth ?? null;

/** Sigma runs in a process of its own inside the guest, and Electron has no event for its end. */
const LOOK_FOR_LIFE_MS = 2_000;

/** Notices when the process of the workbook inside a guest ends. @returns the function that stops looking */
export function watchWorkbookProcess(
  contents: Pick<WebContents, 'isDestroyed' | 'mainFrame'>,
  onEnded: () => void,
): () => void {
  let workbook: WebFrameMain | null = null;
  const timer = setInterval(() => {
    if (contents.isDestroyed()) return;
    if (workbook && hasEnded(workbook)) {
      workbook = null;
      onEnded();
      return;
    }
    workbook = workbookIn(contents);
  }, LOOK_FOR_LIFE_MS);
  return () => clearInterval(timer);
}

/**
 * The frame in the host page once it shows a page of its own; null when there is none, or when the host page has no
 * process any more. Until Sigma answers, a frame that waits lives in the process of the host page, and what it was then is
 * gone as soon as Sigma's page is there: that is no end of a process.
 */
export function workbookIn(contents: Pick<WebContents, 'mainFrame'>): WebFrameMain | null {
  try {
    const frame = contents.mainFrame.frames[0] ?? null;
    return isUnfilled(frame) ? null : frame;
  } catch {
    // The end of the host page's own process is an event, so that there is nothing to tell here.
    return null;
  }
}

function hasEnded(frame: WebFrameMain): boolean {
  try {
    return frame.detached || frame.processId < 0;
  } catch {
    // Electron throws for a frame whose process is gone.
    return true;
  }
}
