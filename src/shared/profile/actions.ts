/**
 * What a profile does about the actions of a workbook's author (`action:outbound`): rules that an administrator writes.
 * Name and values of an action are whatever the author of the workbook made them, and so is who may press. A rule takes
 * nothing of them but texts, and only into places where a text can do no more than be one.
 */

import type { PlainValue, PlainValues } from '../sigma/fields.ts';
import { z } from '../zod.ts';
import { parseUrl } from './addresses.ts';
import { fault, singleLine } from './fields.ts';

/** `{name}` stands for the value of that name. */
const placeholder = /\{([^{}]{1,256})\}/g;

/** An address longer than this is cut off by some browsers and servers. */
const LONGEST_ADDRESS = 4_096;

const withoutPlaceholders = (template: string, inPlace = 'x'): string => template.replace(placeholder, inPlace);

/** Whether the host is the same whatever a value is. Where a host ends, the URL standard alone knows: `https:///{host}`. */
function hasFixedHost(template: string): boolean {
  const [one, other] = ['x', 'y'].map((inPlace) => parseUrl(withoutPlaceholders(template, inPlace)));
  return one?.origin === other?.origin && one?.username === other?.username && one?.password === other?.password;
}

/** An https address whose host stands in it as it is: a value can be part of path, query or fragment alone. */
export const AddressTemplate = z
  .string()
  .trim()
  .min(1, fault('missing'))
  .max(2_048, fault('tooLong'))
  .refine((template) => /^https:\/\//i.test(template), fault('notHttps'))
  .refine(hasFixedHost, fault('placeholderInHost'))
  .refine((template) => !/[{}]/.test(withoutPlaceholders(template)), fault('placeholderOpen'))
  .refine((template) => {
    const url = parseUrl(withoutPlaceholders(template));
    return url?.protocol === 'https:' && url.hostname !== '' && !url.username && !url.password;
  }, fault('notHttps'));

const ControlTemplate = z.object({ control: singleLine(256), value: z.string().max(1_024, fault('tooLong')) });

export const ActionRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('address'), action: singleLine(256), address: AddressTemplate }),
  z.object({
    kind: z.literal('workbook'),
    action: singleLine(256),
    /** The published URL of a workbook of the same profile. */
    workbook: z.string().trim().min(1, fault('missing')).max(2_048, fault('tooLong')),
    controls: z.array(ControlTemplate).max(64, fault('tooLong')),
  }),
]);
export type ActionRule = z.infer<typeof ActionRule>;

/** Absent in profiles of earlier versions, and where there is none. */
export const ActionRules = z.array(ActionRule).max(32, fault('tooMany')).optional();

/** One rule for each action, and no way to a workbook that the profile does not have. */
export function fittingActions(
  profile: { readonly workbooks: readonly { readonly url: string }[]; readonly actions?: ActionRule[] | undefined },
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  for (const [index, rule] of (profile.actions ?? []).entries()) {
    if (seen.has(rule.action)) {
      context.addIssue({ code: 'custom', path: ['actions', index, 'action'], message: fault('actionTwice') });
    }
    seen.add(rule.action);
    if (rule.kind === 'workbook' && !profile.workbooks.some(({ url }) => url === rule.workbook)) {
      context.addIssue({ code: 'custom', path: ['actions', index, 'workbook'], message: fault('noSuchWorkbook') });
    }
  }
}

/** One value as one text: several are separated by commas, as Sigma does for controls. */
export const textOfValue = (value: PlainValue): string =>
  value !== null && typeof value === 'object' ? value.map(textOfValue).join(',') : String(value ?? '');

/** Null when the template asks for a value that the action does not have. */
function filled(template: string, values: PlainValues, encode: (text: string) => string): string | null {
  let isWhole = true;
  const text = template.replace(placeholder, (_whole, name: string) => {
    if (Object.hasOwn(values, name)) return encode(textOfValue(values[name] ?? null));
    isWhole = false;
    return '';
  });
  return isWhole ? text : null;
}

/** A text as it can stand in an address and be no more than a text; half of a pair cannot be written there at all. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));

/** A single dot as the last part of a path leaves nothing of it behind, and no part less. */
const endsInDot = (address: string): boolean => /\/\.(?:[?#]|$)/.test(address);

/**
 * The address that a rule leads to, with the values of an action in it.
 *
 * @returns null when a value is missing, or would make the address another one than the rule says: a dot segment would
 * lead out of its path, here or at a server that decodes it first
 */
export function filledAddress(template: string, values: PlainValues): string | null {
  const address = filled(template, values, encoded);
  const url = address === null || address.length > LONGEST_ADDRESS ? null : parseUrl(address);
  const plain = parseUrl(withoutPlaceholders(template));
  if (!url || !plain || url.origin !== plain.origin || url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '') return null;
  if (endsInDot(address?.split(/[?#]/)[0] ?? '') && !endsInDot(template.split(/[?#]/)[0] ?? '')) return null;
  if (url.pathname.split('/').length !== plain.pathname.split('/').length) return null;
  return climbs(url) && !climbs(plain) ? null : url.href;
}

/** Whether a part of the path leads to the one above it, once it is decoded. */
const climbs = ({ pathname }: URL): boolean => /(?:^|[/\\]|%2f|%5c)\.\.(?:$|[/\\]|%2f|%5c)/i.test(pathname);

/** The values of controls that a rule sets; null when the action lacks one of the values. */
export function filledControls(
  controls: (ActionRule & { kind: 'workbook' })['controls'],
  values: PlainValues,
): Record<string, string> | null {
  const entries = controls.map(({ control, value }) => [control, filled(value, values, (text) => text)] as const);
  if (entries.some(([, value]) => value === null)) return null;
  return Object.fromEntries(entries.map(([control, value]) => [control, (value ?? '').slice(0, 65_536)]));
}
