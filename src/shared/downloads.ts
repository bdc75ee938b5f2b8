/** A file that a person takes out of a workbook, as windows show it. Where it lies is known to main alone. */

import { AppErrorView } from './error-view.ts';
import { z } from './zod.ts';

export const DownloadView = z.object({
  downloadId: z.string(),
  /** The pane that it came out of, which may be closed by now. */
  paneId: z.string(),
  profileId: z.string(),
  /** The name of the file. */
  name: z.string(),
  status: z.enum(['running', 'paused', 'done', 'failed']),
  receivedBytes: z.number(),
  /** Null while nobody has said how much it will be. */
  totalBytes: z.number().nullable(),
  /** Whether it is made here, of what a workbook shows: it cannot rest on its way. */
  isMade: z.boolean(),
  /** Whether its kind is data, which the system may open. */
  mayOpen: z.boolean(),
  /** Whether one that failed can go on from where it is. */
  mayResume: z.boolean(),
  /** Why it failed, or why what was asked for last did not come about; null otherwise. */
  error: AppErrorView.nullable(),
});
export type DownloadView = z.infer<typeof DownloadView>;

/** What a person may do with one. `cancel` gives up what is under way, `remove` takes what is over from the list. */
export const DownloadAct = z.enum(['pause', 'resume', 'cancel', 'open', 'show', 'remove']);
export type DownloadAct = z.infer<typeof DownloadAct>;
