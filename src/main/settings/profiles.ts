/** The profiles of this computer. What cannot be understood is kept aside, so that nothing an administrator typed is lost. */
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { Profile, type ProfileDraft } from '../../shared/profile.ts';

/** The part of a store file that is used. */
export type SettingsStore = {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
};

export type Profiles = {
  all(): readonly Profile[];
  selected(): Profile | null;
  find(profileId: string): Profile | null;
  /** @throws AppError `profile_missing` */
  select(profileId: string): void;
  /** The profile that a draft describes, with new ids where it has none. @throws AppError `profile_missing` */
  prepare(draft: ProfileDraft): Profile;
  /** Keeps a profile, in the place of the one with its id. */
  keep(profile: Profile): void;
  remove(profileId: string): void;
};

export type ProfilesOptions = {
  settings: SettingsStore;
  randomUuid(): string;
  /** Told how many stored profiles could not be understood. */
  onDamaged(count: number): void;
};

/** Opens the profiles in a settings store. They are read once; the store hears only of changes. */
export function createProfiles({ settings, randomUuid, onDamaged }: ProfilesOptions): Profiles {
  let profiles = load();
  let selectedId = settings.get('selectedProfileId');

  function load(): Profile[] {
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
      settings.set('damagedProfiles', [...kept, ...damaged]);
      settings.set('profiles', understood);
      onDamaged(damaged.length);
    }
    return understood;
  }

  function store(next: Profile[]): void {
    settings.set('profiles', next);
    profiles = next;
  }

  const find = (profileId: string) => profiles.find((profile) => profile.id === profileId) ?? null;

  return {
    all: () => profiles,
    find,
    selected() {
      return (typeof selectedId === 'string' ? find(selectedId) : null) ?? profiles[0] ?? null;
    },
    select(profileId) {
      if (!find(profileId)) throw new AppError('profile_missing', 'The profile was removed.');
      settings.set('selectedProfileId', profileId);
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
    keep(profile) {
      const place = profiles.findIndex((other) => other.id === profile.id);
      store(place === -1 ? [...profiles, profile] : profiles.with(place, profile));
    },
    remove(profileId) {
      store(profiles.filter((profile) => profile.id !== profileId));
    },
  };
}
