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

/**
 * Notices when the process of the workbook inside a guest ends. Only the frame that stands in the host page now is judged.
 * One that was seen before says nothing: when the host page or the workbook in it is loaded again, another may take its
 * place, and the one before is gone though no process ended. Nor does `detached`: it stays true for a frame that was filled
 * again after its process had ended.
 * @returns the function that stops looking
 */
export function watchWorkbookProcess(
  contents: Pick<WebContents, 'isDestroyed' | 'mainFrame'>,
  onEnded: () => void,
): () => void {
  let last: 'filled' | 'missed' | 'ended' | null = null;
  const timer = setInterval(() => {
    if (contents.isDestroyed()) return;
    const life = lifeOfWorkbook(contents);
    if (life === 'waits') last = null;
    else if (life === 'filled') last = 'filled';
    // A host page that is loaded again has no frame for a moment.
    else if (life === 'missing' && last === 'filled') last = 'missed';
    else if (last !== 'ended' && (life === 'dead' || last === 'missed')) {
      last = 'ended';
      onEnded();
    }
  }, LOOK_FOR_LIFE_MS);
  return () => clearInterval(timer);
}

/** `waits`: for Sigma's answer, or its host page has no process any more, which is an event and needs no watch. */
function lifeOfWorkbook(contents: Pick<WebContents, 'mainFrame'>): 'waits' | 'filled' | 'missing' | 'dead' {
  let frame: WebFrameMain | null;
  try {
    frame = contents.mainFrame.frames[0] ?? null;
  } catch {
    return 'waits';
  }
  if (!frame) return 'missing';
  if (!isAlive(frame)) return 'dead';
  return isUnfilled(frame) ? 'waits' : 'filled';
}

/** The frame in the host page once it shows a page of its own; null when there is none, or none that answers. */
export function workbookIn(contents: Pick<WebContents, 'mainFrame'>): WebFrameMain | null {
  try {
    const frame = contents.mainFrame.frames[0] ?? null;
    return isUnfilled(frame) ? null : frame;
  } catch {
    return null;
  }
}

function isAlive(frame: WebFrameMain): boolean {
  try {
    return frame.processId >= 0 && frame.osProcessId !== 0;
  } catch {
    // Electron throws for a frame whose process is gone.
    return false;
  }
}
