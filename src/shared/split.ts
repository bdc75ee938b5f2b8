/** Two tabs of a window that are shown side by side: what a window is told of them, and how far the divider may go. */

import { SHARES } from './shares.ts';
import { z } from './zod.ts';

export const Share = z.number().min(SHARES.least).max(SHARES.most);

export const SplitView = z.object({
  /** The one at the beginning of the line, as text is read, and the one at its end: as in the strip. */
  tabIds: z.tuple([z.string(), z.string()]),
  /** Of the first one. */
  share: Share,
  /** What a person chooses in a control of the one is set in the other. */
  isLinked: z.boolean(),
});
export type SplitView = z.infer<typeof SplitView>;
