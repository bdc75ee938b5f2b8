/** The frames of a guest, as Electron sees them: the host page, the workbook in it, and what Sigma holds further down. */
import type { WebContents, WebFrameMain } from 'electron';

/** 0 for the host page, 1 for the workbook in it, more for what Sigma holds; null for a frame that is gone. */
export function depthOf(frame: Pick<WebFrameMain, 'parent'> | null | undefined): number | null {
  if (!frame) return null;
  let depth = 0;
  for (let parent = frame.parent; parent; parent = parent.parent) depth += 1;
  return depth;
}

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
    workbook = contents.mainFrame.frames[0] ?? null;
  }, LOOK_FOR_LIFE_MS);
  return () => clearInterval(timer);
}

function hasEnded(frame: WebFrameMain): boolean {
  try {
    return frame.detached || frame.processId < 0;
  } catch {
    // Electron throws for a frame whose process is gone.
    return true;
  }
}
