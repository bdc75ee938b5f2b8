/** Setting profiles up, changing them and taking them away, with everything that hangs on them. */
import { AppError } from '../../../shared/errors.ts';
import { credentialKind, needsCredential } from '../../../shared/profile/connection-rules.ts';
import type { Connection, Profile, ProfileDraft } from '../../../shared/profile/profile.ts';
import { createSerialQueue } from '../../async/serial-queue.ts';
import { requireSecureUrl } from '../../net/server-url.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import { readPrivateKey } from '../../oauth/tokens/client-authentication.ts';
import { providerOf } from '../../providers/registry.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Connections } from './connections.ts';
import { boundSecret, type SecretChange, type Secrets } from './profile-secrets.ts';

export type ProfileSetupOptions = {
  profiles: Profiles;
  secrets: Secrets;
  connections: Connections;
  keeper: Pick<GrantKeeper, 'forget'>;
  allowLoopbackHttp: boolean;
  /** Ends a sign-in under way for one of these connections; resolves when nothing of it can follow any more. */
  cancelSignIns(connectionIds: readonly string[]): Promise<void>;
  /** The profile is about to change or go, and then has: what shows it must close. */
  onProfileChanging(profileId: string): void;
  /** The profile is as it is meant to be; what it can do by itself may begin. */
  onProfileKept(profileId: string): void;
};

export function createProfileSetup(options: ProfileSetupOptions) {
  const { profiles, secrets, connections, keeper } = options;
  /** Two changes at once could each undo what the other did to the vault. */
  const turns = createSerialQueue<'change'>();
  const inTurn = <Result>(change: () => Promise<Result>): Promise<Result> => turns('change', change);

  /** @throws AppError `insecure_server` */
  function requireSecureAddresses(draft: ProfileDraft): void {
    const servers = draft.connections.flatMap(({ server, exchange }) =>
      exchange ? [server, exchange.server] : [server],
    );
    const issuers = servers.map((server) => providerOf(server).authorizationServer(server).issuer);
    for (const address of [...draft.workbooks.map(({ url }) => url), ...issuers]) requireSecureUrl(address, options);
  }

  /**
   * An id of another profile would let a draft overwrite its secrets, or use them at a server of its own choosing.
   *
   * @throws AppError `profile_missing`
   */
  function requireOwnIds(draft: ProfileDraft, before: Profile | null): void {
    for (const kind of ['workbooks', 'connections'] as const) {
      const known = new Set(before?.[kind].map(({ id }) => id));
      // Each may be used once, so it is taken out of the set.
      if (draft[kind].some(({ id }) => id !== null && !known.delete(id))) {
        throw new AppError('profile_missing', 'The draft changes something that does not belong to this profile.');
      }
    }
  }

  /**
   * A secret that is to be kept has to be there, and to go where it went before: whoever changes an address must know
   * the secret that is sent there.
   *
   * @throws AppError `secret_missing`, `private_key_invalid`
   */
  async function requireSecrets(draft: ProfileDraft, before: Profile | null): Promise<void> {
    if (draft.embedSecret === null) {
      if (!before || !secrets.hasEmbedSecret(before.id))
        throw new AppError('secret_missing', 'Enter the embed secret.');
      if (sigmaOf(before) !== sigmaOf(draft)) {
        const why = 'The address of Sigma changed, and the stored embed secret belongs to the earlier one.';
        throw new AppError('secret_missing', `${why} Enter the embed secret again.`);
      }
    }
    for (const connection of draft.connections) {
      const { label, clientSecret, signingKey } = connection;
      const kind = credentialKind(connection);
      if (clientSecret !== null) {
        if (kind === 'key') await readPrivateKey(clientSecret, signingKey?.algorithm ?? 'RS256');
        continue;
      }
      const what = kind === 'key' ? 'private key' : 'client secret';
      const earlier = before?.connections.find(({ id }) => id === connection.id);
      const isStored = earlier !== undefined && secrets.hasClientSecret(earlier.id);
      if (
        isStored &&
        kind !== 'none' &&
        credentialKind(earlier) === kind &&
        connections.secretDestination(earlier) !== connections.secretDestination(connection)
      ) {
        const why = `changed its server or client ID, and the stored ${what} belongs to the earlier one.`;
        throw new AppError('secret_missing', `${label} ${why} Enter the ${what} again.`);
      }
      if (needsCredential(connection) && !(isStored && credentialKind(earlier) === kind)) {
        throw new AppError('secret_missing', `Enter the ${what} of ${label}.`);
      }
    }
  }

  /** A grant was given for a server, a client and scopes; when one of them changed it is for something else. */
  async function forgetOutdatedGrants(before: Profile, after: Profile | null): Promise<void> {
    for (const { id } of before.connections) {
      const kept = after?.connections.find((candidate) => candidate.id === id);
      if (!kept || !after || !(await stillFits(kept, after))) await keeper.forget(id);
    }
  }

  async function stillFits(connection: Connection, profile: Profile): Promise<boolean> {
    try {
      const grant = await secrets.loadGrant(connection.id);
      return grant === null || connections.fits(grant, connection, profile);
    } catch (error) {
      // A grant of another version cannot be compared, so it cannot be relied on either.
      if (error instanceof AppError && error.code === 'vault_entry_damaged') return false;
      throw error;
    }
  }

  /** What becomes of the secrets: new ones replace, and those that nothing uses any more go. */
  function secretChanges(draft: ProfileDraft, before: Profile | null, after: Profile): SecretChange[] {
    const changes: SecretChange[] = [];
    if (draft.embedSecret !== null) changes.push([`embed-secret/${after.id}`, draft.embedSecret]);
    for (const [index, connection] of after.connections.entries()) {
      const { id } = connection;
      const secret = draft.connections[index]?.clientSecret ?? null;
      const earlier = before?.connections.find((candidate) => candidate.id === id);
      const kind = credentialKind(connection);
      // A secret is of no use where a key is wanted, nor the other way about.
      const isUseless = kind === 'none' || (earlier !== undefined && credentialKind(earlier) !== kind);
      if (secret !== null && kind !== 'none') {
        changes.push([`client-secret/${id}`, boundSecret(connections.secretDestination(connection), secret)]);
      } else if (isUseless) changes.push([`client-secret/${id}`, null]);
    }
    const kept = new Set(after.connections.map(({ id }) => id));
    for (const { id } of before?.connections ?? []) if (!kept.has(id)) changes.push([`client-secret/${id}`, null]);
    return changes;
  }

  async function stopActivity(profile: Profile): Promise<void> {
    await options.cancelSignIns(profile.connections.map(({ id }) => id));
    options.onProfileChanging(profile.id);
  }

  async function save(draft: ProfileDraft): Promise<Profile> {
    requireSecureAddresses(draft);
    const profile = profiles.prepare(draft);
    const before = profiles.find(profile.id);
    requireOwnIds(draft, before);
    await requireSecrets(draft, before);
    if (before) {
      await stopActivity(before);
      await forgetOutdatedGrants(before, profile);
    }
    await secrets.change(secretChanges(draft, before, profile), async () => {
      await profiles.keep(profile);
      // Once more: somebody may have opened a workbook of the earlier profile in the meantime.
      options.onProfileChanging(profile.id);
    });
    options.onProfileKept(profile.id);
    return profile;
  }

  async function remove(profileId: string): Promise<void> {
    const profile = profiles.find(profileId);
    if (!profile) throw new AppError('profile_missing', 'The profile was removed already.');
    await stopActivity(profile);
    await forgetOutdatedGrants(profile, null);
    const clientSecrets = profile.connections.map(({ id }): SecretChange => [`client-secret/${id}`, null]);
    await secrets.change([[`embed-secret/${profileId}`, null], ...clientSecrets], async () => {
      await profiles.remove(profileId);
      options.onProfileChanging(profileId);
    });
  }

  return {
    /**
     * Grants that no longer fit are revoked first, while the server, the client and the secret that they were given
     * for are still known; only then do new secrets take the place of the old. A failure on the way leaves the profile
     * as it was, at worst with somebody signed out. The profile is selected.
     *
     * @throws AppError `profile_missing`, `insecure_server`, `secret_missing`, `private_key_invalid`,
     * `vault_write_failed`, `settings_write_failed`
     */
    save: (draft: ProfileDraft): Promise<Profile> => inTurn(() => save(draft)),

    /** As `save`, for a draft that depends on the profiles that there are. @throws AppError also what `make` raises */
    saveMade: <Made extends { draft: ProfileDraft }>(make: (existing: readonly Profile[]) => Made) =>
      inTurn(async () => {
        const made = make(profiles.all());
        return { ...made, profile: await save(made.draft) };
      }),

    /** @throws AppError `profile_missing`, `vault_write_failed`, `settings_write_failed` */
    remove: (profileId: string): Promise<void> => inTurn(() => remove(profileId)),

    /** Resolves when what was asked for is done or has failed. */
    settled: turns.settled,
  };
}

/** A profile has one Sigma (see the schema). */
function sigmaOf({ workbooks }: { workbooks: readonly { url: string }[] }): string {
  return workbooks.map(({ url }) => new URL(url).origin)[0] ?? '';
}
