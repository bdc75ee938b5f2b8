/** What hooks were not told yet, beside the alarms in force, so that the next run tells it. */
import { codeOf } from '../../../shared/errors.ts';
import type { Log } from '../../log/log.ts';
import type { SettingsStore } from '../../settings/profiles.ts';
import { HookDocument } from './hook-document.ts';
import { MOST_WAITING } from './hook-line.ts';

const KEYS = { address: 'untoldToAddress', command: 'untoldToCommand' } as const;
export type HookName = keyof typeof KEYS;

export interface UntoldDocuments {
  /** As it was when the last run ended, or crashed. */
  readonly first: readonly HookDocument[];
  /** Never rejects: what is not kept is told by this run, or not at all. */
  keep(waiting: readonly HookDocument[]): Promise<void>;
}

export interface UntoldDocumentsOptions {
  /** Null: nothing is kept. */
  readonly store: SettingsStore | null;
  readonly log: Pick<Log, 'warn'>;
}

export function openUntoldDocuments({ store, log }: UntoldDocumentsOptions, hook: HookName): UntoldDocuments {
  const key = KEYS[hook];
  const found = store?.get(key);
  // What is not understood is no document of ours: it leaves neither for an address nor for a program.
  const known = Array.isArray(found) ? found.slice(-MOST_WAITING).map((one) => HookDocument.safeParse(one)) : [];
  return {
    first: known.flatMap(({ data }) => data ?? []),
    async keep(waiting) {
      try {
        await store?.assign({ [key]: waiting });
      } catch (error) {
        log.warn('alarm.not-kept', { code: codeOf(error) });
      }
    },
  };
}

/** Nobody is to be told any more. */
export async function forgetUntold(options: UntoldDocumentsOptions, hook: HookName): Promise<void> {
  const { first, keep } = openUntoldDocuments(options, hook);
  if (first.length > 0) await keep([]);
}
