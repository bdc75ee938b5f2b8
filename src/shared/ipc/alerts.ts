/** Requests about what a person wants to be told of workbooks. */

import { AlertWhen } from '../alerts.ts';
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

export const alertRequests = {
  /** The same twice is one. */
  'alerts.add': { input: z.strictObject({ workbookId: id, when: AlertWhen }), output: nothing, changes: true },
  'alerts.remove': { input: z.strictObject({ alertId: id }), output: nothing, changes: true },
} as const satisfies Record<string, RequestDefinition>;
