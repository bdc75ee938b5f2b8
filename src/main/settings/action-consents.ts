/**
 * Which rules for actions a person has agreed to on this computer. A rule is known by all that it says, so that one that
 * changes was never agreed to.
 */
import { z } from '../../shared/zod.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import type { SettingsStore } from './profiles.ts';

const KEY = 'agreedActions';

/** Profile id → fingerprints of rules. What is not understood was not agreed to. */
const Stored = z.record(z.string(), z.array(z.string().max(128)).max(256));

export interface ActionConsents {
  has(profileId: string, fingerprint: string): boolean;
  /**
   * @param present the fingerprints of all rules of the profile: what is not among them is forgotten
   * @throws what the store throws
   */
  add(profileId: string, fingerprint: string, present: readonly string[]): Promise<void>;
  /** Forgets what profiles that are gone had, and rules that are. @throws what the store throws */
  keepOnly(present: ReadonlyMap<string, readonly string[]>): Promise<void>;
}

export function openActionConsents(settings: SettingsStore): ActionConsents {
  const inTurn = createSerialQueue<'change'>();
  let agreed: Readonly<Record<string, readonly string[]>> = Stored.safeParse(settings.get(KEY)).data ?? {};

  const change = (next: () => Readonly<Record<string, readonly string[]>>): Promise<void> =>
    inTurn('change', async () => {
      const changed = next();
      if (JSON.stringify(changed) === JSON.stringify(agreed)) return;
      // At once: a person who agreed is not asked again while the disk is full.
      agreed = changed;
      await settings.assign({ [KEY]: changed });
    });
  const of = (profileId: string): readonly string[] =>
    Object.hasOwn(agreed, profileId) ? (agreed[profileId] ?? []) : [];

  return {
    has: (profileId, fingerprint) => of(profileId).includes(fingerprint),
    add: (profileId, fingerprint, present) =>
      change(() => {
        const kept = of(profileId).filter((one) => present.includes(one) && one !== fingerprint);
        return { ...agreed, [profileId]: [...kept, fingerprint] };
      }),
    keepOnly: (present) =>
      change(() => {
        const entries = Object.entries(agreed).map(
          ([profileId, all]) => [profileId, all.filter((one) => present.get(profileId)?.includes(one))] as const,
        );
        return Object.fromEntries(entries.filter(([, kept]) => kept.length > 0));
      }),
  };
}
