/** Requests about updates of the program. */

import { UpdateChannel, UpdateMode } from '../updates.ts';
import { z } from '../zod.ts';
import { nothing, type RequestDefinition } from './request.ts';

export const updateRequests = {
  /** Looks for an update now. What comes of it stands in the state. */
  'updates.check': { input: nothing, output: nothing, changes: false },
  /** Fetches what is available, also before its time. Answers when it has begun. */
  'updates.download': { input: nothing, output: nothing, changes: true },
  /** Ends the program, puts the update in place and starts it. Refused while that would take something from the person. */
  'updates.restart': { input: nothing, output: nothing, changes: true },
  /** The person does not want to hear of it for a day; of a version that was rolled back, no more. */
  'updates.later': { input: nothing, output: nothing, changes: true },
  /** What is left out stays as it is; what the administrator chose is refused. */
  'updates.choose': {
    input: z.strictObject({ mode: UpdateMode.optional(), channel: UpdateChannel.optional() }),
    output: nothing,
    changes: true,
  },
} as const satisfies Record<string, RequestDefinition>;
