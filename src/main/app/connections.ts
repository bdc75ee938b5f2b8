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

type SecretPlace = Pick<Connection, 'server' | 'clientId'>;

const issuerOf = ({ server }: Pick<Connection, 'server'>): string =>
  providerOf(server).authorizationServer(server).issuer;

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
    exists: (connectionId: string): boolean =>
      profiles.all().some((profile) => profile.connections.some(({ id }) => id === connectionId)),
    all: (): Connection[] => profiles.all().flatMap((profile) => profile.connections),

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

    /**
     * The client that a grant was given to, as long as its connection still names the same server and client. The
     * secret of another one has no business at the server of this grant.
     *
     * @throws AppError `profile_missing`, `secret_missing`
     */
    async clientOfGrant(grant: Grant): Promise<OAuthClient> {
      const { connection } = find(grant.connectionId);
      if (issuerOf(connection) !== grant.server.issuer || connection.clientId !== grant.clientId) {
        throw new AppError('profile_missing', 'The connection became another since this sign-in.');
      }
      return clientOf(connection);
    },

    /** Whether a stored grant was given for what a connection is now. */
    fits: (grant: Grant, connection: Connection): boolean =>
      grantFits(grant, { issuer: issuerOf(connection), clientId: connection.clientId, scopes: connection.scopes }),

    /** Whether a client secret kept for one connection would, for the other, go to the same server and client. */
    shareSecret: (one: SecretPlace, other: SecretPlace): boolean =>
      new URL(issuerOf(one)).origin === new URL(issuerOf(other)).origin && one.clientId === other.clientId,
  };
}
