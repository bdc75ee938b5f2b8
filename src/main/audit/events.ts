/**
 * Every event of the audit trail: what it tells, and each of its fields. The types of what may be recorded, the columns of
 * a table and the documents come from here. Never a token, a secret, a signed URL or the value of a control.
 */

import type { AuditEventName, AuditValue } from '../../shared/audit.ts';
import { z } from '../../shared/zod.ts';

export interface AuditField {
  readonly schema: z.ZodType<AuditValue>;
  readonly says: string;
  /** Whether it says who somebody is, or what they looked at. */
  readonly isPersonal: boolean;
}

const LONGEST = 500;
const MOST = 64;
/** Longer ones are cut: a record is one line. */
const text = z.string().transform((value) => value.slice(0, LONGEST));
const texts = z.array(text).transform((values) => values.slice(0, MOST));
const count = z.number().int().nonnegative();
/** Milliseconds since the epoch in, ISO 8601 in UTC out. */
const instant = z.number().transform((at) => new Date(at).toISOString());

const plain = <Schema extends z.ZodType<AuditValue>>(schema: Schema, says: string) =>
  ({ schema, says, isPersonal: false }) as const;
const personal = <Schema extends z.ZodType<AuditValue>>(schema: Schema, says: string) =>
  ({ schema, says, isPersonal: true }) as const;

const ofProfile = {
  profileId: plain(text, 'The profile, by its id'),
  profile: plain(text, 'What the profile is called'),
};
const ofConnection = {
  ...ofProfile,
  connectionId: plain(text, 'The connection, by its id'),
  connection: plain(text, 'What the connection is called'),
  provider: plain(text, 'The kind of authorization server'),
};
const ofPerson = {
  ...ofConnection,
  isServiceAccount: plain(z.boolean(), 'Whether it is a service account, and no person'),
  platformUser: personal(text.nullable(), 'The name that the data platform knows; null where nobody said'),
  platformId: personal(text.nullable(), 'The id that the data platform, or the identity provider, has for it'),
};
const failure = { code: plain(text, 'The code of the error; Troubleshooting has it') };
const tokenEnd = plain(instant, 'When the access token expires');

/** Profile and connection are empty where it is about none. */
const ofAlarm = {
  ...ofConnection,
  alarmId: plain(text, 'The same when it is raised and when it ends'),
  alarm: plain(text, 'What kind of alarm'),
  reason: plain(text.nullable(), 'Why: the code of an error, what a wall waits for, or what the system said'),
};

/** A field that tells of the policy. */
const keys = (says: string) => plain(texts, says);

export const auditEvents = {
  'sign-in.done': {
    says: 'A person or a service account signed in.',
    fields: { ...ofPerson, scopes: plain(texts, 'What the server granted'), tokenExpiresAt: tokenEnd },
  },
  'sign-in.taken-up': {
    says: 'A sign-in of an earlier run was read from the vault and is in use again.',
    fields: { ...ofPerson, tokenExpiresAt: tokenEnd },
  },
  'sign-in.refused': {
    says: 'A sign-in ended without a grant: refused, failed or cancelled.',
    fields: { ...ofConnection, ...failure },
  },
  'sign-in.ended': {
    says: 'The server no longer accepts a sign-in, or it could not be renewed in time; nothing of it is kept.',
    fields: { ...ofPerson, ...failure },
  },
  'renewal.done': { says: 'A sign-in has a newer token.', fields: { ...ofPerson, tokenExpiresAt: tokenEnd } },
  'renewal.failed': { says: 'A renewal failed; another try follows.', fields: { ...ofPerson, ...failure } },
  'sign-out.done': { says: 'A person signed out, or a connection was taken away.', fields: ofPerson },
  'session.signed': {
    says: 'A session of Sigma was signed: what is in its claims, without tokens.',
    fields: {
      ...ofProfile,
      jti: plain(text, '`jti` of the signed token: one for each load'),
      sigmaUser: personal(text, '`sub`: the e-mail address that Sigma knows'),
      platformUsers: personal(texts, 'Who is signed in to the connections whose tokens are in it'),
      connections: plain(texts, 'What those connections are called'),
      accountType: plain(text.nullable(), '`account_type`; null for an internal user'),
      teams: personal(texts, '`teams`'),
      attributes: personal(texts, '`user_attributes`, each as name=value'),
      tenant: plain(text.nullable(), '`tenant`'),
      embedClientId: plain(text, '`iss`: the embed client'),
      evalConnectionId: plain(text.nullable(), '`eval_connection_id`'),
      sigmaConnectionIds: plain(texts, 'The Sigma connections that got a token of their own'),
      hasOrganisationToken: plain(z.boolean(), 'Whether there is a token for the whole organisation'),
      document: personal(text, 'Host and path at which the load began, without query'),
      workbook: personal(
        text.nullable(),
        'The title of the workbook; null for a document that the profile does not name',
      ),
      issuedAt: plain(instant, '`iat`'),
      endsAt: plain(instant, '`exp`'),
      grantsEndAt: plain(instant.nullable(), 'When the first of the tokens in it expires; null without one'),
      endsWithinGrants: plain(z.boolean(), 'Whether the session ended no later than that, as it must'),
    },
  },
  'session.refused': { says: 'A session could not be signed.', fields: { ...ofProfile, ...failure } },
  'download.done': {
    says: 'A file of a workbook is in the folder of downloads; never its content.',
    fields: {
      ...ofProfile,
      workbook: personal(text, 'The title of the workbook'),
      file: personal(text, 'The name of the file'),
      bytes: plain(count, 'Its size'),
    },
  },
  'download.failed': {
    says: 'A file of a workbook was not received, or could not be put into its place.',
    fields: {
      ...ofProfile,
      workbook: personal(text, 'The title of the workbook'),
      file: personal(text, 'The name of the file'),
      ...failure,
    },
  },
  'download.refused': {
    says: 'A workbook offered a file that can run as a program; it was refused.',
    fields: {
      ...ofProfile,
      workbook: personal(text, 'The title of the workbook'),
      kind: plain(text, 'The ending of its name'),
    },
  },
  'picture.copied': {
    says: 'A picture of a workbook was put on the clipboard.',
    fields: { ...ofProfile, workbook: personal(text, 'The title of the workbook') },
  },
  'picture.printed': {
    says: 'Pages of a workbook were handed to the dialog of the printer; whether they were printed is not known.',
    fields: { ...ofProfile, workbook: personal(text, 'The title of the workbook') },
  },
  'profile.exported': {
    says: 'A profile was saved as a set-up file.',
    fields: { ...ofProfile, hasSecrets: plain(z.boolean(), 'Whether sealed secrets are in it') },
  },
  'trail.exported': {
    says: 'The audit trail was saved as a file.',
    fields: {
      format: plain(text, '`jsonl` or `csv`'),
      file: personal(text, 'The name of the file'),
      records: plain(count, 'How many records'),
    },
  },
  'link.followed': {
    says: 'A link from outside, or an address that was pasted, led to a workbook or a profile.',
    fields: {
      profiles: plain(texts, 'What the profiles are called that it may mean'),
      workbooks: personal(texts, 'The titles of the workbooks that it may mean'),
      controls: plain(texts, 'The names of the controls that it would set, never their values'),
      isAsked: plain(z.boolean(), 'Whether the person was asked before anything was shown'),
    },
  },
  'link.refused': {
    says: 'A link from outside was not followed.',
    fields: { reason: plain(text, 'Why; nothing of the link') },
  },
  'profile.created': {
    says: 'A profile was set up.',
    fields: {
      ...ofProfile,
      sigma: plain(text, 'The origin of its Sigma'),
      embedClientId: plain(text, 'Its embed client'),
    },
  },
  'profile.changed': {
    says: 'A profile was changed.',
    fields: { ...ofProfile, changes: plain(texts, 'What changed, by name, without values') },
  },
  'profile.removed': { says: 'A profile was removed, and with it its secrets.', fields: ofProfile },
  'check.ended': {
    says: 'A person tested a set-up.',
    fields: {
      profile: plain(text, 'What the profile is called'),
      isSaved: plain(z.boolean(), 'Whether what was tested is saved as it is'),
      isCancelled: plain(z.boolean(), 'Whether it was stopped'),
      failed: plain(texts, 'The checks that failed'),
      warned: plain(texts, 'The checks with something to look at'),
    },
  },
  'doctor.run': {
    says: 'The doctor looked at this computer, and at a set-up where one was meant.',
    fields: {
      profile: plain(text.nullable(), 'What the profile is called; null for the computer alone'),
      isCancelled: plain(z.boolean(), 'Whether it was stopped'),
      failed: plain(texts, 'The checks that failed'),
      warned: plain(texts, 'The checks with something to look at'),
    },
  },
  'doctor.report-saved': {
    says: 'A report of the doctor was saved as a file.',
    fields: {
      file: personal(text, 'The name of the file'),
      withNames: plain(z.boolean(), 'Whether names are in it'),
    },
  },
  'alarm.raised': {
    says: 'Something needs somebody.',
    fields: ofAlarm,
  },
  'alarm.ended': {
    says: 'What needed somebody is over.',
    fields: { ...ofAlarm, since: plain(instant, 'When it was raised') },
  },
  'policy.read': {
    says: 'The program started on a computer with a policy.',
    fields: {
      keys: keys('Its keys'),
      notUnderstood: keys('Those that are not understood'),
      fault: plain(text.nullable(), 'What is wrong with its place'),
    },
  },
  'policy.changed': {
    says: 'The policy is another one than at the last start, or became another one while the program runs, where it takes effect at the next start.',
    fields: { added: keys('New keys'), removed: keys('Keys that are gone'), changed: keys('Keys with another value') },
  },
  'program.started': {
    says: 'The program started.',
    fields: { version: plain(text, 'Its version'), system: plain(text, 'Operating system and processor') },
  },
  'program.ended': { says: 'The program ended in order.', fields: {} },
  'trail.file': {
    says: 'A file of the trail begins; its `prev` is the end of the file before.',
    fields: { number: plain(count, 'Its number') },
  },
  'trail.switched': {
    says: 'Recording was switched on or off. While it is off, nothing else is recorded.',
    fields: { isOn: plain(z.boolean(), 'Whether it is on from here on') },
  },
  'trail.pruned': {
    says: 'The oldest files were removed, as settings and policy have it.',
    fields: {
      files: plain(count, 'How many files'),
      through: plain(count, 'The number of the last record that went'),
      reason: plain(z.enum(['age', 'size']), 'Because of their age, or of the size of all'),
    },
  },
  'trail.mended': {
    says: 'The line before was broken off, as by a crash or a full disk, and counts as no record.',
    fields: { bytes: plain(count, 'The length of that line'), sha256: plain(text, 'Its SHA-256') },
  },
  'trail.gap': {
    says: 'The trail could not be written for a while, and what happened was too much to be kept in memory.',
    fields: {
      dropped: plain(count, 'How many records are missing'),
      code: plain(text, 'What the system said, such as ENOSPC'),
    },
  },
  'trail.disturbed': {
    says: 'The file of the trail is not as the program left it: somebody else wrote in it, cut it or took it away.',
    fields: { expectedBytes: plain(count, 'How long it was'), foundBytes: plain(count, 'How long it is') },
  },
  'trail.reset': {
    says: 'At a start, the end of the trail was not what its head says.',
    fields: {
      reason: plain(z.enum(['headMissing', 'headForged', 'headUnsealed', 'endMissing', 'rewritten']), 'What was found'),
    },
  },
} as const satisfies Record<AuditEventName, { readonly says: string; readonly fields: Record<string, AuditField> }>;

type Fields<Name extends AuditEventName> = (typeof auditEvents)[Name]['fields'];
/** What is given for an event. */
export type AuditInput<Name extends AuditEventName> = {
  readonly [Field in keyof Fields<Name>]: Fields<Name>[Field] extends {
    readonly schema: infer Schema extends z.ZodType;
  }
    ? z.input<Schema>
    : never;
};

/** Takes one record: the one way into the trail. */
export type Tell = <Name extends AuditEventName>(event: Name, data: AuditInput<Name>) => void;

/** What is stored of what was given: the fields of the event alone. */
export function dataOf<Name extends AuditEventName>(event: Name, data: AuditInput<Name>): Record<string, AuditValue> {
  const fields: Readonly<Record<string, AuditField>> = auditEvents[event].fields;
  const given: Readonly<Record<string, unknown>> = data;
  return Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema.parse(given[name])]));
}

/** The names of all fields, in the order in which they first stand in the table. */
export const auditFieldNames: readonly string[] = [
  ...new Set(Object.values(auditEvents).flatMap(({ fields }) => Object.keys(fields))),
];
