/**
 * What may cross between the embed host page inside a guest and the main process: Sigma's events go up, commands to
 * Sigma go down. Main accepts events only from the main frame of a guest id that it gave out itself.
 *
 * Message names and fields: `@sigmacomputing/embed-sdk` 0.7.
 */
import { z } from 'zod';
import type { sigmaEventTypes } from './embed-host-names.ts';

/** More controls than this no workbook has; without a limit a page could fill our memory. */
export const MOST_VARIABLES = 500;
const variables = z
  .record(z.string().max(1_024), z.string().max(65_536))
  .refine((record) => Object.keys(record).length <= MOST_VARIABLES);
const shortText = z.string().max(4_096);

/** The outbound messages that the viewer acts on. Others are dropped in the guest's preload. */
export const SigmaEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('workbook:loaded'), workbook: z.object({ variables: variables.optional() }).optional() }),
  z.object({ type: z.literal('workbook:dataloaded') }),
  z.object({ type: z.literal('workbook:error'), code: shortText.optional(), message: shortText.optional() }),
  z.object({
    type: z.literal('workbook:chart:error'),
    code: shortText.optional(),
    message: shortText.optional(),
    nodeId: shortText.optional(),
  }),
  z.object({ type: z.literal('workbook:variables:onchange'), workbook: z.object({ variables }) }),
  z.object({ type: z.literal('workbook:variables:current'), variables }),
  z.object({ type: z.literal('workbook:exploreKey:onchange'), exploreKey: shortText.nullable() }),
  z.object({ type: z.literal('workbook:bookmark:oncreate'), bookmarkId: shortText }),
  z.object({ type: z.literal('workbook:bookmark:onchange'), bookmarkId: shortText.nullable() }),
  z.object({ type: z.literal('workbook:bookmark:ondelete'), bookmarkId: shortText }),
  z.object({
    type: z.literal('workbook:selectednodeid:onchange'),
    selectedNodeId: shortText.nullable(),
    nodeType: z.enum(['element', 'page']).nullable(),
  }),
]);
export type SigmaEvent = z.infer<typeof SigmaEvent>;

/** Fails to compile when the schema and the list that the guest's preload reads differ. */
export type SigmaEventTypesAgree = [SigmaEvent['type'], (typeof sigmaEventTypes)[number]] extends [
  (typeof sigmaEventTypes)[number],
  SigmaEvent['type'],
]
  ? true
  : never;
true satisfies SigmaEventTypesAgree;

/** The inbound messages that the viewer sends. */
export const SigmaCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('workbook:variables:list') }),
  z.object({ type: z.literal('workbook:variables:update'), variables }),
  z.object({
    type: z.literal('workbook:selectednodeid:update'),
    selectedNodeId: z.string(),
    nodeType: z.enum(['element', 'page']),
  }),
]);
export type SigmaCommand = z.infer<typeof SigmaCommand>;
