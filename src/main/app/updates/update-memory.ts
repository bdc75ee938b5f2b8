/** What is remembered of updates from run to run, in the settings. */

import { UpdateChannel, UpdateMode } from '../../../shared/updates.ts';
import { z } from '../../../shared/zod.ts';
import type { SettingsStore } from '../../settings/profiles.ts';
import { storing } from '../../settings/storing.ts';

const KEY = 'updates';

const Stored = z.object({
  mode: UpdateMode.optional().catch(undefined),
  channel: UpdateChannel.optional().catch(undefined),
  /** Of this installation, for roll-outs. */
  installId: z.uuid().optional().catch(undefined),
  later: z.object({ version: z.string(), until: z.number() }).optional().catch(undefined),
  /** When the newest description of each name was signed. */
  newestSeen: z.record(z.string(), z.number()).default({}).catch({}),
  failedVersions: z.array(z.string()).max(64).default([]).catch([]),
});
type Stored = z.output<typeof Stored>;

export interface UpdateMemory {
  read(): Stored;
  /** In memory at once; resolves when it is stored. @throws AppError `settings_write_failed` */
  change(change: Partial<Stored>): Promise<void>;
}

export function openUpdateMemory(settings: SettingsStore): UpdateMemory {
  let kept = Stored.safeParse(settings.get(KEY) ?? {}).data ?? Stored.parse({});
  return {
    read: () => kept,
    async change(change) {
      kept = { ...kept, ...change };
      await storing(settings.assign({ [KEY]: kept }));
    },
  };
}
