/** What a person wants to be told of workbooks, in a file of its own: it holds values of controls, as the file of the tabs does. */

import { MOST_ALERTS } from '../../shared/alert-limits.ts';
import { Alert } from '../../shared/alerts.ts';
import { z } from '../../shared/zod.ts';
import type { SettingsStore } from './profiles.ts';

const KEY = 'alerts';

/** One that is not understood costs itself and no other. */
const Stored = z
  .array(z.unknown())
  .catch([])
  .transform((found) => found.flatMap((one) => Alert.safeParse(one).data ?? []).slice(0, MOST_ALERTS));

export interface AlertStore {
  all(): Alert[];
  /** In memory at once; resolves when it is stored. @throws what the store throws */
  set(alerts: Alert[]): Promise<void>;
}

/** @param store null: they end with the program */
export function openWorkbookAlerts(store: SettingsStore | null): AlertStore {
  let alerts = Stored.parse(store?.get(KEY) ?? []);
  return {
    all: () => alerts,
    async set(next) {
      if (next.length === alerts.length && next.every((one, at) => one === alerts[at])) return;
      alerts = next;
      await store?.assign({ [KEY]: next });
    },
  };
}
