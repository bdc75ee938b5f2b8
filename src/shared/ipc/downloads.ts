/** Requests about files that people take out of workbooks. */

import { DownloadAct } from '../downloads.ts';
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

export const downloadRequests = {
  /** Refused where it does not apply to that download now. */
  'downloads.act': {
    input: z.strictObject({ downloadId: id, act: DownloadAct }),
    output: nothing,
    changes: false,
  },
  /** The pointer takes a whole file out of the window. Refused for any other one. */
  'downloads.drag': { input: z.strictObject({ downloadId: id }), output: nothing, changes: false },
} as const satisfies Record<string, RequestDefinition>;
