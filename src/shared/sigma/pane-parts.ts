/** What a window is told of the workbook in a pane: where the person is in it, what is in it, and how old its data is. */

import { AppErrorView } from '../error-view.ts';
import { z } from '../zod.ts';
import { modes } from './modes.ts';

/** Where the person is. All of it is on screen again after a renewal. */
export const PanePlace = z.object({
  /** The document on screen, which need not be the one that the profile names. */
  document: z.object({
    title: z.string(),
    kind: z.enum(['workbook', 'report']),
    /** Whether it is the one that the profile names. */
    isOwn: z.boolean(),
  }),
  mode: z.enum(modes),
  /** Control id → value, as far as Sigma told it. */
  controls: z.record(z.string(), z.string()),
  bookmarkId: z.string().nullable(),
  selectedNode: z.object({ id: z.string(), type: z.enum(['element', 'page']) }).nullable(),
  isMaximised: z.boolean(),
});
export type PanePlace = z.infer<typeof PanePlace>;

/** Whether steps that the person took inside of the workbook lead back, or on again. Each load begins without any. */
export const PaneSteps = z.object({ canGoBack: z.boolean(), canGoForward: z.boolean() });
export type PaneSteps = z.infer<typeof PaneSteps>;

/** An action of the workbook's author that a person set off, as the window shows it. Everything in it is Sigma's word. */
export const ShownAction = z.object({
  id: z.uuid(),
  name: z.string(),
  values: z.array(z.object({ name: z.string(), value: z.string() })),
  /** How many times in a row it came. */
  times: z.number(),
  /**
   * `shown`: no rule of the profile is for it; `declined`: the person does not want what the rule does; `unfit`: its
   * values do not fit the rule.
   */
  outcome: z.enum(['shown', 'declined', 'unfit']),
});
export type ShownAction = z.infer<typeof ShownAction>;

/** What the workbook told of itself since it was opened. */
export const PaneContents = z.object({
  /** Of the document on screen, as they were met: Sigma has no message that lists them. */
  bookmarks: z.array(
    z.object({ id: z.string(), name: z.string(), isShared: z.boolean().nullable(), isDefault: z.boolean().nullable() }),
  ),
  /** Pages and elements of the document on screen, as they were met. Few messages tell a title. */
  nodes: z.array(z.object({ id: z.string(), type: z.enum(['page', 'element']), title: z.string().nullable() })),
  actions: z.array(ShownAction),
  /** How many elements found nothing, or failed, in what is shown. */
  noData: z.number(),
  chartErrors: z.number(),
  /** Why the last of them failed, where the data platform said so and somebody can do something about it. */
  chartProblem: AppErrorView.nullable(),
  /** Somebody published the workbook since it was loaded. */
  isOutdated: z.boolean(),
  isDeleted: z.boolean(),
});
export type PaneContents = z.infer<typeof PaneContents>;

/**
 * Why data is not asked for by itself although its time has come: `unanswered`: Sigma did not answer twice in a row;
 * `renewing`: a renewal that is near or under way brings new data.
 */
export const RefreshPause = z.enum([
  'unanswered',
  'hidden',
  'not-open',
  'offline',
  'editing',
  'renewing',
  'busy',
  'budget',
]);
export type RefreshPause = z.infer<typeof RefreshPause>;

export const PaneData = z.object({
  /** When the queries on screen were last answered, in milliseconds since the epoch; null before that. */
  asOf: z.number().nullable(),
  /** When they are asked again by themselves; null when they are not. */
  refreshesAt: z.number().nullable(),
  /** They were asked again, and the answer has not come yet. */
  isRefreshing: z.boolean(),
  pausedBy: RefreshPause.nullable(),
  /** Whether the last refresh got no answer. A page with nothing to query gives none either. */
  isUnanswered: z.boolean(),
  /** How many refreshes that a person asked for were answered, and how many were not. */
  byPerson: z.object({ answered: z.number(), unanswered: z.number() }),
});
export type PaneData = z.infer<typeof PaneData>;
