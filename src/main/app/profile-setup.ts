/** Setting profiles up, changing them and taking them away, with everything that hangs on them. */
import { AppError } from '../../shared/errors.ts';
import type { Connection, Profile, ProfileDraft } from '../../shared/profile.ts';
import { requireSecureUrl } from '../net/server-url.ts';
import type { GrantKeeper } from '../oauth/grant-keeper.ts';
import type { Profiles } from '../settings/profiles.ts';
import type { Connections } from './connections.ts';
import type { Secrets } from './secrets.ts';

export type ProfileSetupOptions = {
  profiles: Profiles;
  secrets: Secrets;
  connections: Connections;
  keeper: Pick<GrantKeeper, 'forget'>;
  allowLoopbackHttp: boolean;
  /** The profile is about to change or go: what shows it must close. */
  onProfileChanging(profileId: string): void;
};

export function createProfileSetup(options: ProfileSetupOptions) {
  const { profiles, secrets, connections, keeper } = options;

  /** @throws AppError `insecure_server` */
  function requireSecureAddresses(draft: ProfileDraft): void {
    const addresses = [...draft.workbooks.map(({ url }) => url), ...draft.connections.map(({ server }) => server.host)];
    for (const address of addresses) requireSecureUrl(address, options);
  }

  /** @throws AppError `secret_missing` */
  function requireSecrets(draft: ProfileDraft): void {
    const hasEmbedSecret = draft.embedSecret !== null || (draft.id !== null && secrets.hasEmbedSecret(draft.id));
    if (!hasEmbedSecret) throw new AppError('secret_missing', 'Enter the embed secret.');
    for (const { id, label, clientAuthentication, clientSecret } of draft.connections) {
      const isMissing = clientSecret === null && (id === null || !secrets.hasClientSecret(id));
      if (clientAuthentication !== 'none' && isMissing) {
        throw new AppError('secret_missing', `Enter the client secret of ${label}.`);
      }
    }
  }

  /** A grant was given for a server, a client and scopes; when one of them changed it is for something else. */
  async function forgetMisfits(before: Profile, after: Profile | null): Promise<void> {
    for (const connection of before.connections) {
      const kept = after?.connections.find((candidate) => candidate.id === connection.id);
      if (!kept || !(await stillFits(kept))) await keeper.forget(connection.id);
      if (kept?.clientAuthentication !== 'client_secret_post') await secrets.removeClientSecret(connection.id);
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

  return {
    /**
     * Secrets go to the vault first: a profile without its secret would be of no use, a secret without its profile
     * does no harm.
     *
     * @throws AppError `profile_missing`, `insecure_server`, `secret_missing`, `vault_write_failed`
     */
    async save(draft: ProfileDraft): Promise<Profile> {
      requireSecureAddresses(draft);
      requireSecrets(draft);
      const profile = profiles.prepare(draft);
      const before = profiles.find(profile.id);
      if (draft.embedSecret !== null) await secrets.putEmbedSecret(profile.id, draft.embedSecret);
      for (const [index, { clientSecret }] of draft.connections.entries()) {
        const connection = profile.connections[index];
        if (clientSecret !== null && connection?.clientAuthentication === 'client_secret_post') {
          await secrets.putClientSecret(connection.id, clientSecret);
        }
      }
      options.onProfileChanging(profile.id);
      if (before) await forgetMisfits(before, profile);
      profiles.keep(profile);
      profiles.select(profile.id);
      return profile;
    },

    /** @throws AppError `profile_missing`, `vault_write_failed` */
    async remove(profileId: string): Promise<void> {
      const profile = profiles.find(profileId);
      if (!profile) throw new AppError('profile_missing', 'The profile was removed already.');
      options.onProfileChanging(profileId);
      await forgetMisfits(profile, null);
      await secrets.removeEmbedSecret(profileId);
      profiles.remove(profileId);
    },
  };
}
