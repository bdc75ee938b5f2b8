/**
 * The events of the audit trail by name, and the kinds under which a person finds them. What each holds stands in
 * `src/main/audit/events.ts`, what it says to a person in the texts. No schema: a page reads it.
 */

/** By kind, in the order in which a person chooses among them. */
export const auditEventsByKind = {
  signIn: [
    'sign-in.done',
    'sign-in.taken-up',
    'sign-in.refused',
    'sign-in.ended',
    'renewal.done',
    'renewal.failed',
    'sign-out.done',
  ],
  session: ['session.signed', 'session.refused'],
  file: [
    'download.done',
    'download.failed',
    'download.refused',
    'picture.copied',
    'picture.printed',
    'profile.exported',
    'trail.exported',
  ],
  link: ['link.followed', 'link.refused'],
  profile: [
    'profile.created',
    'profile.changed',
    'profile.removed',
    'check.ended',
    'doctor.run',
    'doctor.report-saved',
  ],
  alarm: ['alarm.raised', 'alarm.ended'],
  policy: ['policy.read', 'policy.changed'],
  program: [
    'program.started',
    'program.ended',
    'trail.file',
    'trail.switched',
    'trail.pruned',
    'trail.mended',
    'trail.gap',
    'trail.disturbed',
    'trail.reset',
  ],
} as const;

export type AuditKind = keyof typeof auditEventsByKind;
export type AuditEventName = (typeof auditEventsByKind)[AuditKind][number];

export const auditKinds = Object.keys(auditEventsByKind) as [AuditKind, ...AuditKind[]];
export const auditEventNames: readonly AuditEventName[] = Object.values(auditEventsByKind).flat();

/** What a field of a record holds: plain values, so that they stand in a table and in a column as they are. */
export type AuditValue = string | number | boolean | null | readonly string[];
export type AuditData = Readonly<Record<string, AuditValue>>;

/** Marks that tell of the trail itself: it is whole with them, and a reader should know of them. */
export const auditMarks = ['trail.mended', 'trail.gap', 'trail.disturbed', 'trail.reset'] as const;

/** What is wrong first, where something is. */
export const auditFaults = [
  'changed',
  'missing',
  'extra',
  'unlinked',
  'rewritten',
  'endMissing',
  'beginningMissing',
  'headMissing',
  'headForged',
] as const;
export type AuditFault = (typeof auditFaults)[number];

/** How the head of the trail was kept: under a key of the keychain, without one, or not to be looked at for now. */
export const auditSeals = ['sealed', 'unsealed', 'locked'] as const;
export type AuditSeal = (typeof auditSeals)[number];

export const auditFormats = ['jsonl', 'csv'] as const;
export type AuditFormat = (typeof auditFormats)[number];

/** So many records a page asks for at once. */
export const AUDIT_PAGE = 100;
