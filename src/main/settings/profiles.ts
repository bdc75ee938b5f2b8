/** The profiles of this computer. What cannot be understood is kept aside, so that nothing an administrator typed is lost. */
import { AppError } from '../../shared/errors.ts';
import { Profile, type ProfileDraft } from '../../shared/profile/profile.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import { storing } from './storing.ts';

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
  /**
   * The profile that a draft describes, with new ids where it has none.
   *
   * @param options.bringsId the draft may name a profile that is not here yet
   * @throws AppError `profile_missing`
   */
  prepare(draft: ProfileDraft, options?: { readonly bringsId: boolean }): Profile;
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
  /** Told how many stored profiles could not be understood, when they are met first. */
  onDamaged(count: number): void;
  /** Told how many that were kept aside can be understood again, as after an update, and are back in the list. */
  onTakenBack?(count: number): void;
  /** Told that none of this could be written. Nothing is lost; the next change tries again. */
  onNotSaved?(error: unknown): void;
}

/** A profile that is understood, and as it was stored: a later version may have stored more. */
interface Read {
  readonly profile: Profile;
  readonly stored: unknown;
}

interface Stored {
  readonly understood: Read[];
  readonly damaged: unknown[];
  /** Of what earlier starts kept aside: what is understood now, and the rest. */
  readonly takenBack: Read[];
  readonly stillAside: unknown[];
}

/** Opens the profiles in a settings store. They are read once; the store hears only of changes. */
export async function openProfiles(options: ProfilesOptions): Promise<Profiles> {
  const { settings, randomUuid } = options;
  const earlierAside = listOf(settings.get('damagedProfiles'));
  const { understood, takenBack, stillAside, damaged } = readStored(settings.get('profiles'), earlierAside);
  const setAside = [...stillAside, ...damaged];
  const asStored = new Map([...understood, ...takenBack].map(({ profile, stored }) => [profile, stored]));
  let profiles = [...asStored.keys()];
  let selectedId = settings.get('selectedProfileId');
  const inTurn = createSerialQueue<'change'>();

  const write = (values: Readonly<Record<string, unknown>>): Promise<void> => storing(settings.assign(values));

  /** Changes come one after the other: each begins with what the one before it left. */
  function change(apply: (all: readonly Profile[]) => Profile[], selecting?: string): Promise<void> {
    return inTurn('change', async () => {
      const next = apply(profiles);
      const selected = selecting ?? selectedId;
      await write({
        // What nobody has changed is left as it was, with what only a later version can read in it.
        profiles: next.map((profile) => asStored.get(profile) ?? profile),
        ...(selected === undefined ? {} : { selectedProfileId: selected }),
        // Written as an empty list too, once one is there: otherwise what was taken back would come twice.
        ...(setAside.length === 0 && earlierAside.length === 0 ? {} : { damagedProfiles: setAside }),
      });
      profiles = next;
      selectedId = selected;
    });
  }

  const find = (profileId: string) => profiles.find((profile) => profile.id === profileId) ?? null;

  if (damaged.length > 0) options.onDamaged(damaged.length);
  if (takenBack.length > 0) options.onTakenBack?.(takenBack.length);
  if (damaged.length > 0 || takenBack.length > 0) {
    // Writing may fail, as on a full disk. They then stay where they are until the next change, which tries again.
    await change((all) => [...all]).catch((error: unknown) => options.onNotSaved?.(error));
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
    prepare(draft, { bringsId } = { bringsId: false }) {
      if (draft.id !== null && !bringsId && !find(draft.id))
        throw new AppError('profile_missing', { reason: 'profileRemoved' });
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

/** What is no list counts as one thing that is not understood. */
function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** @param earlierAside what earlier starts could not understand; another version of the program may */
function readStored(value: unknown, earlierAside: readonly unknown[]): Stored {
  const takenIds = new Set<string>();
  const [understood, damaged] = understand(listOf(value), takenIds);
  // After those in use: one that has been set up again since keeps its ids.
  const [takenBack, stillAside] = understand(earlierAside, takenIds);
  return { understood, damaged, takenBack, stillAside };
}

/**
 * Parses what it can. Ids name secrets and grants in the vault, so that two profiles with the same one would share
 * them: the second counts as not understood.
 *
 * @param takenIds grows by the ids of what was understood
 */
function understand(candidates: readonly unknown[], takenIds: Set<string>): [understood: Read[], others: unknown[]] {
  const understood: Read[] = [];
  const others: unknown[] = [];
  for (const candidate of candidates) {
    const { data: profile } = Profile.safeParse(candidate);
    const ids = profile ? [profile, ...profile.workbooks, ...profile.connections].map(({ id }) => id) : [];
    if (profile && new Set(ids).size === ids.length && !ids.some((id) => takenIds.has(id))) {
      understood.push({ profile, stored: candidate });
      for (const id of ids) takenIds.add(id);
    } else others.push(candidate);
  }
  return [understood, others];
}
