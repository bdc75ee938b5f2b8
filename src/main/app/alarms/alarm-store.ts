/** The alarms in force, kept so that the next run does not raise them anew. */
import { alarmKinds } from '../../../shared/alarms.ts';
import { codeOf } from '../../../shared/errors.ts';
import { z } from '../../../shared/zod.ts';
import type { Log } from '../../log/log.ts';
import type { SettingsStore } from '../../settings/profiles.ts';
import type { Alarm } from './alarm-rules.ts';

const KEY = 'inForce';
const INSTALLATION = 'installation';
const MOST = 200;

const StoredAlarm = z.object({
  id: z.string().max(64),
  key: z.string().max(200),
  kind: z.enum(alarmKinds),
  profileId: z.string().max(64).nullable(),
  connectionId: z.string().max(64).nullable(),
  reason: z.string().max(100).nullable(),
  since: z.number(),
});

export interface AlarmStore {
  ofLastRun(): Alarm[];
  /** Never rejects: what is not kept is told once more by the next run. */
  keep(alarms: readonly Alarm[]): Promise<void>;
  /** A random name of this copy, the same for ever where it can be kept. */
  installation(): string;
}

export interface AlarmStoreOptions {
  /** Null: nothing is kept. */
  readonly store: SettingsStore | null;
  randomUuid(): string;
  readonly log: Pick<Log, 'warn'>;
}

export function openAlarmStore({ store, randomUuid, log }: AlarmStoreOptions): AlarmStore {
  let installation: string | null = null;
  async function assign(values: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await store?.assign(values);
    } catch (error) {
      log.warn('alarm.not-kept', { code: codeOf(error) });
    }
  }
  return {
    ofLastRun() {
      const found = store?.get(KEY);
      // What is not understood is no alarm: what is still so is raised anew.
      const known = Array.isArray(found) ? found.slice(0, MOST).map((one) => StoredAlarm.safeParse(one)) : [];
      return known.flatMap(({ data }) => (data ? { ...data, isOfLastRun: true } : []));
    },
    keep: (alarms) => assign({ [KEY]: alarms.slice(0, MOST).map(({ isOfLastRun: _, ...alarm }) => alarm) }),
    installation() {
      if (installation !== null) return installation;
      const kept = z.uuid().safeParse(store?.get(INSTALLATION));
      installation = kept.data ?? randomUuid();
      if (!kept.success) void assign({ [INSTALLATION]: installation });
      return installation;
    },
  };
}
