/**
 * What a window has main hold for it, so that a page that is lost comes back where it was. It is held in memory, given
 * back to the same window alone, and gone with the window. No secret is in it.
 */

import { holdsASecret } from './profile/plausible.ts';
import { z } from './zod.ts';

/** In characters. A profile of fifty workbooks takes a tenth of it. */
const LONGEST_FORM = 400_000;

/** Fields of the set-up form that no other process ever gets, but for the moment in which they are saved. */
const secretFields: ReadonlySet<string> = new Set(['embedSecret', 'clientSecret', 'privateKey']);

/** A secret in its own field, or one that was put into another and is known by its form. */
const isSecret = (name: string, value: unknown): boolean =>
  secretFields.has(name) ? value !== '' && value !== null : typeof value === 'string' && holdsASecret(value);

/** A form as one text, with its secrets left empty. */
export const formText = (values: object): string =>
  JSON.stringify(values, (name, value: unknown) => (secretFields.has(name) || isSecret(name, value) ? '' : value));

/** Whether a secret was entered, into whatever field. */
export function holdsSecrets(values: object): boolean {
  let found = false;
  JSON.stringify(values, (name, value: unknown) => {
    if (isSecret(name, value)) found = true;
    return value;
  });
  return found;
}

function isFormWithoutSecrets(text: string): boolean {
  try {
    const values: unknown = JSON.parse(text);
    return typeof values === 'object' && values !== null && !Array.isArray(values) && !holdsSecrets(values);
  } catch {
    return false;
  }
}

const place = z.enum(['home', 'start', 'profiles', 'set-up']);

export const KeptForm = z.object({
  /** Null for a profile in the making. */
  profileId: z.uuid().nullable(),
  values: z.string().max(LONGEST_FORM).refine(isFormWithoutSecrets, 'no form, or one with secrets'),
  /** The saved profile that the form began with, as its own text; a profile that changed since has another one. */
  basis: z.string().max(LONGEST_FORM).refine(isFormWithoutSecrets, 'no form, or one with secrets'),
  /** Secrets were entered too, which are not here. */
  hadSecrets: z.boolean(),
});
export type KeptForm = z.infer<typeof KeptForm>;

export const KeptWindow = z.object({
  view: z.object({ kind: place, profileId: z.uuid().nullable() }),
  /** Where the person came from, to which Cancel goes back. */
  before: place,
  /** Null while nothing in a form would be lost. */
  form: KeptForm.nullable(),
});
export type KeptWindow = z.infer<typeof KeptWindow>;
