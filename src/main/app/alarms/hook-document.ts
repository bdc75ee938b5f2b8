/** What a hook is told of an alarm: no name of a person, of a workbook or of a computer, and nothing secret. */
import { alarmKinds } from '../../../shared/alarms.ts';
import { z } from '../../../shared/zod.ts';
import { isoOf } from '../status/program-status.ts';
import type { Alarm } from './alarm-rules.ts';

/** Raised when a field goes, or means something else. New fields come without. */
export const HOOK_SCHEMA = 1;

/** Also as the file has it in which one waits for the next run. */
const Id = z.string().max(64);
const Word = z.string().max(200);
export const HookDocument = z.strictObject({
  schema: z.literal(HOOK_SCHEMA),
  program: z.literal('sightglass'),
  version: Word,
  /** Operating system and processor. */
  platform: Word,
  /** Of this copy on this computer for this person: random, and the same for ever. */
  installation: Id,
  event: z.enum(['raised', 'ended']),
  /** When that was. */
  time: z.iso.datetime(),
  alarm: z.strictObject({
    /** The same when it is raised and when it ends. */
    id: Id,
    kind: z.enum(alarmKinds),
    since: z.iso.datetime(),
    reason: Word.nullable(),
    profileId: Id.nullable(),
    connectionId: Id.nullable(),
    /** The kind of authorization server; null where it is about no sign-in. */
    provider: Word.nullable(),
  }),
});
export type HookDocument = z.infer<typeof HookDocument>;

export interface HookParts extends Pick<HookDocument, 'version' | 'platform' | 'installation' | 'event'> {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly provider: string | null;
}

export function hookDocument(alarm: Alarm, parts: HookParts): HookDocument {
  const { version, platform, installation, event, now, provider } = parts;
  const { id, kind, since, reason, profileId, connectionId } = alarm;
  return {
    schema: HOOK_SCHEMA,
    program: 'sightglass',
    version,
    platform,
    installation,
    event,
    time: isoOf(now),
    alarm: { id, kind, since: isoOf(since), reason, profileId, connectionId, provider },
  };
}
