/** What windows show of updates: whether they are looked for, what was found, and what keeps it from being put in place. */

import { AppErrorView } from './error-view.ts';
import { z } from './zod.ts';

/** Milliseconds since the epoch. */
const Instant = z.number();

export const UpdateChannel = z.enum(['latest', 'beta']);
export type UpdateChannel = z.infer<typeof UpdateChannel>;

/** Never looked for, only told of, or fetched and put in place at the next end. */
export const UpdateMode = z.enum(['off', 'notify', 'automatic']);
export type UpdateMode = z.infer<typeof UpdateMode>;

/**
 * Why nothing is looked for. `development`: it runs from its sources; `not-a-release`: this package was not built for
 * people; `no-key`: no key is built in by which an update could be checked; `no-address`: nobody named a place; `managed`:
 * the computer has an administrator, who said nothing of updates; `policy`: the administrator turned them off; `person`:
 * the person did.
 */
export const UpdatesOff = z.enum([
  'development',
  'not-a-release',
  'no-key',
  'no-address',
  'managed',
  'policy',
  'person',
]);
export type UpdatesOff = z.infer<typeof UpdatesOff>;

/** What a restart now would take from the person. */
export const RestartHold = z.enum(['editing', 'signing-in', 'saving']);
export type RestartHold = z.infer<typeof RestartHold>;

/**
 * Who can put an update in place: the program by itself (`itself`), the program once the person has given the password of
 * an administrator (`password`), or only whoever installed it (`administrator`): then an update is only told of.
 */
export const UpdatedBy = z.enum(['itself', 'password', 'administrator']);
export type UpdatedBy = z.infer<typeof UpdatedBy>;

/**
 * What is newer and not for this computer, and why: its system is too old (`system`), or that version did not start here
 * (`failed-before`).
 */
export const UpdateNotForHere = z.object({ version: z.string(), reason: z.enum(['system', 'failed-before']) });
export type UpdateNotForHere = z.infer<typeof UpdateNotForHere>;

/** What is offered. */
export const UpdateRelease = z.object({
  version: z.string(),
  publishedAt: Instant,
  /** Plain text of several lines; may be empty. */
  notes: z.string(),
});
export type UpdateRelease = z.infer<typeof UpdateRelease>;

const looking = {
  channel: UpdateChannel,
  updatedBy: UpdatedBy,
  /** When the server last answered with something that is rightly signed and in date; null while it never did. */
  checkedAt: Instant.nullable(),
  /** Why the last check, download or installation failed; null after one that succeeded. */
  problem: AppErrorView.nullable(),
};

export const UpdateView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('off'), reason: UpdatesOff }),
  /** Nothing newer is offered. */
  z.object({ status: z.literal('idle'), ...looking, newer: UpdateNotForHere.optional() }),
  z.object({ status: z.literal('checking'), ...looking }),
  z.object({
    status: z.literal('available'),
    ...looking,
    release: UpdateRelease,
    /** Until when it is left alone by itself, and by whose wish; a person may fetch it all the same, unless a policy says so. */
    deferred: z.object({ until: Instant, by: z.enum(['policy', 'person']) }).nullable(),
    /** Whether `updates.download` may be asked for. */
    canDownload: z.boolean(),
  }),
  z.object({
    status: z.literal('downloading'),
    ...looking,
    release: UpdateRelease,
    /** From 0 to 100; null while the size is not known. */
    percent: z.number().nullable(),
  }),
  /** It is on this computer. It is put in place when the program ends, or by `updates.restart`. */
  z.object({
    status: z.literal('ready'),
    ...looking,
    release: UpdateRelease,
    /** Why a restart is refused now; null when it may be asked for. */
    heldBy: RestartHold.nullable(),
    /** Until when the person does not want to be reminded; null when they never said so. */
    laterUntil: Instant.nullable(),
  }),
  /** A version did not start twice, and the one before it is back. Stays until `updates.later`, or until something newer is found. */
  z.object({ status: z.literal('rolled-back'), ...looking, from: z.string(), to: z.string() }),
]);
export type UpdateView = z.infer<typeof UpdateView>;

/** What a person may choose, and what of it an administrator has chosen already. */
export const UpdateChoices = z.object({
  mode: UpdateMode,
  channel: UpdateChannel,
  /** Chosen by the administrator, or not to be chosen here at all. */
  fixed: z.array(z.enum(['mode', 'channel'])),
});
export type UpdateChoices = z.infer<typeof UpdateChoices>;
