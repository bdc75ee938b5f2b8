/** What a hook is told of an alarm: no name of a person, of a workbook or of a computer, and nothing secret. */
import { isoOf } from '../status/program-status.ts';
import type { Alarm } from './alarm-rules.ts';

/** Raised when a field goes, or means something else. New fields come without. */
export const HOOK_SCHEMA = 1;

export interface HookDocument {
  readonly schema: typeof HOOK_SCHEMA;
  readonly program: 'sightglass';
  readonly version: string;
  /** Operating system and processor. */
  readonly platform: string;
  /** Of this copy on this computer for this person: random, and the same for ever. */
  readonly installation: string;
  readonly event: 'raised' | 'ended';
  readonly time: string;
  readonly alarm: {
    /** The same when it is raised and when it ends. */
    readonly id: string;
    readonly kind: Alarm['kind'];
    readonly since: string;
    readonly reason: string | null;
    readonly profileId: string | null;
    readonly connectionId: string | null;
    /** The kind of authorization server; null where it is about no sign-in. */
    readonly provider: string | null;
  };
}

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
