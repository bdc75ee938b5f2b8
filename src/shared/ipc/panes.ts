/** Requests about the workbooks that the asking window shows. */

import { ControlValues, PersonCommand } from '../sigma/commands.ts';
import { SessionDetails } from '../state.ts';
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

export const paneRequests = {
  /** With values of controls, the workbook opens with them, or takes them where the window shows it already. */
  'panes.open': {
    input: z.object({ workbookId: id, controls: ControlValues.optional() }),
    output: z.object({ paneId: id }),
    changes: false,
  },
  'panes.reload': { input: z.object({ paneId: id }), output: nothing, changes: false },
  /** Loads the workbook that the profile names, when the person has gone to another document. */
  'panes.home': { input: z.object({ paneId: id }), output: nothing, changes: false },
  'panes.close': { input: z.object({ paneId: id }), output: nothing, changes: false },
  'panes.details': { input: z.object({ paneId: id }), output: SessionDetails, changes: false },
  /** Says something to the workbook on screen, as the person wants it. Sigma takes no notice where it is not permitted. */
  'panes.command': { input: z.object({ paneId: id, command: PersonCommand }), output: nothing, changes: false },
  /** The person has seen what an action of the workbook's author said. */
  'panes.dismissAction': { input: z.object({ paneId: id, actionId: id }), output: nothing, changes: false },
  /** What a workbook showed last that is not there yet, as a `data:` address; null where nobody knows. */
  'panes.picture': {
    input: z.object({ paneId: id }),
    output: z.object({ picture: z.string().nullable() }),
    changes: false,
  },
  /** The window has handed the focus to this guest, since the one that had it gave way. */
  'panes.focused': { input: z.object({ guestId: id }), output: nothing, changes: false },
  /** The window tells which of its panes a person can see, and which beside it; null while they see none. */
  'panes.shown': {
    input: z.object({ shownPaneId: id.nullable(), besidePaneId: id.optional() }),
    output: nothing,
    changes: false,
  },
} as const satisfies Record<string, RequestDefinition>;
