/** What a person has chosen about the program, below what an administrator has decided. */

import type { ChosenKeys } from '../../shared/accelerator.ts';
import { AppError } from '../../shared/errors.ts';
import {
  isOwnSetting,
  isValueOf,
  type OwnSettingId,
  type SettingValue,
  settingIds,
  settingOf,
  type ValueOf,
} from '../../shared/settings.ts';
import { z } from '../../shared/zod.ts';
import type { PolicyValues } from './policy/policy.ts';
import type { SettingsStore } from './profiles.ts';
import { storing } from './storing.ts';

const KEY = 'chosen';
const KEYS = 'keys';

/** What is no such thing was chosen by nobody. Names that are not known are those of a later version: they stay. */
const Stored = z.record(z.string(), z.unknown()).catch({});

/** Keys of commands: what is no text was chosen by nobody. Commands that are not known are those of a later version. */
const StoredKeys = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((found): ChosenKeys => Object.fromEntries(Object.entries(found).filter(isText)));
const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';

export type SetBy = 'default' | 'person' | 'administrator';

export interface Choices {
  /** What counts now. */
  get<Id extends OwnSettingId>(id: Id): ValueOf<Id>;
  setBy(id: OwnSettingId): SetBy;
  /**
   * It counts at once, and every listener knows before this returns; resolves when it is stored.
   *
   * @throws AppError `request_refused` for what an administrator has decided, `settings_write_failed`
   */
  set(id: OwnSettingId, value: SettingValue): Promise<void>;
  /** Forgets what the person chose for these. @throws AppError `settings_write_failed` */
  reset(ids: readonly OwnSettingId[]): Promise<void>;
  onChange(listener: (id: OwnSettingId) => void): void;
  /** The keys that the person chose for commands. */
  keys(): ChosenKeys;
  /** They count at once; resolves when they are stored. @throws AppError `settings_write_failed` */
  setKeys(next: ChosenKeys): Promise<void>;
}

export const ownSettingIds: readonly OwnSettingId[] = settingIds.filter(isOwnSetting);

export function openChoices(store: SettingsStore, policy: PolicyValues): Choices {
  let chosen = Stored.parse(store.get(KEY) ?? {});
  let keys = StoredKeys.parse(store.get(KEYS) ?? {});
  const listeners: ((id: OwnSettingId) => void)[] = [];

  /** What an administrator has decided; undefined where they have not. */
  function decided(id: OwnSettingId): SettingValue | undefined {
    const { policyKey } = settingOf(id);
    const values: Readonly<Record<string, unknown>> = policy;
    // Sound: a key that a setting names has values of that setting.
    return policyKey === undefined ? undefined : (values[policyKey] as SettingValue | undefined);
  }
  const ofPerson = (id: OwnSettingId): unknown => (Object.hasOwn(chosen, id) ? chosen[id] : undefined);
  /** One that a later version offered and this one does not is left where it is, and not used. */
  const isChosen = (id: OwnSettingId): boolean => isValueOf(id, ofPerson(id));
  const current = (id: OwnSettingId): unknown => decided(id) ?? (isChosen(id) ? ofPerson(id) : settingOf(id).default);

  async function change(next: Record<string, unknown>): Promise<void> {
    const before = new Map(ownSettingIds.map((id) => [id, current(id)]));
    const isSame = JSON.stringify(next) === JSON.stringify(chosen);
    chosen = next;
    for (const id of ownSettingIds) {
      if (current(id) !== before.get(id)) for (const listener of listeners) listener(id);
    }
    if (isSame) return;
    await storing(store.assign({ [KEY]: next }));
  }

  const without = (ids: readonly OwnSettingId[]): Record<string, unknown> =>
    Object.fromEntries(Object.entries(chosen).filter(([name]) => !ids.some((id) => id === name)));

  return {
    // Sound: what is decided has the schema of the policy, and what is chosen is one of the values.
    get: <Id extends OwnSettingId>(id: Id) => current(id) as ValueOf<Id>,
    setBy(id) {
      if (decided(id) !== undefined) return 'administrator';
      return isChosen(id) && ofPerson(id) !== settingOf(id).default ? 'person' : 'default';
    },
    async set(id, value) {
      if (decided(id) !== undefined) throw new AppError('request_refused', { reason: 'chosenByAdministrator' });
      // What is as it is anyway is not kept: should a later version have another default, it counts for who never chose.
      await change(value === settingOf(id).default ? without([id]) : { ...chosen, [id]: value });
    },
    reset: (ids) => change(without(ids)),
    onChange: (listener) => void listeners.push(listener),
    keys: () => keys,
    async setKeys(next) {
      keys = next;
      await storing(store.assign({ [KEYS]: next }));
    },
  };
}
