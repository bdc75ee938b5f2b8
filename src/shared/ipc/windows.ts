/** Requests about what a window keeps in case its page is lost. */
import { z } from 'zod';
import { KeptWindow } from '../kept.ts';
import { nothing, type RequestDefinition } from './request.ts';

export const windowRequests = {
  /** In the place of what this window kept before. */
  'windows.keep': { input: z.object({ kept: KeptWindow }), output: nothing, changes: false },
  /** What this window kept; null for a new window, and where what it kept may be what its page is lost by. */
  'windows.kept': { input: nothing, output: KeptWindow.nullable(), changes: false },
} as const satisfies Record<string, RequestDefinition>;
