/** Requests about the settings, and about the sheets that lie over a window. */

import { commandIds } from '../commands.ts';
import { isValueOf, settingIds } from '../settings.ts';
import { Sheet } from '../state.ts';
import { z } from '../zod.ts';
import { nothing, type RequestDefinition } from './request.ts';

const settingId = z.enum(settingIds);
const value = z.union([z.string().max(64), z.number(), z.boolean()]);

export const settingRequests = {
  /** The person chooses. It counts at once. What an administrator has decided is refused. */
  'settings.set': {
    input: z.strictObject({ id: settingId, value }).refine((one) => isValueOf(one.id, one.value), 'not its value'),
    output: nothing,
    changes: true,
  },
  /** Back to what it is where nobody chooses; null for all that the person may choose. */
  'settings.reset': { input: z.strictObject({ id: settingId.nullable() }), output: nothing, changes: true },
  /** The person chooses the keys of a command, in Electron's words; none at all by an empty text. Who had them loses them. */
  'shortcuts.set': {
    input: z.strictObject({ id: z.enum(commandIds), keys: z.string().max(48) }),
    output: nothing,
    changes: true,
  },
  /** Back to the usual keys; null for all commands. */
  'shortcuts.reset': { input: z.strictObject({ id: z.enum(commandIds).nullable() }), output: nothing, changes: true },
  /** Ends the program and starts it again, for what counts from the next start on. */
  'settings.startAgain': { input: nothing, output: nothing, changes: false },
  /** Somebody is there and does not want to be signed out. */
  'absence.stay': { input: nothing, output: nothing, changes: false },
  /** Opens a sheet in the window that asks, in the place of another one. */
  'sheets.show': { input: z.strictObject({ sheet: Sheet }), output: nothing, changes: false },
  'sheets.close': { input: nothing, output: nothing, changes: false },
} as const satisfies Record<string, RequestDefinition>;
