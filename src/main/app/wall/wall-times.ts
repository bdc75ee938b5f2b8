/**
 * How long a wall shows each stop, and which it leaves out, where a person chose that for one: by workbook, page and bookmark.
 * Ids alone are kept.
 */

import { codeOf } from '../../../shared/errors.ts';
import type { LinkPlace } from '../../../shared/open-link.ts';
import { z } from '../../../shared/zod.ts';
import type { Log } from '../../log/log.ts';
import type { SettingsStore } from '../../settings/profiles.ts';

const KEY = 'wallTimes';
/** More stops no wall has; the one that was chosen last stays longest. */
const MOST = 200;

/** For so long it is not shown at all. */
export const LEFT_OUT = 0;

const Seconds = z.union([z.literal(LEFT_OUT), z.int().min(5).max(86_400)]);
const Time = z.object({ stop: z.string().max(512), seconds: Seconds });
/** What is not understood is nothing: such a stop has the time of all others. */
const Stored = z.array(Time).max(MOST).catch([]);

export type WallStopPlace = Pick<LinkPlace, 'page' | 'bookmark'> & { readonly workbookId: string };

export interface WallTimes {
  /** Null: as long as the settings say for all. `LEFT_OUT`: it is no stop. */
  secondsOf(stop: WallStopPlace): number | null;
  /** In memory at once. Never rejects: what is not stored is good until the program ends. */
  choose(stop: WallStopPlace, seconds: number | null): Promise<void>;
}

const nameOf = ({ workbookId, page, bookmark }: WallStopPlace): string => JSON.stringify([workbookId, page, bookmark]);

/** @param store the file of what windows had open; null where there is none */
export function openWallTimes(store: SettingsStore | null, log: Pick<Log, 'warn'>): WallTimes {
  let times = Stored.parse(store?.get(KEY) ?? []);
  return {
    secondsOf: (place) => times.find(({ stop }) => stop === nameOf(place))?.seconds ?? null,
    async choose(place, seconds) {
      const stop = nameOf(place);
      const others = times.filter((one) => one.stop !== stop);
      times = (seconds === null ? others : [{ stop, seconds }, ...others]).slice(0, MOST);
      try {
        await store?.assign({ [KEY]: times });
      } catch (error) {
        log.warn('wall.not-kept', { code: codeOf(error) });
      }
    },
  };
}
