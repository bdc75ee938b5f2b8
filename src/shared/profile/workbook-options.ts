/** How a workbook opens: what Sigma shows around it, how it looks, where in it a person begins, and with which values. */
import { z } from '../zod.ts';
import { fault, singleLine, word } from './fields.ts';
import { holdsHiddenCharacters } from './visible-text.ts';

export const menuPositions = ['top', 'bottom', 'none'] as const;
export type MenuPosition = (typeof menuPositions)[number];

/** What Sigma can leave out, as its parameters spell it after `:hide_`. All but the last three are in the menu. */
export const hideable = [
  'menu',
  'folder_navigation',
  'bookmarks',
  'explore_toggle',
  'save_as',
  'schedule',
  'send',
  'tooltip',
  'element_interactions',
] as const;
export type Hideable = (typeof hideable)[number];

/** The themes that Sigma has by itself. Names are case-sensitive. */
export const sigmaThemes = ['Light', 'Dark', 'Surface'] as const;

const visibleLine = (max: number) =>
  singleLine(max).refine((text) => !holdsHiddenCharacters(text), fault('unusableCharacters'));

/** One part of a path: `.` and `..` would lead to another address, whichever way they are written. */
const pathPart = (max: number) =>
  visibleLine(max).refine((text) => text !== '.' && text !== '..', fault('unusableCharacters'));

const Theme = z.discriminatedUnion('kind', [
  /** Light or dark, as the app is at the time. */
  z.object({ kind: z.literal('app') }),
  /** As the workbook's author chose. */
  z.object({ kind: z.literal('workbook') }),
  z.object({ kind: z.literal('named'), name: visibleLine(120) }),
]);

/** A language tag (RFC 5646) without its rarer parts. */
const LanguageTag = z
  .string()
  .trim()
  .min(1, fault('missing'))
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, fault('notALanguage'));

const Language = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('app') }),
  /** As Sigma chooses for the person. */
  z.object({ kind: z.literal('sigma') }),
  /** Sigma takes a variant only together with a language. */
  z.object({ kind: z.literal('named'), tag: LanguageTag, variant: visibleLine(120).nullable() }),
]);

/** Control characters cannot be typed, and halves of a pair cannot be encoded. All else may be in a value. */
const unencodable = /[\p{Cc}\p{Cs}]/u;

export const ControlValue = z.object({
  id: singleLine(256)
    .refine((id) => !unencodable.test(id), fault('unusableCharacters'))
    // Such a name is one of Sigma's own parameters.
    .refine((id) => !id.startsWith(':'), fault('startsWithColon')),
  /** One or several values (see `control-values.ts`); none empties the control. */
  value: z
    .string()
    .max(2_000, fault('tooLong'))
    .refine((text) => !unencodable.test(text), fault('unusableCharacters')),
});
export type ControlValue = z.infer<typeof ControlValue>;

export const WorkbookOptions = z
  .object({
    menuPosition: z.enum(menuPositions).default('top'),
    hide: z.array(z.enum(hideable)).default([]),
    theme: Theme.default({ kind: 'app' }),
    language: Language.default({ kind: 'app' }),
    page: pathPart(256).nullable().default(null),
    element: pathPart(256).nullable().default(null),
    /** The version of the workbook. */
    tag: pathPart(256).nullable().default(null),
    bookmark: word(256).nullable().default(null),
    controls: z.array(ControlValue).max(64, fault('tooLong')).default([]),
  })
  .superRefine(({ page, element, controls }, context) => {
    if (page !== null && element !== null) {
      context.addIssue({ code: 'custom', path: ['element'], message: fault('pageAndElement') });
    }
    const seen = new Set<string>();
    for (const [index, { id }] of controls.entries()) {
      if (seen.has(id)) {
        context.addIssue({ code: 'custom', path: ['controls', index, 'id'], message: fault('controlTwice') });
      }
      seen.add(id);
    }
  });
export type WorkbookOptions = z.infer<typeof WorkbookOptions>;

/** Nothing is asked for but the menu, which Sigma leaves out by itself. */
export const usualOptions: WorkbookOptions = WorkbookOptions.parse({});

/**
 * As stored. What an earlier version did not know has its usual value, and a position or a part of the menu that only a
 * later version knows is left out: neither may put a whole profile aside.
 */
export const StoredWorkbookOptions = z.preprocess((stored) => {
  if (typeof stored !== 'object' || stored === null) return {};
  const { menuPosition, hide, ...others } = stored as Readonly<Record<string, unknown>>;
  return {
    ...others,
    ...(menuPositions.some((known) => known === menuPosition) ? { menuPosition } : {}),
    ...(Array.isArray(hide) ? { hide: hideable.filter((known) => hide.includes(known)) } : {}),
  };
}, WorkbookOptions);
