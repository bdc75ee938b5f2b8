/** The scroll bars of a workbook, which a wall has no use for: nobody scrolls there. */
import type { WebContents, WebFrameMain } from 'electron';
import { z } from '../../shared/zod.ts';
import { ask } from './frame-look.ts';
import { scrollBarsScript } from './frame-scripts.ts';
import { workbookIn } from './guest-frames.ts';

const LIMIT_MS = 1_000;

/** @returns takes the scroll bars of a guest's workbook, and of what lies in it, away or gives them back */
export function createScrollBars(contentsOf: (guestId: string) => WebContents | undefined) {
  return (guestId: string, areHidden: boolean): void => {
    const contents = contentsOf(guestId);
    for (const frame of contents ? framesOf(contents) : [])
      void ask(frame, scrollBarsScript(areHidden), z.boolean(), LIMIT_MS);
  };
}

function framesOf(contents: Pick<WebContents, 'mainFrame'>): WebFrameMain[] {
  try {
    return workbookIn(contents)?.framesInSubtree ?? [];
  } catch {
    // It went at this moment.
    return [];
  }
}
