/** Requests about the program as a whole. */

import { AppErrorView } from '../error-view.ts';
import { AppState } from '../state.ts';
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

export const programRequests = {
  'state.get': { input: nothing, output: AppState, changes: false },
  'notices.dismiss': { input: z.object({ noticeId: id }), output: nothing, changes: false },
  /** Puts a redacted account of an error on the clipboard. */
  'errors.copyDetails': { input: AppErrorView, output: nothing, changes: false },
} as const satisfies Record<string, RequestDefinition>;
