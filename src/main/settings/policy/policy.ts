/** What an administrator has set for all people of a computer, key by key, above what a person may choose. */
import { z } from 'zod';

/**
 * The keys, as they stand in each system's own place for such things. A key that is left out is the person's to choose,
 * or has the value that its comment names.
 */
const keys = {
  /** Whether updates are looked for: never, and only told of, or fetched and put in place at the next end. */
  updates: z.enum(['off', 'notify', 'automatic']),
  /** Where they come from. */
  updateUrl: z.url({ protocol: /^https$/ }),
  updateChannel: z.enum(['latest', 'beta']),
  /** For how many days after it was published an update is left alone; 0 unless told otherwise. */
  updateDeferralDays: z.int().min(0).max(90),
  /** Whether the program may run where the system gives it no sandbox; it may not, unless told otherwise. */
  runWithoutSandbox: z.boolean(),
};

type Keys = typeof keys;
export type PolicyKey = keyof Keys;
export type PolicyValues = { readonly [Key in PolicyKey]?: z.infer<Keys[Key]> };

export interface Policy {
  /** Whether there is anything of an administrator at all: then the computer is managed. */
  readonly isManaged: boolean;
  readonly values: PolicyValues;
  /** The names of keys that are unknown, or whose values are not understood, in order; they are left out. */
  readonly notUnderstood: readonly string[];
}

export const noPolicy: Policy = { isManaged: false, values: {}, notUnderstood: [] };

/**
 * Reads what stands in a place of policies. Each key is taken for itself, so that a fault in one takes nothing of the
 * others away.
 *
 * @param found the values by their keys, as JSON has them
 */
export function parsePolicy(found: unknown): Policy {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    return { isManaged: true, values: {}, notUnderstood: ['(file)'] };
  }
  const values: Record<string, unknown> = {};
  const notUnderstood: string[] = [];
  for (const [name, value] of Object.entries(found)) {
    const parsed = Object.hasOwn(keys, name) ? keys[name as PolicyKey].safeParse(value) : null;
    if (parsed?.success) values[name] = parsed.data;
    else notUnderstood.push(name);
  }
  return { isManaged: true, values: values as PolicyValues, notUnderstood: notUnderstood.sort() };
}
