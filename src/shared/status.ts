/**
 * How the program is, as one document: what its heartbeat writes into a file and what `sightglass status --json` prints. It
 * names no person, no workbook and no file, and holds nothing secret. docs/administrator/monitoring.md has its fields.
 */
import { alarmKinds } from './alarms.ts';
import { VaultBackend } from './state.ts';
import { z } from './zod.ts';

/** Raised when a field goes, or means something else. New fields come without. */
export const STATUS_SCHEMA = 1;

/** By the servers as soon as one has told the time. */
const Instant = z.iso.datetime();
const Count = z.int().nonnegative();
/** Of an error; docs/administrator/troubleshooting.md has them. A text, since a later version may have others. */
const Code = z.string();

export const AlarmStatus = z.object({
  /** One for each time that it was raised: the same in the trail and in what a hook is told. */
  id: z.string(),
  kind: z.enum(alarmKinds),
  since: Instant,
  profileId: z.string().nullable(),
  connectionId: z.string().nullable(),
  /** Why: the code of an error, what a wall waits for, or what the system said. Null where the kind says all there is. */
  reason: z.string().nullable(),
});
export type AlarmStatus = z.infer<typeof AlarmStatus>;

export const ConnectionStatus = z.object({
  profileId: z.string(),
  connectionId: z.string(),
  /** What a person called the profile and the connection; null unless the settings allow it. */
  profile: z.string().nullable(),
  connection: z.string().nullable(),
  /** The kind of authorization server, such as `databricks`. */
  provider: z.string(),
  isServiceAccount: z.boolean(),
  /** `ended`: there was a sign-in, and a person has to sign in again. */
  state: z.enum(['signed-out', 'signed-in', 'renewing', 'ended']),
  /** Of the access token. */
  expiresAt: Instant.nullable(),
  isRenewable: z.boolean(),
  renewsAt: Instant.nullable(),
  /** From when on no renewal helps and a person has to sign in, as far as the server said; null where that is not known. */
  endsAt: Instant.nullable(),
  /** The last renewal of this run, and otherwise the last one that succeeded; null where there was none. */
  lastRenewal: z.object({ at: Instant, outcome: z.enum(['done', 'failed']), code: Code.nullable() }).nullable(),
  /** What is wrong with it now. */
  problem: Code.nullable(),
});
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

const Outlet = z.object({ waiting: Count, dropped: Count, problem: z.string().nullable() });

export const ProgramStatus = z.object({
  schema: z.literal(STATUS_SCHEMA),
  program: z.literal('sightglass'),
  version: z.string(),
  /** Operating system and processor, such as `linux x64`. */
  platform: z.string(),
  /** `ended`: it was the last that this process wrote, when it ended in order. */
  state: z.enum(['running', 'ended']),
  /** When this was so. Of a file that is older than a few minutes, nobody knows what is so now. */
  time: Instant,
  pid: z.int(),
  startedAt: Instant,
  uptimeSeconds: Count,
  /** Whether no alarm is in force. */
  isWell: z.boolean(),
  alarms: z.array(AlarmStatus),
  isOnline: z.boolean(),
  isManaged: z.boolean(),
  connections: z.array(ConnectionStatus),
  /** Of all windows: loaded and well, on their way, failed, and tabs that are asleep. */
  workbooks: z.object({ live: Count, loading: Count, failed: Count, asleep: Count }),
  windows: Count,
  /** One for each window on a wall. */
  walls: z.array(
    z.object({
      /** Whether it shows a workbook, be it as old as it may. */
      hasPicture: z.boolean(),
      /** What it waits for; null while all is well. */
      lacks: z.enum(['sign-in', 'network', 'workbooks', 'answer']).nullable(),
      tabs: Count,
      /** How many of them failed again and again. */
      failing: Count,
      /** Why the first of those that did not come did not; null while all come. Left out by versions that did not know it. */
      problem: Code.nullable().default(null),
    }),
  ),
  vault: z.object({
    mode: z.enum(['encrypted', 'memory']),
    backend: VaultBackend,
    /** Whether the keychain did not answer when it was asked last, though it did before. */
    isLocked: z.boolean(),
  }),
  /** How far the clock of the computer is ahead of the servers; null while none has told the time. */
  clock: z.object({ aheadSeconds: z.int().nullable(), isWrong: z.boolean() }),
  audit: z.object({
    isOn: z.boolean(),
    /** What the system said, such as ENOSPC; null while it is written. */
    problem: z.string().nullable(),
    systemLog: Outlet.nullable(),
    collector: Outlet.nullable(),
  }),
  /** Where alarms are told besides: null where nobody set it. */
  hooks: z.object({ address: Outlet.nullable(), command: Outlet.nullable() }),
  updates: z.object({
    status: z.enum(['off', 'idle', 'checking', 'available', 'downloading', 'ready', 'rolled-back']),
    /** What is offered, or ready. */
    version: z.string().nullable(),
  }),
});
export type ProgramStatus = z.infer<typeof ProgramStatus>;
