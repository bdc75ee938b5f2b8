/** Turns the connections of the profiles into what the OAuth rooms work with. */
import { AppError } from '../../shared/errors.ts';
import type { Connection, Profile } from '../../shared/profile.ts';
import type { OAuthClient } from '../oauth/authorization-server.ts';
import { type Grant, grantFits } from '../oauth/grant.ts';
import type { SignInRequest } from '../oauth/sign-in.ts';
import { providerOf } from '../providers/registry.ts';
import type { Profiles } from '../settings/profiles.ts';
import type { Secrets } from './secrets.ts';

export type Connections = ReturnType<typeof createConnections>;

export function createConnections(profiles: Profiles, secrets: Secrets) {
  /** @throws AppError `profile_missing` */
  function find(connectionId: string): { profile: Profile; connection: Connection } {
    for (const profile of profiles.all()) {
      const connection = profile.connections.find((candidate) => candidate.id === connectionId);
      if (connection) return { profile, connection };
    }
    throw new AppError('profile_missing', 'The connection was removed.');
  }

  /** @throws AppError `secret_missing` */
  async function clientOf(connection: Connection): Promise<OAuthClient> {
    const { clientId } = connection;
    if (connection.clientAuthentication === 'none') return { clientId, authentication: { method: 'none' } };
    const clientSecret = await secrets.clientSecret(connection.id);
    return { clientId, authentication: { method: 'client_secret_post', clientSecret } };
  }

  return {
    find,
    all: (): Connection[] => profiles.all().flatMap((profile) => profile.connections),
    clientOf,

    /** @throws AppError `profile_missing`, `secret_missing` */
    async signInRequest(connectionId: string): Promise<SignInRequest> {
      const { connection } = find(connectionId);
      const provider = providerOf(connection.server);
      return {
        connectionId,
        server: provider.authorizationServer(connection.server),
        client: await clientOf(connection),
        scopes: connection.scopes,
        redirectUris: connection.redirectUris,
        extraParameters: provider.authorizationParameters(connection.server),
        identityUrl: provider.identityUrl(connection.server),
      };
    },

    /** Whether a stored grant was given for what its connection is now. */
    fits(grant: Grant, connection: Connection): boolean {
      const { issuer } = providerOf(connection.server).authorizationServer(connection.server);
      return grantFits(grant, { issuer, clientId: connection.clientId, scopes: connection.scopes });
    },
  };
}
