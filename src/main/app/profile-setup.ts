/** Setting profiles up, changing them and taking them away, with everything that hangs on them. */
import { AppError } from '../../shared/errors.ts';
import type { Connection, Profile, ProfileDraft } from '../../shared/profile.ts';
import { requireSecureUrl } from '../net/server-url.ts';
import type { GrantKeeper } from '../oauth/grant-keeper.ts';
import type { Profiles } from '../settings/profiles.ts';
import type { Connections } from './connections.ts';
import type { SecretChange, Secrets } from './secrets.ts';

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
};

export function createProfileSetup(options: ProfileSetupOptions) {
  const { profiles, secrets, connections, keeper } = options;

  /** @throws AppError `insecure_server` */
  function requireSecureAddresses(draft: ProfileDraft): void {
    const addresses = [...draft.workbooks.map(({ url }) => url), ...draft.connections.map(({ server }) => server.host)];
    for (const address of addresses) requireSecureUrl(address, options);
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
   * @throws AppError `secret_missing`
   */
  function requireSecrets(draft: ProfileDraft, before: Profile | null): void {
    if (draft.embedSecret === null) {
      if (!before || !secrets.hasEmbedSecret(before.id))
        throw new AppError('secret_missing', 'Enter the embed secret.');
      if (sigmaOf(before) !== sigmaOf(draft)) {
        const why = 'The address of Sigma changed, and the stored embed secret belongs to the earlier one.';
        throw new AppError('secret_missing', `${why} Enter the embed secret again.`);
      }
    }
    for (const connection of draft.connections) {
      if (connection.clientAuthentication === 'none' || connection.clientSecret !== null) continue;
      const earlier = before?.connections.find(({ id }) => id === connection.id);
      if (!earlier || !secrets.hasClientSecret(earlier.id)) {
        throw new AppError('secret_missing', `Enter the client secret of ${connection.label}.`);
      }
      if (!connections.shareSecret(earlier, connection)) {
        const why = 'changed its server or client ID, and the stored client secret belongs to the earlier one.';
        throw new AppError('secret_missing', `${connection.label} ${why} Enter the client secret again.`);
      }
    }
  }

  /** A grant was given for a server, a client and scopes; when one of them changed it is for something else. */
  async function forgetMisfits(before: Profile, after: Profile | null): Promise<void> {
    for (const { id } of before.connections) {
      const kept = after?.connections.find((candidate) => candidate.id === id);
      if (!kept || !(await stillFits(kept))) await keeper.forget(id);
    }
  }

  async function stillFits(connection: Connection): Promise<boolean> {
    try {
      const grant = await secrets.loadGrant(connection.id);
      return grant === null || connections.fits(grant, connection);
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
    for (const [index, { id, clientAuthentication }] of after.connections.entries()) {
      const secret = draft.connections[index]?.clientSecret ?? null;
      if (clientAuthentication === 'none') changes.push([`client-secret/${id}`, null]);
      else if (secret !== null) changes.push([`client-secret/${id}`, secret]);
    }
    const kept = new Set(after.connections.map(({ id }) => id));
    for (const { id } of before?.connections ?? []) if (!kept.has(id)) changes.push([`client-secret/${id}`, null]);
    return changes;
  }

  async function quieten(profile: Profile): Promise<void> {
    await options.cancelSignIns(profile.connections.map(({ id }) => id));
    options.onProfileChanging(profile.id);
  }

  return {
    /**
     * Grants that no longer fit are revoked first, while the server, the client and the secret that they were given
     * for are still known; only then do new secrets take the place of the old. A failure on the way leaves the profile
     * as it was, at worst with somebody signed out.
     *
     * @throws AppError `profile_missing`, `insecure_server`, `secret_missing`, `vault_write_failed`
     */
    async save(draft: ProfileDraft): Promise<Profile> {
      requireSecureAddresses(draft);
      const profile = profiles.prepare(draft);
      const before = profiles.find(profile.id);
      requireOwnIds(draft, before);
      requireSecrets(draft, before);
      if (before) {
        await quieten(before);
        await forgetMisfits(before, profile);
      }
      await secrets.change(secretChanges(draft, before, profile), () => {
        profiles.keep(profile);
        profiles.select(profile.id);
        // Once more: somebody may have opened a workbook of the earlier profile in the meantime.
        options.onProfileChanging(profile.id);
      });
      return profile;
    },

    /** @throws AppError `profile_missing`, `vault_write_failed` */
    async remove(profileId: string): Promise<void> {
      const profile = profiles.find(profileId);
      if (!profile) throw new AppError('profile_missing', 'The profile was removed already.');
      await quieten(profile);
      await forgetMisfits(profile, null);
      const clientSecrets = profile.connections.map(({ id }): SecretChange => [`client-secret/${id}`, null]);
      await secrets.change([[`embed-secret/${profileId}`, null], ...clientSecrets], () => {
        profiles.remove(profileId);
        options.onProfileChanging(profileId);
      });
    },
  };
}

/** A profile has one Sigma (see the schema). */
function sigmaOf({ workbooks }: { workbooks: readonly { url: string }[] }): string {
  return workbooks.map(({ url }) => new URL(url).origin)[0] ?? '';
}
