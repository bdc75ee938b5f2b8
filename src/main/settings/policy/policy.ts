/** What an administrator has set for all people of a computer, key by key, above what a person may choose. */

import { spokenLanguages } from '../../../shared/text/languages.ts';
import { z } from '../../../shared/zod.ts';
import { isHelpAddress, isHelpName } from './help-address.ts';

const MOST_ARGUMENTS = 32;

/**
 * A program by its whole path, so that no search decides which one it is, and its arguments. A batch file of Windows is run by
 * a shell, whatever it is started by.
 */
const Command = z
  .array(
    z
      .string()
      .min(1)
      .max(1_000)
      .regex(/^[^\0]+$/),
  )
  .min(1)
  .max(MOST_ARGUMENTS)
  .refine(([file = '']) => /^(\/|[a-z]:\\)/i.test(file) && !/\.(bat|cmd)$/i.test(file));

/**
 * The keys, as they stand in each system's own place for such things. A key that is left out is the person's to choose,
 * or has the value that its comment names. `strictest` is what counts where a value is there and is not understood: an
 * administrator who meant to restrict something must not give it free by a slip.
 */
export const policyKeys = {
  /** Whether updates are looked for: never, and only told of, or fetched and put in place at the next end. */
  updates: { schema: z.enum(['off', 'notify', 'automatic']), strictest: { updates: 'off' } },
  /** Where they come from. One that is not understood must not lead to another place. */
  updateUrl: { schema: z.url({ protocol: /^https$/ }), strictest: { updates: 'off' } },
  updateChannel: { schema: z.enum(['latest', 'beta']), strictest: { updateChannel: 'latest' } },
  /** For how many days after it was published an update is left alone; 0 unless told otherwise. */
  updateDeferralDays: { schema: z.int().min(0).max(90), strictest: { updateDeferralDays: 90 } },
  /** Whether the program may run where the system gives it no sandbox; it may not, unless told otherwise. */
  runWithoutSandbox: { schema: z.boolean(), strictest: { runWithoutSandbox: false } },
  /** Whether a crash leaves a report on this computer; it does, unless told otherwise. */
  crashReports: { schema: z.boolean(), strictest: { crashReports: false } },
  /** Whether people are signed out when their screen is locked; the person chooses, unless told otherwise. */
  signOutWhenLocked: { schema: z.boolean(), strictest: { signOutWhenLocked: true } },
  /** After how many minutes without a key or a move of the mouse they are; 0 is never. The person chooses, as above. */
  signOutWhenIdle: { schema: z.int().min(0).max(1_440), strictest: { signOutWhenIdle: 5 } },
  /** Whether notifications of the system are shown; the person chooses, unless told otherwise. */
  notifications: { schema: z.boolean(), strictest: { notifications: false } },
  /** Whether they name profiles, workbooks and files: a desktop may show them over its locked screen. As above. */
  notificationNames: { schema: z.boolean(), strictest: { notificationNames: false } },
  /** Whether the program starts when somebody signs in to the computer; the person chooses, unless told otherwise. */
  startAtLogin: { schema: z.boolean(), strictest: { startAtLogin: false } },
  /** After how many minutes tabs that nobody looks at sleep; 0 is never. The person chooses, as above. */
  tabSleepMinutes: { schema: z.int().min(0).max(1_440), strictest: { tabSleepMinutes: 30 } },
  /** How many tabs of a window are awake at most; the person chooses, as above. */
  mostLiveTabs: { schema: z.int().min(1).max(100), strictest: { mostLiveTabs: 8 } },
  /** Whether it starts as a wallboard; the person chooses, as above. */
  wallboardAtStart: { schema: z.boolean(), strictest: { wallboardAtStart: false } },
  /** How long the wallboard shows each stop, in seconds; the person chooses, as above. */
  wallboardSeconds: { schema: z.int().min(5).max(86_400), strictest: { wallboardSeconds: 30 } },
  /** On which display it hangs, from left to right; `window`: where the window is. The person chooses, as above. */
  wallboardDisplay: {
    schema: z.enum(['window', '1', '2', '3', '4']),
    strictest: { wallboardDisplay: 'window' },
  },
  /** Whether an audit trail is kept on the computer; the person chooses, unless told otherwise. */
  auditTrail: { schema: z.boolean(), strictest: { auditTrail: true } },
  /** For how many days its entries are kept; the person chooses, as above. */
  auditDays: { schema: z.int().min(1).max(3_650), strictest: { auditDays: 365 } },
  /** Whether each entry goes to the log of the system as well, where others may read names; the person chooses, as above. */
  auditSystemLog: { schema: z.boolean(), strictest: { auditSystemLog: false } },
  /** Where each entry is sent as well, by https; nowhere, unless told otherwise. One that is not understood must not lead elsewhere. */
  auditCollectorUrl: { schema: z.url({ protocol: /^https$/ }), strictest: { auditTrail: true } },
  /** Whether the program writes how it is into a file of the person, every minute; the person chooses, unless told otherwise. */
  statusFile: { schema: z.boolean(), strictest: { statusFile: false } },
  /** Whether profiles and connections are called by their names there; the person chooses, as above. */
  statusNames: { schema: z.boolean(), strictest: { statusNames: false } },
  /** Where alarms are told, by https; nowhere, unless told otherwise. One that is not understood must not lead elsewhere. */
  alarmHookUrl: { schema: z.url({ protocol: /^https$/ }), strictest: {} },
  /**
   * A program that is told of alarms, by its whole path, and its arguments; none, unless told otherwise. No setting: what a
   * window can change must not run programs.
   */
  alarmCommand: { schema: Command, strictest: {} },
  /** Whether a command line may show an access token, after a confirmation; it may, unless told otherwise. */
  revealTokens: { schema: z.boolean(), strictest: { revealTokens: false } },
  /** The language of the program; the person chooses, unless told otherwise. It restricts nothing, so a slip gives it free. */
  language: { schema: z.enum(['system', ...spokenLanguages]), strictest: {} },
  /** Where people are helped in their organisation; nowhere, unless told otherwise. One that is not understood leads nowhere. */
  helpAddress: { schema: z.string().refine(isHelpAddress), strictest: {} },
  /** Who helps there, as it stands on buttons; nothing without an address. */
  helpName: { schema: z.string().refine(isHelpName), strictest: {} },
} as const satisfies Record<string, { readonly schema: z.ZodType; readonly strictest: object }>;

type Keys = typeof policyKeys;
export type PolicyKey = keyof Keys;
export type PolicyValues = { readonly [Key in PolicyKey]?: z.infer<Keys[Key]['schema']> };

/** Stands among the names of `notUnderstood` for a whole place that could not be read. */
export const WHOLE_PLACE = '(file)';

export interface Policy {
  /** Whether there is anything of an administrator at all: then the computer is managed. */
  readonly isManaged: boolean;
  readonly values: PolicyValues;
  /** The names of keys that are unknown, or whose values are not understood, in order. */
  readonly notUnderstood: readonly string[];
}

export const noPolicy: Policy = { isManaged: false, values: {}, notUnderstood: [] };

export const isPolicyKey = (name: string): name is PolicyKey => Object.hasOwn(policyKeys, name);

/** What counts for keys that are there and are not understood. */
const strictestOf = (names: readonly PolicyKey[]): PolicyValues =>
  Object.assign({}, ...names.map((name) => policyKeys[name].strictest));

/**
 * Reads what stands in a place of policies. Each key is taken for itself, so that a fault in one takes nothing of the
 * others away. A known key whose value is not understood has its strictest value; of a place that cannot be understood at
 * all, every key has.
 *
 * @param found the values by their keys, as JSON has them
 */
export function parsePolicy(found: unknown): Policy {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    const all = Object.keys(policyKeys).filter(isPolicyKey);
    return { isManaged: true, values: strictestOf(all), notUnderstood: [WHOLE_PLACE] };
  }
  const values: Record<string, unknown> = {};
  const notUnderstood: string[] = [];
  for (const [name, value] of Object.entries(found)) {
    const parsed = isPolicyKey(name) ? policyKeys[name].schema.safeParse(value) : null;
    if (parsed?.success) values[name] = parsed.data;
    else notUnderstood.push(name);
  }
  const strictest = strictestOf(notUnderstood.filter(isPolicyKey));
  return {
    isManaged: true,
    values: { ...(values as PolicyValues), ...strictest },
    notUnderstood: notUnderstood.sort(),
  };
}

/**
 * One policy out of several places: each key counts as the first place has it that has it at all.
 *
 * @param policies the strongest first: that of the computer before that of a person
 */
export function mergePolicies(policies: readonly Policy[]): Policy {
  return {
    isManaged: policies.some(({ isManaged }) => isManaged),
    values: Object.assign({}, ...policies.map(({ values }) => values).reverse()),
    notUnderstood: [...new Set(policies.flatMap((policy) => policy.notUnderstood))].sort(),
  };
}
