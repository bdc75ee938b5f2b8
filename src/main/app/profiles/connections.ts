/** Turns the connections of the profiles into what the OAuth rooms work with. */
import { AppError } from '../../../shared/errors.ts';
import { credentialKind } from '../../../shared/profile/connection-rules.ts';
import type { AuthorizationServer, Connection, Profile } from '../../../shared/profile/profile.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import { fingerprintOf } from '../../oauth/grants/grant-purpose.ts';
import type { ClientCredentialsRequest } from '../../oauth/sign-in/client-credentials.ts';
import type { AnswerRules } from '../../oauth/sign-in/code-exchange.ts';
import type { ExchangeTarget, SignInRequest } from '../../oauth/sign-in/sign-in-request.ts';
import type { AssertionKey, ConnectionServerRules, OAuthClient } from '../../oauth/tokens/authorization-server.ts';
import { providerOf } from '../../providers/registry.ts';
import type { Profiles } from '../../settings/profiles.ts';
import { mappedClaimNames } from '../workbooks/embed-user.ts';
import type { Secrets } from './profile-secrets.ts';

export type Connections = ReturnType<typeof createConnections>;

type SecretPlace = Pick<Connection, 'server' | 'clientId'>;

const issuerOf = ({ server }: Pick<Connection, 'server'>): string =>
  providerOf(server).authorizationServer(server).issuer;

/** Where the client secret of a connection goes, as one comparable value: the origin of its server, and the client. */
const secretDestination = (connection: SecretPlace): string =>
  `${new URL(issuerOf(connection)).origin} ${connection.clientId}`;

export function createConnections(profiles: Profiles, secrets: Secrets) {
  /** @throws AppError `profile_missing` */
  function find(connectionId: string): { profile: Profile; connection: Connection } {
    for (const profile of profiles.all()) {
      const connection = profile.connections.find((candidate) => candidate.id === connectionId);
      if (connection) return { profile, connection };
    }
    throw new AppError('profile_missing', 'The connection was removed.');
  }

  const secretOf = (connection: Connection): Promise<string> =>
    secrets.clientSecret(connection.id, secretDestination(connection));

  async function keyOf(connection: Connection): Promise<AssertionKey> {
    const { server, signingKey } = connection;
    const privateKey = await secretOf(connection);
    const { audience, header } = providerOf(server).assertion(server, signingKey?.keyId ?? null);
    return { privateKey, algorithm: signingKey?.algorithm ?? 'RS256', audience, header };
  }

  async function authenticationOf(connection: Connection): Promise<OAuthClient['authentication']> {
    const method = connection.clientAuthentication;
    if (method === 'none') return { method };
    if (method === 'private_key_jwt') return { method, key: await keyOf(connection) };
    if (method !== 'automatic') return { method, clientSecret: await secretOf(connection) };
    if (!secrets.hasClientSecret(connection.id)) return { method, clientSecret: null, key: null };
    return credentialKind(connection) === 'key'
      ? { method, clientSecret: null, key: await keyOf(connection) }
      : { method, clientSecret: await secretOf(connection), key: null };
  }

  /** @throws AppError `secret_missing` */
  async function clientOf(connection: Connection): Promise<OAuthClient> {
    return { clientId: connection.clientId, authentication: await authenticationOf(connection) };
  }

  return {
    find,
    clientOf,
    exists: (connectionId: string): boolean =>
      profiles.all().some((profile) => profile.connections.some(({ id }) => id === connectionId)),
    all: (): Connection[] => profiles.all().flatMap((profile) => profile.connections),

    /** How a person signs in to a connection. @throws AppError `profile_missing`, `secret_missing` */
    async signInRequest(connectionId: string): Promise<SignInRequest> {
      const { profile, connection } = find(connectionId);
      const { server, scopes } = connection;
      const provider = providerOf(server);
      const exchange = exchangeOf(connection);
      return {
        connectionId,
        server: provider.authorizationServer(server),
        client: await clientOf(connection),
        scopes,
        audience: provider.audience(server),
        redirectUris: connection.redirectUris,
        extraParameters: provider.authorizationParameters(server, scopes),
        // After an exchange, it is the data platform that knows the person.
        identityUrl: exchange?.identityUrl ?? provider.identityUrl(server),
        rules: rulesOf(server),
        claimNames: mappedClaimNames(profile.user),
        exchange,
      };
    },

    /** How a machine gets its grant. @throws AppError `profile_missing`, `secret_missing` */
    async clientCredentialsRequest(connectionId: string): Promise<ClientCredentialsRequest> {
      const { connection } = find(connectionId);
      const provider = providerOf(connection.server);
      return {
        connectionId,
        server: provider.authorizationServer(connection.server),
        client: await clientOf(connection),
        scopes: connection.scopes,
        audience: provider.audience(connection.server),
        scopeRules: provider.scopes,
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
      const sameServer =
        grant.fingerprint === fingerprintOfConnection(connection) || issuerOf(connection) === grant.server.issuer;
      if (!sameServer || connection.clientId !== grant.clientId) {
        throw new AppError('profile_missing', 'The connection became another since this sign-in.');
      }
      return clientOf(connection);
    },

    /** What is particular about the servers of a connection, for renewing its grant. @throws AppError `profile_missing` */
    serverRulesOf(connectionId: string): ConnectionServerRules {
      const { connection } = find(connectionId);
      const { server } = connection;
      return {
        server: providerOf(server).authorizationServer(server),
        exchange: exchangeOf(connection)?.server ?? null,
      };
    },

    /** Whether a stored grant was given for what its connection is now, and knows what the profile asks about people. */
    fits(grant: Grant, connection: Connection, profile: Profile): boolean {
      const names = connection.flow === 'client_credentials' ? [] : mappedClaimNames(profile.user);
      return (
        grant.fingerprint === fingerprintOfConnection(connection) &&
        names.every((name) => Object.hasOwn(grant.claims, name))
      );
    },

    secretDestination,
  };
}

function rulesOf(server: AuthorizationServer): AnswerRules {
  const provider = providerOf(server);
  const { scopes, userNameField } = provider;
  return { scopes, userNameField, userNameClaims: provider.userNameClaims(server) };
}

function exchangeOf({ flow, exchange }: Connection): (ExchangeTarget & { identityUrl: string | null }) | null {
  if (flow !== 'token_exchange' || !exchange) return null;
  const { server, clientId, scopes } = exchange;
  const provider = providerOf(server);
  return {
    server: provider.authorizationServer(server),
    clientId,
    scopes,
    scopeRules: provider.scopes,
    identityUrl: provider.identityUrl(server),
  };
}

function fingerprintOfConnection(connection: Connection): string {
  const { flow, server, clientId, scopes } = connection;
  const exchange = exchangeOf(connection);
  return fingerprintOf({
    flow,
    issuer: issuerOf(connection),
    clientId,
    scopes,
    audience: providerOf(server).audience(server),
    exchange: exchange && { ...exchange, issuer: exchange.server.issuer },
  });
}
