/** How a window hangs on a wall, and what it shows there. */
import { z } from './zod.ts';

export interface WallPlace {
  /** Which display, counted from 1, from left to right; null for the one that the window is on. */
  readonly display: number | null;
  readonly keepsAwake: boolean;
  /** It hung there in the last run, so that nobody left it in full screen. */
  readonly isOfLastRun: boolean;
}

/** What a window shows that hangs on a wall. */
export const WallView = z.object({
  /** The pane before the people; null while nothing has come yet. */
  shownPaneId: z.string().nullable(),
  /** The pane that is made ready behind it, as visible as that, so that it is drawn when it comes. */
  preparedPaneId: z.string().nullable(),
  /** Whether there is a picture to see; otherwise the wall says calmly that it is on its way. */
  hasPicture: z.boolean(),
  /** What a person would have to do, or what is waited for; null while all is well. */
  lacks: z.enum(['sign-in', 'network', 'workbooks', 'answer']).nullable(),
});
export type WallView = z.infer<typeof WallView>;
