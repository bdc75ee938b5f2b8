/** Requests about the doctor: looking at this computer and at a saved set-up. */

import { CheckId } from '../checks.ts';
import { z } from '../zod.ts';
import { nothing, type RequestDefinition } from './request.ts';

export const doctorRequests = {
  /**
   * Looks at this computer and at a set-up, without one at the computer alone. How it goes on stands in the state of the
   * window. Each window has one run at a time.
   */
  'doctor.start': {
    input: z.strictObject({ profileId: z.uuid().nullable(), matters: z.array(CheckId).max(64) }),
    output: z.object({ runId: z.string() }),
    changes: false,
  },
  /** Stops the run of the window that asks; where none runs, forgets the last one. */
  'doctor.cancel': { input: nothing, output: nothing, changes: false },
} as const satisfies Record<string, RequestDefinition>;
