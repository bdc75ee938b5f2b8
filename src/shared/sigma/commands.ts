/**
 * What the page around Sigma's page may ask of it: every inbound message of Sigma's help page "Inbound event reference".
 * Sigma does without a word what the person has no permission for. `docs/sigma-messages.md` says who sends each.
 */
import { z } from '../zod.ts';
import { MOST_VARIABLES, Name, SigmaId } from './fields.ts';
import { modalTypes, modes } from './modes.ts';

/** What a person chose goes to Sigma as plain text: control id → value. */
export const ControlValues = z
  .record(z.string().max(1_024), z.string().max(65_536))
  .refine((record) => Object.keys(record).length <= MOST_VARIABLES);

/** Sigma takes no other scheme and nothing longer, so that a link of ours can never be one. */
const sharingLink = z.url({ protocol: /^https?$/ }).max(1_000);

export const SigmaCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('workbook:variables:list') }),
  z.object({ type: z.literal('workbook:variables:update'), variables: ControlValues }),
  /** One element, or all of them. Which field names the element is unverified. */
  z.object({ type: z.literal('workbook:refresh'), nodeId: SigmaId.optional() }),
  z.object({
    type: z.literal('workbook:bookmark:create'),
    name: Name.min(1),
    isDefault: z.boolean(),
    isShared: z.boolean(),
  }),
  /** Without an id, no bookmark is chosen any more. */
  z.object({ type: z.literal('workbook:bookmark:select'), bookmarkId: SigmaId.optional() }),
  z.object({ type: z.literal('workbook:bookmark:update') }),
  z.object({ type: z.literal('workbook:bookmark:delete'), bookmarkId: SigmaId }),
  /** A toggle: a maximised element is put back. */
  z.object({ type: z.literal('workbook:fullscreen:update'), nodeId: SigmaId.nullable() }),
  z.object({
    type: z.literal('workbook:selectednodeid:update'),
    selectedNodeId: SigmaId,
    nodeType: z.enum(['element', 'page']),
  }),
  /** Without a kind, the open dialog closes. */
  z.object({ type: z.literal('workbook:modal:toggle'), modalType: z.enum(modalTypes).optional() }),
  z.object({ type: z.literal('workbook:mode:update'), mode: z.enum(modes) }),
  /** The names of the fields are unverified. */
  z.object({ type: z.literal('document:navigateto'), inodeId: SigmaId, pageId: SigmaId.optional() }),
  /** Of a report alone. */
  z.object({ type: z.literal('report:download') }),
  z.object({
    type: z.literal('workbook:sharinglink:update'),
    sharingLink,
    sharingExplorationLink: sharingLink.optional(),
  }),
]);
export type SigmaCommand = z.infer<typeof SigmaCommand>;

/** What a window may have said to the workbook: all but what the program says by itself. */
export const PersonCommand = SigmaCommand.refine(
  ({ type }) => type !== 'workbook:variables:list' && type !== 'workbook:sharinglink:update',
);
