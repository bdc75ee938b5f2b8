/** Whether a window hangs on a wall, kept so that a start after a power cut finds it. */
import { z } from 'zod';
import { codeOf } from '../../../shared/errors.ts';
import type { Log } from '../../log/log.ts';
import type { SettingsStore } from '../../settings/profiles.ts';

const KEY = 'wall';

/** What is not understood is no wall. */
const Stored = z.object({ isOn: z.boolean() });

export interface WallStore {
  isOn(): boolean;
  /** Never rejects: a wall that is not remembered is there until the program ends. */
  keep(isOn: boolean): Promise<void>;
}

/** @param store the file of what windows had open; null where there is none */
export function openWallStore(store: SettingsStore | null, log: Pick<Log, 'warn'>): WallStore {
  const found = Stored.safeParse(store?.get(KEY));
  let isOn = found.success && found.data.isOn;
  return {
    isOn: () => isOn,
    async keep(next) {
      if (isOn === next) return;
      isOn = next;
      try {
        await store?.assign({ [KEY]: { isOn } });
      } catch (error) {
        log.warn('wall.not-kept', { code: codeOf(error) });
      }
    },
  };
}
