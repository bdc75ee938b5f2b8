/** The profiles of this computer. What cannot be understood is kept aside, so that nothing an administrator typed is lost. */
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { Profile, type ProfileDraft } from '../../shared/profile.ts';

/** The part of a store file that is used. */
export type SettingsStore = {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
};

export type Profiles = {
  all(): readonly Profile[];
  selected(): Profile | null;
  find(profileId: string): Profile | null;
  /** Whether all that was ever stored is understood; otherwise something of it is kept aside. */
  areWhole(): boolean;
  /** @throws AppError `profile_missing`, `settings_write_failed` */
  select(profileId: string): Promise<void>;
  /** The profile that a draft describes, with new ids where it has none. @throws AppError `profile_missing` */
  prepare(draft: ProfileDraft): Profile;
  /** Keeps a profile, in the place of the one with its id. @throws AppError `settings_write_failed` */
  keep(profile: Profile): Promise<void>;
  /** @throws AppError `settings_write_failed` */
  remove(profileId: string): Promise<void>;
};

export type ProfilesOptions = {
  settings: SettingsStore;
  /** Where an unreadable settings file was put just now, with all that was in it; null when there was none. */
  damagedFile: string | null;
  randomUuid(): string;
  /** Told how many stored profiles could not be understood. */
  onDamaged(count: number): void;
};

/**
 * Opens the profiles in a settings store. They are read once; the store hears only of changes.
 *
 * @throws AppError `settings_write_failed`, when profiles that cannot be understood cannot be kept aside either
 */
export async function openProfiles({
  settings,
  damagedFile,
  randomUuid,
  onDamaged,
}: ProfilesOptions): Promise<Profiles> {
  if (damagedFile !== null) await write('damagedFile', damagedFile);
  let profiles = await load();
  let selectedId = settings.get('selectedProfileId');

  async function load(): Promise<Profile[]> {
    const stored = z.array(z.unknown()).safeParse(settings.get('profiles') ?? []);
    const candidates = stored.success ? stored.data : [settings.get('profiles')];
    const understood: Profile[] = [];
    const damaged: unknown[] = [];
    for (const candidate of candidates) {
      const parsed = Profile.safeParse(candidate);
      if (parsed.success) understood.push(parsed.data);
      else damaged.push(candidate);
    }
    if (damaged.length > 0) {
      const kept = z.array(z.unknown()).catch([]).parse(settings.get('damagedProfiles'));
      // In this order: an interruption leaves two copies rather than none.
      await write('damagedProfiles', [...kept, ...damaged]);
      await write('profiles', understood);
      onDamaged(damaged.length);
    }
    return understood;
  }

  async function write(key: string, value: unknown): Promise<void> {
    try {
      await settings.set(key, value);
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      throw new AppError('settings_write_failed', `The operating system answered ${code}.`, { cause });
    }
  }

  /** Changes come one after the other: each begins with what the one before it left. */
  let lastChange = Promise.resolve();
  function change(apply: (profiles: readonly Profile[]) => Profile[]): Promise<void> {
    const changed = lastChange.then(async () => {
      const next = apply(profiles);
      await write('profiles', next);
      profiles = next;
    });
    lastChange = changed.catch(() => undefined);
    return changed;
  }

  const find = (profileId: string) => profiles.find((profile) => profile.id === profileId) ?? null;

  return {
    all: () => profiles,
    areWhole: () => ['damagedFile', 'damagedProfiles'].every((key) => settings.get(key) === undefined),
    find,
    selected() {
      return (typeof selectedId === 'string' ? find(selectedId) : null) ?? profiles[0] ?? null;
    },
    async select(profileId) {
      if (!find(profileId)) throw new AppError('profile_missing', 'The profile was removed.');
      await write('selectedProfileId', profileId);
      selectedId = profileId;
    },
    prepare(draft) {
      if (draft.id !== null && !find(draft.id)) throw new AppError('profile_missing', 'The profile was removed.');
      // Parsing strips the secrets: what is not in the schema of a profile cannot reach the settings file.
      return Profile.parse({
        ...draft,
        id: draft.id ?? randomUuid(),
        workbooks: draft.workbooks.map((workbook) => ({ ...workbook, id: workbook.id ?? randomUuid() })),
        connections: draft.connections.map((connection) => ({ ...connection, id: connection.id ?? randomUuid() })),
      });
    },
    keep: (profile) =>
      change((all) => {
        const place = all.findIndex((other) => other.id === profile.id);
        return place === -1 ? [...all, profile] : all.with(place, profile);
      }),
    remove: (profileId) => change((all) => all.filter((profile) => profile.id !== profileId)),
  };
}
