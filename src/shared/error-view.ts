/** The schema of an error as it crosses a process border, for those who read one; see `errors.ts` for what it is. */

import { errorCodes, MAX_ITEMS, MAX_VALUE_LENGTH, type AppErrorView as View } from './errors.ts';
import { z } from './zod.ts';

const Value = z.union([
  z.string().max(MAX_VALUE_LENGTH),
  z.number(),
  z.array(z.string().max(MAX_VALUE_LENGTH)).max(MAX_ITEMS),
]);

export const AppErrorView = z.object({
  code: z.enum(errorCodes),
  values: z.record(z.string().max(64), Value),
}) satisfies z.ZodType<View>;
