/** Requests about the doctor: looking at this computer and at a saved set-up, and handing on what was found. */

import { CheckId } from '../checks.ts';
import { z } from '../zod.ts';
import { nothing, type RequestDefinition } from './request.ts';

/** One file of a report, as it is in the zip. */
export const ReportFile = z.object({ name: z.string(), text: z.string() });
export type ReportFile = z.infer<typeof ReportFile>;

/** Without names: those of profiles, connections, workbooks, people, teams, hosts and this computer are numbers. */
const ReportChoice = z.strictObject({ withNames: z.boolean() });

export const doctorRequests = {
  /**
   * Looks at this computer and at a set-up, without one at the computer alone. How it goes on stands in the state of the
   * window. Each window has one run at a time.
   */
  'doctor.start': {
    input: z.strictObject({ profileId: z.uuid().nullable(), matters: z.array(CheckId).max(64) }),
    output: z.object({ runId: z.string() }),
    changes: false,
  },
  /** Stops the run of the window that asks; where none runs, forgets the last one. */
  'doctor.cancel': { input: nothing, output: nothing, changes: false },
  /**
   * All that `doctor.save` would save of the last run of the window that asks, a megabyte of text at most. What is shown is
   * kept for that until the next preview or run.
   */
  'doctor.preview': { input: ReportChoice, output: z.object({ files: z.array(ReportFile) }), changes: false },
  /** Asks the person for a place, and saves one zip there: the files of the last preview of the same choice. */
  'doctor.save': { input: ReportChoice, output: z.object({ isSaved: z.boolean() }), changes: true },
} as const satisfies Record<string, RequestDefinition>;
