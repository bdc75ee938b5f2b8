/** One of the windows that are open, as the others know it. */
import { z } from './zod.ts';

export const WindowView = z.object({
  windowId: z.string(),
  /** Of the document in its chosen tab; null where there is none. */
  title: z.string().nullable(),
});
export type WindowView = z.infer<typeof WindowView>;
