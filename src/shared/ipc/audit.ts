/** Requests about the audit trail: its page reads it, has it checked and saves it. */

import { AUDIT_PAGE, auditFaults, auditFormats, auditKinds, auditSeals } from '../audit.ts';
import { z } from '../zod.ts';
import { nothing, type RequestDefinition } from './request.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** A record as a person reads it; what chains it is in the file alone. */
export const AuditEntry = z.object({
  seq: z.number().int(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** One of `auditEventNames`, or one of a later version. */
  event: z.string(),
  data: z.record(z.string(), value),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** A place besides the file that is told each entry. */
export const AuditOutlet = z.object({
  id: z.enum(['systemLog', 'collector']),
  /** What the system or the server said last; null where it takes what it is given. */
  problem: z.string().nullable(),
  waiting: z.number().int(),
  dropped: z.number().int(),
});
export type AuditOutlet = z.infer<typeof AuditOutlet>;

export const AuditAnswer = z.object({
  /** The newest first. */
  entries: z.array(AuditEntry).max(AUDIT_PAGE),
  /** Whether there are older ones that fit. */
  hasMore: z.boolean(),
  isOn: z.boolean(),
  setByAdministrator: z.boolean(),
  /** Why it cannot be written now, in the words of the system, such as ENOSPC; null where it can. */
  problem: z.string().nullable(),
  outlets: z.array(AuditOutlet),
});
export type AuditAnswer = z.infer<typeof AuditAnswer>;
/** How the trail is doing now. */
export type AuditCondition = Pick<AuditAnswer, 'isOn' | 'problem' | 'outlets'>;

export const AuditVerdict = z.object({
  /** Null where nothing is wrong. */
  fault: z
    .object({
      kind: z.enum(auditFaults),
      /** The name of the file; null where it is about no line. */
      file: z.string().nullable(),
      line: z.number().int().nullable(),
      missing: z.number().int(),
    })
    .nullable(),
  /** The entries that are as they were written, up to the fault. */
  records: z.number().int(),
  /** When the last of them was made, in milliseconds since the epoch; null without any. */
  lastAt: z.number().nullable(),
  /** How many marks in the trail tell of disturbances. */
  marks: z.number().int(),
  seal: z.enum(auditSeals),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

const instant = z.number().nullable();

export const auditRequests = {
  /** The newest entries that fit, before one that is known. */
  'audit.read': {
    input: z.strictObject({
      query: z.string().max(200),
      kind: z.enum(auditKinds).nullable(),
      /** From this instant on, and before that one; milliseconds since the epoch. */
      from: instant,
      until: instant,
      before: z.int().positive().nullable(),
    }),
    output: AuditAnswer,
    changes: false,
  },
  'audit.verify': { input: nothing, output: AuditVerdict, changes: false },
  /** Asks the person for a place, and saves all entries there. */
  'audit.export': {
    input: z.strictObject({ format: z.enum(auditFormats) }),
    output: z.object({ isSaved: z.boolean() }),
    changes: true,
  },
} as const satisfies Record<string, RequestDefinition>;
