/** The profiles of this computer. What cannot be understood is kept aside, so that nothing an administrator typed is lost. */
import { z } from 'zod';
import { AppError, systemCodeOf } from '../../shared/errors.ts';
import { Profile, type ProfileDraft } from '../../shared/profile/profile.ts';
import { createSerialQueue } from '../async/serial-queue.ts';

/** The part of a store file that is used. */
export interface SettingsStore {
  get(key: string): unknown;
  assign(values: Readonly<Record<string, unknown>>): Promise<void>;
}

export interface Profiles {
  all(): readonly Profile[];
  selected(): Profile | null;
  find(profileId: string): Profile | null;
  /** Whether all that was ever stored is understood; otherwise something of it is kept aside. */
  areWhole(): boolean;
  /** @throws AppError `profile_missing`, `settings_write_failed` */
  select(profileId: string): Promise<void>;
  /** The profile that a draft describes, with new ids where it has none. @throws AppError `profile_missing` */
  prepare(draft: ProfileDraft): Profile;
  /**
   * Keeps a profile, in the place of the one with its id, and selects it unless that is not wanted.
   *
   * @throws AppError `settings_write_failed`
   */
  keep(profile: Profile, options?: { readonly isSelected: boolean }): Promise<void>;
  /** @throws AppError `settings_write_failed` */
  remove(profileId: string): Promise<void>;
}

export interface ProfilesOptions {
  readonly settings: SettingsStore;
  /** Whether a settings file that could not be read lies beside this one, with profiles of its own. */
  readonly hasDamagedFile: boolean;
  randomUuid(): string;
  /** Told how many stored profiles could not be understood. */
  onDamaged(count: number): void;
}

interface Stored {
  readonly understood: Profile[];
  readonly damaged: unknown[];
}

/** Opens the profiles in a settings store. They are read once; the store hears only of changes. */
export async function openProfiles(options: ProfilesOptions): Promise<Profiles> {
  const { settings, randomUuid } = options;
  const { understood, damaged } = readStored(settings.get('profiles'));
  const setAside = [...z.array(z.unknown()).catch([]).parse(settings.get('damagedProfiles')), ...damaged];
  let profiles = understood;
  let selectedId = settings.get('selectedProfileId');
  const inTurn = createSerialQueue<'change'>();

  async function write(values: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await settings.assign(values);
    } catch (cause) {
      throw new AppError(
        'settings_write_failed',
        { reason: 'systemAnswered', systemCode: systemCodeOf(cause) },
        { cause },
      );
    }
  }

  /** Changes come one after the other: each begins with what the one before it left. */
  function change(apply: (all: readonly Profile[]) => Profile[], selecting?: string): Promise<void> {
    return inTurn('change', async () => {
      const next = apply(profiles);
      const selected = selecting ?? selectedId;
      await write({
        profiles: next,
        ...(selected === undefined ? {} : { selectedProfileId: selected }),
        ...(setAside.length === 0 ? {} : { damagedProfiles: setAside }),
      });
      profiles = next;
      selectedId = selected;
    });
  }

  const find = (profileId: string) => profiles.find((profile) => profile.id === profileId) ?? null;

  if (damaged.length > 0) {
    options.onDamaged(damaged.length);
    // Writing may fail, as on a full disk. They then stay where they are until the next change, which tries again.
    await change((all) => [...all]).catch(() => undefined);
  }

  return {
    all: () => profiles,
    areWhole: () => setAside.length === 0 && !options.hasDamagedFile,
    find,
    selected() {
      return (typeof selectedId === 'string' ? find(selectedId) : null) ?? profiles[0] ?? null;
    },
    async select(profileId) {
      if (!find(profileId)) throw new AppError('profile_missing', { reason: 'profileRemoved' });
      await change((all) => [...all], profileId);
    },
    prepare(draft) {
      if (draft.id !== null && !find(draft.id)) throw new AppError('profile_missing', { reason: 'profileRemoved' });
      // Parsing strips the secrets: what is not in the schema of a profile cannot reach the settings file.
      return Profile.parse({
        ...draft,
        id: draft.id ?? randomUuid(),
        workbooks: draft.workbooks.map((workbook) => ({ ...workbook, id: workbook.id ?? randomUuid() })),
        connections: draft.connections.map((connection) => ({ ...connection, id: connection.id ?? randomUuid() })),
      });
    },
    keep: (profile, { isSelected } = { isSelected: true }) =>
      change(
        (all) => {
          const place = all.findIndex((other) => other.id === profile.id);
          return place === -1 ? [...all, profile] : all.with(place, profile);
        },
        isSelected ? profile.id : undefined,
      ),
    remove: (profileId) => change((all) => all.filter((profile) => profile.id !== profileId)),
  };
}

function readStored(value: unknown): Stored {
  const list = z.array(z.unknown()).safeParse(value ?? []);
  const stored: Stored = { understood: [], damaged: [] };
  for (const candidate of list.success ? list.data : [value]) {
    const parsed = Profile.safeParse(candidate);
    if (parsed.success) stored.understood.push(parsed.data);
    else stored.damaged.push(candidate);
  }
  return stored;
}
