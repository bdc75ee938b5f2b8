/** What an administrator would type into the set-up form for each of the services, ready to be handed over. */
import type { ProfileDraft } from '../src/shared/profile/profile.ts';
import type { AuthorizationServer } from './authorization-server/authorization-server.ts';
import type { Snowflake } from './authorization-server/snowflake.ts';
import type { Level } from './control/calls.ts';
import { AZURE_DATABRICKS, BIGQUERY_SCOPE, DATA_PLATFORM_API, ENTRA_TENANT } from './identity-provider/flavours.ts';
import type { IdentityProvider } from './identity-provider/identity-provider.ts';
import type { AssertionAlgorithm } from './identity-provider/types.ts';
import { connectionNamed, connectionOf, type SigmaWorkbook } from './sigma/connections.ts';
import type { Sigma } from './sigma/sigma.ts';

export type ConnectionDraft = ProfileDraft['connections'][number];
type Server = ConnectionDraft['server'];

/** Which of the identity provider's clients a draft uses. */
export type DraftClient = 'public' | 'secretPost' | 'secretBasic' | AssertionAlgorithm;

export interface DemoDrafts {
  /** Pattern 1: Databricks, with a secret or without. */
  databricks(options?: { level?: Level; publicClient?: boolean }): ConnectionDraft;
  /** Machine to machine, at Databricks. */
  servicePrincipal(): ConnectionDraft;
  /** Snowflake's own OAuth. Throws when it was not started. */
  snowflake(options?: { publicClient?: boolean }): ConnectionDraft;
  /** The company's identity provider, whose tokens go to the platform as they are. Throws when it was not started. */
  identityProvider(options?: { client?: DraftClient }): ConnectionDraft;
  /** Pattern 3: the same sign-in, its token exchanged at Databricks. */
  federated(options?: { client?: DraftClient; level?: Level }): ConnectionDraft;
  /** Pattern 2: the same sign-in, only to learn who it is. */
  identityOnly(options?: { client?: DraftClient }): ConnectionDraft;
  /** Machine to machine, at the identity provider. */
  machine(options?: { byKey?: boolean }): ConnectionDraft;
  /** A whole profile; region and groups of the sign-in become attribute and teams when `rowLevelSecurity` is set. */
  profile(options: {
    name?: string;
    connections: readonly ConnectionDraft[];
    workbooks?: readonly SigmaWorkbook[];
    rowLevelSecurity?: boolean;
    teams?: readonly string[];
    /** For machines, which have no address of their own. */
    email?: string;
  }): ProfileDraft;
}

export function createDrafts(services: {
  authorizationServer: AuthorizationServer;
  identityProvider: IdentityProvider | null;
  snowflake: Snowflake | null;
  sigma: Sigma;
}): DemoDrafts {
  const { authorizationServer, sigma } = services;
  const base = {
    id: null,
    flow: 'authorization_code',
    exchange: null,
    clientAuthentication: 'automatic',
    signingKey: null,
    clientSecret: null,
    redirectUris: [...authorizationServer.redirectUris],
  } as const satisfies Partial<ConnectionDraft>;

  const databricksServer = (level: Level) =>
    ({
      provider: 'databricks',
      host: authorizationServer.origin,
      level,
      accountId: level === 'account' ? authorizationServer.accountId : null,
    }) as const;

  function provider(): IdentityProvider {
    if (!services.identityProvider) throw new Error('Start the services with extras.identityProvider.');
    return services.identityProvider;
  }

  function company(client: DraftClient = 'public'): Omit<ConnectionDraft, 'label' | 'sigmaConnectionId' | 'scopes'> {
    const house = provider();
    const { privateKey, ...others } = house.clients;
    const key = client in privateKey ? privateKey[client as AssertionAlgorithm] : null;
    const chosen: { clientId: string; clientSecret?: string } =
      key ?? others[client as Exclude<DraftClient, AssertionAlgorithm>];
    return {
      ...base,
      server: serverOf(house),
      clientId: chosen.clientId,
      clientSecret: key?.privateKey ?? chosen.clientSecret ?? null,
      signingKey: key ? { algorithm: key.algorithm, keyId: key.keyId } : null,
      clientAuthentication: authenticationOf(client),
      redirectUris: [...house.redirectUris],
    };
  }

  return {
    databricks({ level = 'workspace', publicClient = false } = {}) {
      const { clients } = authorizationServer;
      return {
        ...base,
        label: level === 'workspace' ? 'Databricks' : 'Databricks account',
        sigmaConnectionId: connectionNamed(level).id,
        server: databricksServer(level),
        clientId: publicClient ? clients.public.clientId : clients.confidential.clientId,
        clientSecret: publicClient ? null : clients.confidential.clientSecret,
        scopes: ['all-apis', 'offline_access'],
      };
    },
    servicePrincipal() {
      const { clientId, clientSecret } = authorizationServer.clients.servicePrincipal;
      return {
        ...base,
        label: 'Wallboard',
        flow: 'client_credentials',
        sigmaConnectionId: connectionNamed('workspace').id,
        server: databricksServer('workspace'),
        clientId,
        clientSecret,
        scopes: ['all-apis'],
      };
    },
    snowflake({ publicClient = false } = {}) {
      if (!services.snowflake) throw new Error('Start the services with extras.snowflake.');
      const { clients, origin, redirectUris } = services.snowflake;
      return {
        ...base,
        label: 'Snowflake',
        sigmaConnectionId: connectionNamed('snowflake').id,
        server: { provider: 'snowflake', accountUrl: origin },
        clientId: publicClient ? clients.public.clientId : clients.confidential.clientId,
        clientSecret: publicClient ? null : clients.confidential.clientSecret,
        scopes: ['session:role-any', 'refresh_token'],
        redirectUris: [...redirectUris],
      };
    },
    identityProvider({ client } = {}) {
      const connection = connectionOf(provider().flavour);
      return {
        ...company(client),
        label: connection.name,
        sigmaConnectionId: connection.id,
        scopes: platformScopesOf(provider()),
      };
    },
    federated({ client, level = 'workspace' } = {}) {
      return {
        ...company(client),
        label: 'Databricks by company sign-in',
        flow: 'token_exchange',
        sigmaConnectionId: connectionNamed(level).id,
        exchange: { server: databricksServer(level), clientId: null, scopes: ['all-apis'] },
        scopes: identityScopesOf(provider()),
      };
    },
    identityOnly({ client } = {}) {
      return {
        ...company(client),
        label: 'Company sign-in',
        sigmaConnectionId: null,
        scopes: identityScopesOf(provider()),
      };
    },
    machine({ byKey = false } = {}) {
      const house = provider();
      const { machine, machineKey } = house.clients;
      const connection = connectionOf(house.flavour);
      return {
        ...base,
        label: 'Machine',
        flow: 'client_credentials',
        sigmaConnectionId: connection.id,
        server: serverOf(house),
        clientId: byKey ? machineKey.clientId : machine.clientId,
        clientSecret: byKey ? machineKey.privateKey : machine.clientSecret,
        signingKey: byKey ? { algorithm: machineKey.algorithm, keyId: machineKey.keyId } : null,
        clientAuthentication: byKey ? 'private_key_jwt' : 'client_secret_basic',
        scopes: platformScopesOf(house).filter((scope) => !PERSONAL_SCOPES.includes(scope)),
      };
    },
    profile({ name = 'Demo', connections, workbooks = sigma.workbooks.slice(0, 1), ...options }) {
      const { rowLevelSecurity = false, teams = ['Sales_People'], email = null } = options;
      return {
        id: null,
        name,
        embedClientId: sigma.embedClient.clientId,
        embedSecret: sigma.embedClient.secret,
        sessionSeconds: 3600,
        user: {
          kind: 'embed',
          email,
          accountType: 'View',
          teams: rowLevelSecurity ? [] : [...teams],
          attributes: rowLevelSecurity ? [{ attribute: 'region', claim: 'region' }] : [],
          teamsClaim: rowLevelSecurity ? 'groups' : null,
        },
        workbooks: workbooks.map(({ title, url }) => ({ id: null, title, url })),
        connections: [...connections],
      };
    },
  };
}

const PERSONAL_SCOPES = ['openid', 'email', 'profile', 'offline_access'];

function serverOf(house: IdentityProvider): Server {
  if (house.flavour === 'entra') return { provider: 'entra', authority: house.origin, tenant: ENTRA_TENANT };
  if (house.flavour === 'google') return { provider: 'google', issuer: house.origin };
  const audience = house.flavour === 'auth0' ? DATA_PLATFORM_API : null;
  return { provider: 'oidc', metadataUrl: house.metadataUrl, audience };
}

function authenticationOf(client: DraftClient): ConnectionDraft['clientAuthentication'] {
  if (client === 'public') return 'none';
  if (client === 'secretPost') return 'client_secret_post';
  return client === 'secretBasic' ? 'client_secret_basic' : 'private_key_jwt';
}

/** Google has no `offline_access`. */
function identityScopesOf({ flavour }: IdentityProvider): string[] {
  return flavour === 'google' ? PERSONAL_SCOPES.slice(0, 3) : [...PERSONAL_SCOPES];
}

function platformScopesOf(house: IdentityProvider): string[] {
  const scopes = identityScopesOf(house);
  if (house.flavour === 'entra') return [...scopes, `${AZURE_DATABRICKS}/user_impersonation`];
  return [...scopes, house.flavour === 'google' ? BIGQUERY_SCOPE : 'session:role-any'];
}
