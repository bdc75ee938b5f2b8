/** Which windows hang on a wall, kept so that a start after a power cut finds it. */
import { isDeepStrictEqual } from 'node:util';
import { codeOf } from '../../../shared/errors.ts';
import { z } from '../../../shared/zod.ts';
import type { Log } from '../../log/log.ts';
import type { SettingsStore } from '../../settings/profiles.ts';

const KEY = 'wall';

/** What is not understood is no wall. */
const Stored = z.object({
  isOn: z.boolean(),
  /** Left out by earlier versions, which had one window. */
  windowIds: z.array(z.string().max(128)).max(100).optional(),
});

export interface WallStore {
  /** Those that hung when the last run ended. @param windows all that are open, the first one first */
  ofLastRun(windows: readonly string[]): readonly string[];
  /** Never rejects: a wall that is not remembered is there until the program ends. */
  keep(windowIds: readonly string[]): Promise<void>;
}

/** @param store the file of what windows had open; null where there is none */
export function openWallStore(store: SettingsStore | null, log: Pick<Log, 'warn'>): WallStore {
  const found = Stored.safeParse(store?.get(KEY));
  let known = found.data ?? { isOn: false };
  return {
    ofLastRun(windows) {
      const { isOn, windowIds } = known;
      if (!isOn) return [];
      const own = windows.filter((windowId) => windowIds?.includes(windowId));
      // A wall without its window, as after a damaged file, hangs in the first one.
      return own.length > 0 ? own : windows.slice(0, 1);
    },
    async keep(windowIds) {
      const next = { isOn: windowIds.length > 0, ...(windowIds.length > 0 && { windowIds: [...windowIds] }) };
      if (isDeepStrictEqual(next, known)) return;
      known = next;
      try {
        await store?.assign({ [KEY]: next });
      } catch (error) {
        log.warn('wall.not-kept', { code: codeOf(error) });
      }
    },
  };
}
