/** Setting profiles up, changing them and removing them, with their sign-ins, grants and secrets. */
import { AppError, codeOf } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { credentialKind, secretDestination } from '../../../shared/profile/connection-rules.ts';
import type { Profile, ProfileDraft } from '../../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../../shared/profile/sigma.ts';
import { substanceOf } from '../../../shared/profile/substance.ts';
import type { ProfileChange } from '../../../shared/text/change-text.ts';
import { createSerialQueue } from '../../async/serial-queue.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { SystemServices } from '../system-services.ts';
import { changedSecrets } from './changed-secrets.ts';
import type { Connections } from './connections.ts';
import { type Author, createConsent } from './consent.ts';
import { requireOwnIds, requireSecrets, requireSecureAddresses } from './draft-checks.ts';
import { profileChanges } from './profile-changes.ts';
import { boundSecret, type SecretChange, type Secrets } from './profile-secrets.ts';

export interface ProfileSetup {
  /**
   * Grants that no longer fit are revoked first, while the server, the client and the secret that they were given
   * for are still known; only then do new secrets take the place of the old. A failure on the way leaves the profile
   * as it was, at worst with a person signed out. The profile is selected.
   *
   * A change of the Sigma that gets the tokens is asked about first, in a dialog that no window can answer.
   *
   * @throws AppError `profile_missing`, `insecure_server`, `secret_missing`, `private_key_invalid`, `change_declined`,
   * `vault_locked`, `vault_write_failed`, `settings_write_failed`
   */
  save(draft: ProfileDraft): Promise<Profile>;
  /**
   * As `save`, for the draft that a file makes of the profiles that there are. A file is asked about too when it makes
   * Sigma see another person. One that says what the profile is already changes nothing and closes nothing. One that
   * brings ids keeps them, unless they are those of something else here.
   *
   * @throws AppError also what `make` throws
   */
  saveMade<Made extends { readonly draft: ProfileDraft; readonly bringsIds?: true }>(
    make: (existing: readonly Profile[]) => Made,
    selecting: Selecting,
  ): Promise<Made & SavedFromFile>;
  /** @throws AppError `profile_missing`, `vault_remove_failed`, `settings_write_failed` */
  remove(profileId: string): Promise<void>;
  /**
   * For the end of the program: a question that is open counts as declined. Resolves when what was asked for is done or
   * has failed.
   */
  close(): Promise<void>;
}

/** Whether the profile becomes the selected one: always, only if it is a new one, or never. */
export type Selecting = 'always' | 'if-new' | 'never';

export interface SavedFromFile {
  readonly profile: Profile;
  /** What the file changed in a profile that was there; null where it was not there. */
  readonly changes: readonly ProfileChange[] | null;
}

export interface ProfileSetupOptions {
  readonly profiles: Profiles;
  readonly secrets: Secrets;
  readonly connections: Pick<Connections, 'fits' | 'boundToSigma'>;
  readonly keeper: Pick<GrantKeeper, 'forget'>;
  readonly allowLoopbackHttp: boolean;
  readonly system: Pick<SystemServices, 'confirmChange'>;
  /** Ends a sign-in under way for one of these connections; resolves when nothing of it can follow any more. */
  cancelSignIns(connectionIds: readonly string[]): Promise<void>;
  /** The profile is about to change or go, and then has: what shows it must close. */
  onProfileChanging(profileId: string): void;
  /** The profile is as it is meant to be; what it can do by itself may begin. */
  onProfileKept(profileId: string): void;
}

export function createProfileSetup(options: ProfileSetupOptions): ProfileSetup {
  const { profiles, secrets } = options;
  /** Two changes at once could each undo what the other did to the vault. */
  const turns = createSerialQueue<'change'>();
  const consent = createConsent(options.system);
  const inTurn = <Result>(change: () => Promise<Result>): Promise<Result> =>
    turns('change', consent.unlessDeclined(change));

  async function stopActivity(profile: Profile): Promise<void> {
    await options.cancelSignIns(profile.connections.map(({ id }) => id));
    options.onProfileChanging(profile.id);
  }

  async function save(draft: ProfileDraft, by: Author, isSelected = true, bringsIds = false): Promise<Profile> {
    requireSecureAddresses(draft, options);
    const profile = profiles.prepare(draft, { bringsId: bringsIds });
    const before = profiles.find(profile.id);
    requireOwnIds(draft, before, bringsIds ? profiles.all().filter((other) => other !== before) : null);
    await requireSecrets(draft, before, secrets);
    if (before && (await hasSameSubstance(draft, before, profile, secrets))) {
      const kept = asWritten(before, profile);
      await profiles.keep(kept, { isSelected });
      return kept;
    }
    if (before) {
      // Asked before anything is touched: a no leaves workbooks open and sign-ins under way.
      await consent.require(before.name, profileChanges(before, profile), by);
      await stopActivity(before);
      await forgetOutdatedGrants(options, before, profile);
    }
    await secrets.change(secretChanges(draft, before, profile), async () => {
      await profiles.keep(profile, { isSelected });
      // Once more: a workbook of the earlier profile may have been opened in the meantime.
      options.onProfileChanging(profile.id);
    });
    options.onProfileKept(profile.id);
    return profile;
  }

  async function saveFromFile(draft: ProfileDraft, selecting: Selecting, bringsIds: boolean): Promise<SavedFromFile> {
    const before = draft.id === null ? null : profiles.find(draft.id);
    const isSelected = selecting === 'always' || (selecting === 'if-new' && before === null);
    if (!before) return { profile: await save(draft, 'file', isSelected, bringsIds), changes: null };
    const changes = [...profileChanges(before, profiles.prepare(draft)), ...(await changedSecrets(draft, secrets))];
    if (changes.length > 0) return { profile: await save(draft, 'file', isSelected, bringsIds), changes };
    if (isSelected) await profiles.select(before.id);
    return { profile: before, changes };
  }

  async function remove(profileId: string): Promise<void> {
    const profile = profiles.find(profileId);
    if (!profile) throw new AppError('profile_missing', { reason: 'profileRemovedAlready' });
    await stopActivity(profile);
    await forgetOutdatedGrants(options, profile, null);
    const clientSecrets = profile.connections.map(({ id }): SecretChange => [`client-secret/${id}`, null]);
    await secrets.change([[`embed-secret/${profileId}`, null], ...clientSecrets], async () => {
      await profiles.remove(profileId);
      options.onProfileChanging(profileId);
    });
  }

  return {
    save: (draft) => inTurn(() => save(draft, 'person')),
    saveMade: (make, selecting) =>
      inTurn(async () => {
        const made = make(profiles.all());
        return { ...made, ...(await saveFromFile(made.draft, selecting, made.bringsIds === true)) };
      }),
    remove: (profileId) => inTurn(() => remove(profileId)),
    close() {
      consent.declineAll();
      return turns.settled();
    },
  };
}

/** Whether nothing changes but a name, an order or a way of writing: then no sign-in, no workbook and no secret has to do with it. */
export async function hasSameSubstance(
  draft: ProfileDraft,
  before: Profile,
  after: Profile,
  secrets: Secrets,
): Promise<boolean> {
  return (
    substanceOf(inOrder(before)) === substanceOf(inOrder({ ...after, name: before.name })) &&
    (await changedSecrets(draft, secrets)).length === 0
  );
}

/** The workbooks by their ids. Their order is for menus, and says nothing to Sigma. */
const inOrder = (profile: Profile): Profile => ({
  ...profile,
  workbooks: profile.workbooks.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
});

/** What is stored is bound to how the profile is written, so it stays written so: the name is new, and the order. */
const asWritten = (before: Profile, after: Profile): Profile => ({
  ...before,
  name: after.name,
  workbooks: after.workbooks.flatMap(({ id }) => before.workbooks.find((known) => known.id === id) ?? []),
});

type GrantRooms = Pick<ProfileSetupOptions, 'secrets' | 'connections' | 'keeper'>;

/** A grant was given for a server, a client and scopes; when one of them changed it is for something else. */
async function forgetOutdatedGrants(rooms: GrantRooms, before: Profile, after: Profile | null): Promise<void> {
  const outdated: string[] = [];
  for (const { id } of before.connections) {
    const kept = after?.connections.find((candidate) => candidate.id === id);
    if (!kept || !after || !(await stillFits(rooms, kept, after))) outdated.push(id);
  }
  // In one turn: what is revoked depends on which grants are kept.
  await Promise.all(outdated.map((id) => rooms.keeper.forget(id)));
}

async function stillFits(rooms: GrantRooms, connection: Connection, profile: Profile): Promise<boolean> {
  try {
    const grant = await rooms.secrets.loadGrant(connection.id);
    return grant === null || rooms.connections.fits(rooms.connections.boundToSigma(grant), connection, profile);
  } catch (error) {
    // A grant of another version cannot be compared, so it cannot be relied on either.
    if (codeOf(error) === 'vault_entry_damaged') return false;
    throw error;
  }
}

/** What becomes of the secrets: new ones replace, and those that nothing uses any more go. */
function secretChanges(draft: ProfileDraft, before: Profile | null, after: Profile): SecretChange[] {
  const changes: SecretChange[] = [];
  if (draft.embedSecret !== null) {
    changes.push([`embed-secret/${after.id}`, boundSecret(sigmaOrigin(after), draft.embedSecret)]);
  }
  for (const [index, connection] of after.connections.entries()) {
    const { id } = connection;
    const secret = draft.connections[index]?.clientSecret ?? null;
    const earlier = before?.connections.find((candidate) => candidate.id === id);
    const kind = credentialKind(connection);
    // A secret is of no use where a key is wanted, nor the other way about.
    const isUseless = kind === 'none' || (earlier !== undefined && credentialKind(earlier) !== kind);
    if (secret !== null && kind !== 'none') {
      changes.push([`client-secret/${id}`, boundSecret(secretDestination(connection), secret)]);
    } else if (isUseless) changes.push([`client-secret/${id}`, null]);
  }
  const kept = new Set(after.connections.map(({ id }) => id));
  for (const { id } of before?.connections ?? []) if (!kept.has(id)) changes.push([`client-secret/${id}`, null]);
  return changes;
}
