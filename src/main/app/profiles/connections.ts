/** Turns the connections of the profiles into what the OAuth rooms work with. */
import { AppError } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { credentialKind, isServiceAccount, secretDestination } from '../../../shared/profile/connection-rules.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { AuthorizationServer } from '../../../shared/profile/servers.ts';
import { tokenRecipient, type UsesSigma } from '../../../shared/profile/sigma.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import { fingerprintOf, type GrantPurpose } from '../../oauth/grants/grant-purpose.ts';
import type { AccountWish } from '../../oauth/sign-in/account-prompt.ts';
import type { ClientCredentialsRequest } from '../../oauth/sign-in/client-credentials.ts';
import type { AnswerRules } from '../../oauth/sign-in/code-exchange.ts';
import type { ExchangeTarget, SignInRequest } from '../../oauth/sign-in/sign-in-request.ts';
import type {
  AssertionKey,
  AuthorizationServerAddress,
  ConnectionServerRules,
  IdentityEndpoint,
  OAuthClient,
} from '../../oauth/tokens/authorization-server.ts';
import { providerOf } from '../../providers/registry.ts';
import type { Profiles } from '../../settings/profiles.ts';
import { mappedClaimNames } from '../workbooks/embed-user.ts';
import type { Secrets } from './profile-secrets.ts';

export interface Connections {
  /** @throws AppError `profile_missing` */
  find(connectionId: string): { readonly profile: Profile; readonly connection: Connection };
  exists(connectionId: string): boolean;
  all(): Connection[];
  /** @throws AppError `secret_missing` */
  clientOf(connection: Connection): Promise<OAuthClient>;
  /** How a person signs in to a connection. @throws AppError `profile_missing`, `secret_missing` */
  signInRequest(connectionId: string, accountReason?: AccountWish['reason'] | null): Promise<SignInRequest>;
  /** How a service account gets its grant. @throws AppError `profile_missing`, `secret_missing` */
  clientCredentialsRequest(connectionId: string): Promise<ClientCredentialsRequest>;
  /**
   * The client that a grant was given to, as long as its connection still names the same server and client. The
   * secret of another one must not reach the server of this grant.
   *
   * @throws AppError `profile_missing`, `secret_missing`
   */
  clientOfGrant(grant: Grant): Promise<OAuthClient>;
  /** What is particular about the servers of a connection, for renewing its grant. @throws AppError `profile_missing` */
  serverRulesOf(connectionId: string): ConnectionServerRules;
  /** Whether a stored grant was given for what its connection is now, and knows what the profile asks about people. */
  fits(grant: Grant, connection: Connection, profile: Profile): boolean;
  /**
   * A stored grant, bound to the Sigma of its profile if an earlier version of the program left it unbound. There is
   * nothing else to bind it to, and it was used there until now; from then on it fits no other.
   *
   * @returns the very same grant when there is nothing to do
   */
  boundToSigma(grant: Grant): Grant;
}

export interface ConnectionsOptions {
  readonly profiles: Pick<Profiles, 'all'>;
  readonly secrets: Pick<Secrets, 'clientSecret' | 'hasClientSecret'>;
}

export function createConnections({ profiles, secrets }: ConnectionsOptions): Connections {
  function find(connectionId: string): { profile: Profile; connection: Connection } {
    for (const profile of profiles.all()) {
      const connection = profile.connections.find((candidate) => candidate.id === connectionId);
      if (connection) return { profile, connection };
    }
    throw new AppError('profile_missing', { reason: 'connectionRemoved' });
  }

  const clientOf = async (connection: Connection): Promise<OAuthClient> => ({
    clientId: connection.clientId,
    authentication: await authenticationOf(connection, secrets),
  });

  return {
    find,
    clientOf,
    exists: (connectionId) =>
      profiles.all().some(({ connections }) => connections.some(({ id }) => id === connectionId)),
    all: () => profiles.all().flatMap((profile) => profile.connections),

    async signInRequest(connectionId, accountReason = null) {
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
        account: accountReason && { reason: accountReason, usual: provider.accountPrompt(server, scopes) },
        // After an exchange, it is the data platform that knows the person.
        ...(exchange?.identity ?? identityOf(server)),
        rules: rulesOf(server),
        claimNames: mappedClaimNames(profile.user),
        exchange,
        recipient: tokenRecipient(profile, connection),
      };
    },

    async clientCredentialsRequest(connectionId) {
      const { profile, connection } = find(connectionId);
      const provider = providerOf(connection.server);
      return {
        connectionId,
        server: provider.authorizationServer(connection.server),
        client: await clientOf(connection),
        scopes: connection.scopes,
        audience: provider.audience(connection.server),
        scopeRules: provider.scopes,
        ...identityOf(connection.server),
        recipient: tokenRecipient(profile, connection),
      };
    },

    async clientOfGrant(grant) {
      const { profile, connection } = find(grant.connectionId);
      const isSameServer =
        grant.fingerprint === fingerprintFor(grant, connection, profile) ||
        issuerFor(grant.server.issuer, addressOf(connection.server)) === grant.server.issuer;
      if (!isSameServer || connection.clientId !== grant.clientId) {
        throw new AppError('profile_missing', { reason: 'connectionChanged' });
      }
      return clientOf(connection);
    },

    serverRulesOf(connectionId) {
      const { connection } = find(connectionId);
      const { server } = connection;
      return {
        server: providerOf(server).authorizationServer(server),
        exchange: exchangeOf(connection)?.server ?? null,
      };
    },

    fits(grant, connection, profile) {
      const names = isServiceAccount(connection) ? [] : mappedClaimNames(profile.user);
      return (
        grant.fingerprint === fingerprintFor(grant, connection, profile) &&
        names.every((name) => Object.hasOwn(grant.claims, name))
      );
    },

    boundToSigma: (grant) => boundToSigma(grant, find(grant.connectionId)),
  };
}

function boundToSigma(grant: Grant, { connection, profile }: ReturnType<Connections['find']>): Grant {
  const isUnbound = grant.fingerprint === fingerprintOf(purposeOf(connection, grant));
  return isUnbound ? { ...grant, fingerprint: fingerprintFor(grant, connection, profile) } : grant;
}

type ClientSecrets = ConnectionsOptions['secrets'];

const secretOf = (connection: Connection, secrets: ClientSecrets): Promise<string> =>
  secrets.clientSecret(connection.id, secretDestination(connection));

async function keyOf(connection: Connection, secrets: ClientSecrets): Promise<AssertionKey> {
  const { server, signingKey } = connection;
  const privateKey = await secretOf(connection, secrets);
  const { audience, header } = providerOf(server).assertion(server, signingKey?.keyId ?? null);
  return { privateKey, algorithm: signingKey?.algorithm ?? 'RS256', audience, header };
}

/** @throws AppError `secret_missing` */
async function authenticationOf(
  connection: Connection,
  secrets: ClientSecrets,
): Promise<OAuthClient['authentication']> {
  const method = connection.clientAuthentication;
  if (method === 'none') return { method };
  if (method === 'private_key_jwt') return { method, key: await keyOf(connection, secrets) };
  if (method !== 'automatic') return { method, clientSecret: await secretOf(connection, secrets) };
  if (!secrets.hasClientSecret(connection.id)) return { method, clientSecret: null, key: null };
  return credentialKind(connection) === 'key'
    ? { method, clientSecret: null, key: await keyOf(connection, secrets) }
    : { method, clientSecret: await secretOf(connection, secrets), key: null };
}

const addressOf = (server: AuthorizationServer): AuthorizationServerAddress =>
  providerOf(server).authorizationServer(server);

function identityOf(server: AuthorizationServer): IdentityEndpoint {
  const { identityUrl, identityHeaders } = providerOf(server);
  return { identityUrl: identityUrl(server), ...(identityHeaders && { identityHeaders: identityHeaders(server) }) };
}

/**
 * The issuer that a grant of this server is bound to. Where the host names it, that is the one that the host named when
 * the grant was given: what the host says by now concerns the next sign-in alone.
 */
const issuerFor = (given: string | undefined, { issuer, hostMetadata }: AuthorizationServerAddress): string =>
  given !== undefined && hostMetadata?.mayName(given) ? given : issuer;

function rulesOf(server: AuthorizationServer): AnswerRules {
  const provider = providerOf(server);
  const { scopes, userNameField, unprovenClaims = () => [] } = provider;
  return { scopes, userNameField, unprovenClaims, userNameClaims: provider.userNameClaims(server) };
}

function exchangeOf({ flow, exchange }: Connection): (ExchangeTarget & { readonly identity: IdentityEndpoint }) | null {
  if (flow !== 'token_exchange' || !exchange) return null;
  const { server, clientId, scopes } = exchange;
  const provider = providerOf(server);
  return {
    server: provider.authorizationServer(server),
    clientId,
    scopes,
    scopeRules: provider.scopes,
    identity: identityOf(server),
  };
}

/** What the grants of a connection are bound to, as one comparable value, before any host was asked. */
export const connectionFingerprint = (connection: Connection, profile: UsesSigma): string =>
  fingerprintFor(null, connection, profile);

/** What this grant would be bound to, if it were given for the connection as it is. */
const fingerprintFor = (grant: Grant | null, connection: Connection, profile: UsesSigma): string =>
  fingerprintOf({ ...purposeOf(connection, grant), recipient: tokenRecipient(profile, connection) });

function purposeOf(connection: Connection, grant: Grant | null): GrantPurpose {
  const { flow, server, clientId, scopes } = connection;
  const exchange = exchangeOf(connection);
  return {
    flow,
    issuer: issuerFor(grant?.server.issuer, addressOf(server)),
    clientId,
    scopes,
    audience: providerOf(server).audience(server),
    exchange: exchange && { ...exchange, issuer: issuerFor(grant?.exchange?.issuer, exchange.server) },
  };
}
