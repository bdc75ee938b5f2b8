/** Requests about finding words in a workbook. */
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

export const findingRequests = {
  /** The words are kept in memory while they are looked for, since a renewed session looks for them again. */
  'finding.find': {
    input: z.strictObject({
      paneId: id,
      words: z.string().min(1).max(500),
      step: z.enum(['first', 'next', 'previous']),
    }),
    output: nothing,
    changes: false,
  },
  /** Nothing is looked for any more, and nothing of it stays. */
  'finding.stop': { input: z.strictObject({ paneId: id }), output: nothing, changes: false },
} as const satisfies Record<string, RequestDefinition>;
