/** Requests about the tabs of the asking window. What else is done to a tab is a command. */

import { Share } from '../split.ts';
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

export const tabRequests = {
  /** Puts a tab before another one; null: at the end. */
  'tabs.move': { input: z.strictObject({ tabId: id, before: id.nullable() }), output: nothing, changes: false },
  /** Takes a tab of another window, which was dropped here before another one; null: at the end. Nothing where it is gone. */
  'tabs.take': { input: z.strictObject({ tabId: id, before: id.nullable() }), output: nothing, changes: false },
  /** A tab was let go where nothing takes it: outside of the window it gets a window of its own. */
  'tabs.tearOff': { input: z.strictObject({ tabId: id }), output: nothing, changes: false },
  /** What the person says to the question whether a tab is to be closed, or moved. */
  'tabs.answer': { input: z.strictObject({ isSure: z.boolean() }), output: nothing, changes: false },
  /** The person wants to see what can be done to a tab. */
  'tabs.menu': { input: z.strictObject({ tabId: id }), output: nothing, changes: false },
  /** The person moved the divider beside a tab. The share is that of the first side. */
  'tabs.divide': { input: z.strictObject({ tabId: id, share: Share }), output: nothing, changes: false },
} as const satisfies Record<string, RequestDefinition>;
