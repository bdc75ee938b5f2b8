/** Requests about a window itself: what it keeps in case its page is lost, and whether it closes. */

import { KeptWindow } from '../kept.ts';
import { z } from '../zod.ts';
import { nothing, type RequestDefinition } from './request.ts';

export const windowRequests = {
  /** In the place of what this window kept before. */
  'windows.keep': { input: z.object({ kept: KeptWindow }), output: nothing, changes: false },
  /** What this window kept; null for a new window, and where what it kept may be what its page is lost by. */
  'windows.kept': { input: nothing, output: KeptWindow.nullable(), changes: false },
  /** The person was asked whether this window is to close, and stays. */
  'windows.stay': { input: nothing, output: nothing, changes: false },
} as const satisfies Record<string, RequestDefinition>;
