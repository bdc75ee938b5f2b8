/** Requests about commands, and about the workbooks that a person keeps at hand. */

import { commandIds } from '../commands.ts';
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

const workbook = z.strictObject({ workbookId: id });

export const commandRequests = {
  /** Has a command done in the window that asks. Refused where it does not apply. */
  'commands.run': {
    input: z.strictObject({ id: z.enum(commandIds), argument: id.optional() }),
    output: nothing,
    changes: true,
  },
  /** A workbook that is pinned stands first wherever workbooks are chosen. */
  'workbooks.pin': { input: workbook, output: nothing, changes: true },
  'workbooks.unpin': { input: workbook, output: nothing, changes: true },
} as const satisfies Record<string, RequestDefinition>;
