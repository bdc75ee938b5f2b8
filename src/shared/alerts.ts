/** What a person wants to be told of a workbook: the schema as it crosses borders and as it is stored. */

import { isNumber, LONGEST_NAME, LONGEST_VALUE } from './alert-limits.ts';
import { z } from './zod.ts';

const name = z.string().min(1).max(LONGEST_NAME);
const compared = {
  test: z.enum(['is', 'isNot', 'above', 'below']),
  value: z.string().max(LONGEST_VALUE),
};

export const AlertWhen = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('no-data') }),
    z.strictObject({ kind: z.literal('chart-error') }),
    /** @param name the id of a control */
    z.strictObject({ kind: z.literal('control'), name, ...compared }),
    /** @param name of an action that the author of the workbook wrote @param field the name of one of its values */
    z.strictObject({ kind: z.literal('action'), name, field: name, ...compared }),
  ])
  .refine((when) => !('test' in when) || ['is', 'isNot'].includes(when.test) || isNumber(when.value), 'no number');
export type AlertWhen = z.infer<typeof AlertWhen>;

export const Alert = z.object({
  alertId: z.string().max(128),
  profileId: z.string().max(128),
  workbookId: z.string().max(128),
  when: AlertWhen,
});
export type Alert = z.infer<typeof Alert>;
