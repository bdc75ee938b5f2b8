/**
 * What Sigma's page says to the page around it: every outbound message of Sigma's help page "Outbound event reference".
 * Main accepts them only from the main frame of a guest id that it gave out itself. `docs/sigma-messages.md` says what
 * each does here.
 *
 * Only what a message is nothing without makes it unusable; every other field may be missing, null or odd.
 */
import { z } from '../zod.ts';
import type { sigmaEventTypes } from './event-types.ts';
import { ExploreKey, Name, optional, orNull, PlainValues, SigmaId, Variables, Words } from './fields.ts';

const bookmark = {
  bookmarkId: SigmaId,
  bookmarkName: optional(Name),
  workbookId: optional(SigmaId),
  versionTagName: optional(Name),
};
/** A selection: where, and what is in it. Sigma does not say how large one may be. */
const selection = { nodeId: optional(SigmaId), title: optional(Name) };

export const SigmaEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('workbook:loaded'), workbook: optional(z.object({ variables: optional(Variables) })) }),
  z.object({ type: z.literal('workbook:dataloaded') }),
  z.object({ type: z.literal('workbook:error'), code: optional(Words), message: optional(Words) }),
  z.object({
    type: z.literal('workbook:chart:error'),
    code: optional(Words),
    message: optional(Words),
    nodeId: optional(SigmaId),
  }),
  z.object({ type: z.literal('workbook:variables:onchange'), workbook: z.object({ variables: Variables }) }),
  z.object({ type: z.literal('workbook:variables:current'), variables: Variables }),
  z.object({ type: z.literal('workbook:exploreKey:onchange'), exploreKey: ExploreKey.nullable() }),
  z.object({ type: z.literal('workbook:bookmark:oncreate'), ...bookmark }),
  /** Without an id, no bookmark is chosen any more. */
  z.object({ type: z.literal('workbook:bookmark:onchange'), ...bookmark, bookmarkId: SigmaId.nullable() }),
  z.object({ type: z.literal('workbook:bookmark:ondelete'), ...bookmark }),
  z.object({
    type: z.literal('workbook:bookmark:onupdate'),
    ...bookmark,
    isShared: optional(z.boolean()),
    isDefault: optional(z.boolean()),
  }),
  z.object({
    type: z.literal('workbook:selectednodeid:onchange'),
    selectedNodeId: SigmaId.nullable(),
    /** In Sigma's SDK, and not on its help page. */
    nodeType: orNull(z.enum(['element', 'page'])),
  }),
  /** An element was maximised or put back; which one is not said. */
  z.object({ type: z.literal('workbook:fullscreen:onchange'), fullScreen: z.boolean() }),
  /** Pixels; only with `:responsive_height=true`. */
  z.object({ type: z.literal('workbook:pageheight:onchange'), pageHeight: z.number().nonnegative() }),
  z.object({ type: z.literal('workbook:id:onchange'), id: SigmaId }),
  /** The path of what is shown, without origin and query. */
  z.object({ type: z.literal('url:onchange'), url: Words }),
  z.object({ type: z.literal('workbook:published'), workbookId: optional(SigmaId) }),
  /** Sigma's table and its example spell the id of the copy differently, so every spelling is taken. */
  z.object({
    type: z.literal('workbook:saveas'),
    workbookId: optional(SigmaId),
    saveWorkbookId: optional(SigmaId),
    savedWorkbookID: optional(SigmaId),
    savedWorkbookId: optional(SigmaId),
    saveWorkbookID: optional(SigmaId),
  }),
  z.object({ type: z.literal('workbook:ondelete'), id: optional(SigmaId) }),
  /** An action that the author of the workbook made. */
  z.object({ type: z.literal('action:outbound'), name: Name.min(1), values: optional(PlainValues) }),
  z.object({ type: z.literal('workbook:chart:onvalueselect'), ...selection, values: optional(z.array(z.unknown())) }),
  z.object({ type: z.literal('workbook:table:oncellselect'), ...selection, cells: optional(z.array(z.unknown())) }),
  z.object({
    type: z.literal('workbook:pivottable:oncellselect'),
    ...selection,
    cells: optional(z.array(z.unknown())),
  }),
  z.object({ type: z.literal('document:element:nodata'), nodeId: optional(SigmaId) }),
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

/** The id of the copy that `workbook:saveas` tells of, in whichever spelling; null where it tells none. */
export function savedWorkbookId(event: SigmaEvent & { type: 'workbook:saveas' }): string | null {
  return event.saveWorkbookId ?? event.savedWorkbookID ?? event.savedWorkbookId ?? event.saveWorkbookID ?? null;
}

const fieldsByType = new Map(
  SigmaEvent.options.map(({ shape }) => [shape.type.value as string, new Set(Object.keys(shape))] as const),
);

/** The names of fields that a message of a known type has, and its schema has not. */
export function unknownFields(message: object): string[] {
  const known = 'type' in message ? fieldsByType.get(String(message.type)) : undefined;
  return known === undefined ? [] : Object.keys(message).filter((field) => !known.has(field));
}
