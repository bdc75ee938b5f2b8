/** What a command line asks of the program, command by command, and what comes back as plain data. */

import { auditFaults, auditSeals } from '../audit.ts';
import { ChecksView } from '../checks.ts';
import { DoctorReport } from '../doctor.ts';
import { LARGEST_ENV_BYTES } from '../env-file.ts';
import { AppErrorView } from '../error-view.ts';
import { GrantView } from '../state.ts';
import { z } from '../zod.ts';

/** A profile by its name or its id; a connection by its label or its id. */
const Name = z.string().min(1).max(256);
const profile = Name.nullable();
const connection = Name.nullable();

/** Base64 takes four characters for three bytes. */
const LONGEST_FILE = Math.ceil((LARGEST_ENV_BYTES + 1) / 3) * 4;

const ofConnection = { profile: Name, connection };

/** Each is what one command asks; `command` is its name in the table of commands. */
export const ConsoleRequest = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('doctor'), profile }),
  z.strictObject({ command: z.literal('auth status'), profile }),
  z.strictObject({ command: z.literal('auth sign-in'), ...ofConnection }),
  z.strictObject({ command: z.literal('auth sign-out'), ...ofConnection }),
  z.strictObject({ command: z.literal('auth renew'), ...ofConnection }),
  z.strictObject({ command: z.literal('token test'), profile, connection, reveals: z.boolean() }),
  z.strictObject({ command: z.literal('open'), link: z.string().max(5_000) }),
  z.strictObject({ command: z.literal('profile list') }),
  z.strictObject({ command: z.literal('profile check'), profile }),
  /** What is in the file, in base64: the program that runs may be in another folder. */
  z.strictObject({ command: z.literal('profile import'), content: z.base64().max(LONGEST_FILE) }),
  z.strictObject({ command: z.literal('profile export'), profile, withSecrets: z.boolean() }),
  z.strictObject({ command: z.literal('audit verify') }),
  z.strictObject({ command: z.literal('status') }),
]);
export type ConsoleRequest = z.infer<typeof ConsoleRequest>;
export type ConsoleCommand = ConsoleRequest['command'];

/** An instant, as ISO 8601 in UTC. */
const Instant = z.iso.datetime();

export const SignInStatus = z.object({
  profile: z.string().describe('Name of the profile'),
  connection: z.string().describe('Label of the connection'),
  status: GrantView.shape.status.describe(
    '`signed-in`, `renewing`, `signed-out`, or `ended`: only a new sign-in helps',
  ),
  person: z.string().nullable().describe('Name by which the data platform knows whoever is signed in'),
  isServiceAccount: z.boolean().describe('No person signs in there'),
  expiresAt: Instant.nullable().describe('When the present token ends'),
  renewsAt: Instant.nullable().describe('When it is renewed next; null where it cannot be'),
  scopes: z.array(z.string()).describe('What was granted'),
  problem: AppErrorView.nullable().describe('The last failure: its code, and values for its words'),
});
export type SignInStatus = z.infer<typeof SignInStatus>;

const Connections = z.object({ connections: z.array(SignInStatus).describe('One for each connection') });

export const TokenTest = z.object({
  profile: z.string().describe('Name of the profile'),
  connection: z.string().describe('Label of the connection'),
  server: z.string().describe('Where people sign in'),
  isSignedInNow: z.boolean().describe('Nobody was signed in before this command'),
  token: z
    .object({
      form: z.enum(['jwt', 'opaque']).describe('Only a JWT can be read'),
      claims: z.record(z.string(), z.string()).describe('Each claim as JSON, unverified; empty for an opaque token'),
    })
    .describe('The access token, never itself'),
  lifetime: z.object({
    obtainedAt: Instant.describe('When it was given'),
    expiresAt: Instant.describe('When it ends'),
    secondsLeft: z.int().describe('How long it is good for'),
    isAssumed: z.boolean().describe('The server did not say when it ends'),
    isRenewable: z.boolean().describe('Whether it renews itself'),
  }),
  scopes: z.object({
    requested: z.array(z.string()).describe('What was asked for'),
    granted: z.array(z.string()).describe('What was given'),
    problem: AppErrorView.nullable().describe('What is missing; null where nothing is'),
  }),
  identity: z.object({
    asked: z.enum(['scim-me', 'sign-in']).describe('SCIM Me, where the platform has it; else what the sign-in said'),
    userName: z.string().nullable().describe('Who it is'),
    problem: AppErrorView.nullable().describe('Why that is not known'),
  }),
  session: z
    .object({
      workbook: z.string().nullable().describe('For which it was signed; null where the profile has none'),
      length: z.int().nullable().describe('Length of its address in bytes'),
      endsAt: Instant.nullable().describe('When it ends'),
      signature: z.enum(['right', 'wrong', 'unknown']).describe('Whether it fits the embed secret'),
      claims: z.enum(['right', 'wrong', 'unknown']).describe('Whether times, issuer and id are as Sigma wants them'),
      tokens: z.int().describe('How many encrypted tokens are in it'),
      readable: z.int().describe('How many of them Sigma can read, and are those of the sign-ins'),
      problem: AppErrorView.nullable().describe('Why none could be signed'),
    })
    .describe('A session that goes nowhere, verified as Sigma would'),
  isRight: z.boolean().describe('Whether nothing is wrong'),
  revealed: z.string().nullable().describe('The access token itself, only with `--reveal`'),
});
export type TokenTest = z.infer<typeof TokenTest>;

/** What each command answers, which is what `--json` prints. */
export const consoleResults = {
  doctor: DoctorReport,
  'auth status': Connections,
  'auth sign-in': Connections,
  'auth sign-out': Connections,
  'auth renew': Connections,
  'token test': TokenTest,
  open: z.object({}),
  'profile list': z.object({
    profiles: z.array(
      z.object({
        id: z.uuid().describe('Its id'),
        name: z.string().describe('Its name'),
        sigma: z.string().describe('Address of Sigma'),
        workbooks: z.array(z.object({ id: z.uuid(), title: z.string() })).describe('Its workbooks'),
        connections: z.array(z.object({ id: z.uuid(), label: z.string() })).describe('Its connections'),
        hasEmbedSecret: z.boolean().describe('Whether its embed secret is stored'),
      }),
    ),
  }),
  'profile check': z.object({
    profiles: z.array(z.object({ profile: z.string().describe('Its name'), checks: ChecksView })),
  }),
  'profile import': z.object({
    profileId: z.string().describe('The profile that the file made or changed'),
    profileName: z.string().describe('Its name'),
    changes: z.int().nullable().describe('How many values it changed; null for a new profile'),
  }),
  'profile export': z.object({
    profileName: z.string().describe('Its name'),
    content: z.string().describe('The file'),
    hasSecrets: z.boolean().describe('Whether its secrets are in it, under the passphrase'),
  }),
  'audit verify': z.object({
    fault: z
      .object({
        kind: z.enum(auditFaults).describe('What is wrong first'),
        file: z.string().nullable().describe('In which file'),
        line: z.int().nullable().describe('In which line'),
        missing: z.int().describe('How many entries are missing, as far as that is known'),
      })
      .nullable()
      .describe('Null where the trail is whole'),
    records: z.int().describe('Entries that are as they were written'),
    lastAt: Instant.nullable().describe('When the last of them was made'),
    marks: z.int().describe('Marks that tell of disturbances'),
    seal: z.enum(auditSeals).describe('Whether its end is sealed'),
  }),
  status: z.object({
    isRunning: z.boolean().describe('Whether Sightglass runs'),
    heartbeat: z.unknown().describe('What the program says of itself; null where it says nothing'),
  }),
} as const satisfies Record<ConsoleCommand, z.ZodType>;

export type ConsoleResult<Command extends ConsoleCommand> = z.infer<(typeof consoleResults)[Command]>;
/** The request of a command. */
export type RequestOf<Command extends ConsoleCommand> = Extract<ConsoleRequest, { command: Command }>;
