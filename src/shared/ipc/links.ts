/** Requests about links that lead here, and about addresses that a person pasted. */
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

/** More than any address bar holds. */
const LONGEST_PASTED = 32_768;

export const linkRequests = {
  /** What the person says to what a link would open. Without a workbook: nothing is opened. */
  'links.answer': {
    input: z.strictObject({ questionId: id, workbookId: id.nullable(), withValues: z.boolean() }),
    output: nothing,
    changes: true,
  },
  /** Follows an address of Sigma, or a link to us, that the person put into a search. */
  'links.paste': {
    input: z.strictObject({ text: z.string().min(1).max(LONGEST_PASTED) }),
    output: nothing,
    changes: true,
  },
} as const satisfies Record<string, RequestDefinition>;
