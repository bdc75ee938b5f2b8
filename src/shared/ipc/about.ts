/** Requests about the program itself: what it is made of, and what it keeps. */

import { AboutPage, GuidePart, News, ThirdPartyNotice } from '../about.ts';
import { z } from '../zod.ts';
import { nothing, type RequestDefinition } from './request.ts';

export const aboutRequests = {
  /** Opens the About dialog of the window that asks, or turns to another page of it. */
  'about.show': { input: z.strictObject({ page: AboutPage }), output: nothing, changes: false },
  'about.close': { input: nothing, output: nothing, changes: false },
  /** How the program is used. */
  'about.guide': { input: nothing, output: z.array(GuidePart), changes: false },
  /** What this version brought; null where the changelog has no part about it. */
  'about.news': { input: nothing, output: News.nullable(), changes: false },
  /** The person has seen that this version is new, or does not want to. */
  'about.newsSeen': { input: nothing, output: nothing, changes: false },
  'about.licence': {
    input: nothing,
    output: z.object({ text: z.string(), hasChromiumLicences: z.boolean() }),
    changes: false,
  },
  /** Null where the build holds no list, as in development. */
  'about.notices': { input: nothing, output: z.array(ThirdPartyNotice).nullable(), changes: false },
  /** Chromium's own list, in the person's browser. */
  'about.openChromiumLicences': { input: nothing, output: nothing, changes: false },
  /** The folder of the crash reports, in the system's own program for files. */
  'about.showCrashReports': { input: nothing, output: nothing, changes: false },
  'about.removeCrashReports': { input: nothing, output: nothing, changes: true },
} as const satisfies Record<string, RequestDefinition>;
