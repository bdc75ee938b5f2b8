/** Requests about testing a set-up. */

import { ProfileDraft } from '../profile/profile.ts';
import { z } from '../zod.ts';
import { nothing, type RequestDefinition } from './request.ts';

export const checkRequests = {
  /**
   * Tests what the form holds, saved or not. Typed secrets come with it, and are kept nowhere. How it goes on stands in the
   * state of the window. Each window has one test at a time.
   */
  'checks.start': { input: ProfileDraft, output: z.object({ runId: z.string() }), changes: false },
  /** Stops the test of the window that asks; where none runs, forgets the last one. */
  'checks.cancel': { input: nothing, output: nothing, changes: false },
} as const satisfies Record<string, RequestDefinition>;
