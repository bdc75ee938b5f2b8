/** How large a person sees each workbook, where that is not as it comes. Ids and factors alone. */
import { z } from '../../shared/zod.ts';
import type { SettingsStore } from './profiles.ts';

const KEY = 'workbookZooms';
const Factor = z.number().min(0.25).max(5);
/** What is not understood costs itself and no other: it is no loss that could not be made good by a press. */
const Stored = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((found): Record<string, number> => {
    const all = Object.entries(found).map(([id, one]) => [id, Factor.safeParse(one).data] as const);
    return Object.fromEntries(all.filter((one): one is readonly [string, number] => one[1] !== undefined));
  });

/** 1 is as it comes, and is not kept. */
export type WorkbookZooms = Readonly<Record<string, number>>;

export interface ZoomStore {
  all(): WorkbookZooms;
  /** In memory at once; resolves when it is stored. @throws what the store throws */
  set(workbookId: string, factor: number): Promise<void>;
  /** Forgets workbooks that are gone. @throws what the store throws */
  keepOnly(isThere: (workbookId: string) => boolean): Promise<void>;
}

export function openWorkbookZooms(settings: SettingsStore): ZoomStore {
  let zooms: WorkbookZooms = Stored.parse(settings.get(KEY) ?? {});
  async function change(next: WorkbookZooms): Promise<void> {
    if (JSON.stringify(next) === JSON.stringify(zooms)) return;
    zooms = next;
    await settings.assign({ [KEY]: next });
  }
  return {
    all: () => zooms,
    set(workbookId, factor) {
      const others = Object.entries(zooms).filter(([id]) => id !== workbookId);
      return change(Object.fromEntries(factor === 1 ? others : [...others, [workbookId, factor]]));
    },
    keepOnly: (isThere) => change(Object.fromEntries(Object.entries(zooms).filter(([id]) => isThere(id)))),
  };
}
