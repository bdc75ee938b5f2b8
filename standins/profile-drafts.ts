/** What an administrator would type into the set-up form for each of the services, ready to be handed over. */
import type { ProfileDraft } from '../src/shared/profile/profile.ts';
import { usualOptions } from '../src/shared/profile/workbook-options.ts';
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

interface Services {
  readonly authorizationServer: AuthorizationServer;
  readonly identityProvider: IdentityProvider | null;
  readonly snowflake: Snowflake | null;
  readonly sigma: Sigma;
}

export function createDrafts(services: Services): DemoDrafts {
  const base = {
    id: null,
    flow: 'authorization_code',
    exchange: null,
    isForOrganisation: false,
    clientAuthentication: 'automatic',
    signingKey: null,
    clientSecret: null,
    redirectUris: [...services.authorizationServer.redirectUris],
  } as const satisfies Partial<ConnectionDraft>;
  return {
    ...databricksDrafts(services.authorizationServer, base),
    ...companyDrafts(services, base),
    snowflake: ({ publicClient = false } = {}) => snowflakeDraft(services.snowflake, base, publicClient),
    profile: (options) => profileDraft(services.sigma, options),
  };
}

/** What all drafts have in common, unless they say otherwise. */
type Base = Omit<ConnectionDraft, 'label' | 'sigmaConnectionId' | 'server' | 'clientId' | 'scopes'>;

const databricksServer = ({ origin, accountId }: AuthorizationServer, level: Level) =>
  ({ provider: 'databricks', host: origin, level, accountId: level === 'account' ? accountId : null }) as const;

function databricksDrafts(
  server: AuthorizationServer,
  base: Base,
): Pick<DemoDrafts, 'databricks' | 'servicePrincipal'> {
  const { clients } = server;
  return {
    databricks: ({ level = 'workspace', publicClient = false } = {}) => ({
      ...base,
      label: level === 'workspace' ? 'Databricks' : 'Databricks account',
      sigmaConnectionId: connectionNamed(level).id,
      server: databricksServer(server, level),
      clientId: publicClient ? clients.public.clientId : clients.confidential.clientId,
      clientSecret: publicClient ? null : clients.confidential.clientSecret,
      scopes: ['all-apis', 'offline_access'],
    }),
    servicePrincipal: () => ({
      ...base,
      label: 'Wallboard',
      flow: 'client_credentials',
      sigmaConnectionId: connectionNamed('workspace').id,
      server: databricksServer(server, 'workspace'),
      clientId: clients.servicePrincipal.clientId,
      clientSecret: clients.servicePrincipal.clientSecret,
      scopes: ['all-apis'],
    }),
  };
}

function snowflakeDraft(snowflake: Snowflake | null, base: Base, publicClient: boolean): ConnectionDraft {
  if (!snowflake) throw new Error('Start the services with extras.snowflake.');
  const { clients, origin, redirectUris } = snowflake;
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
}

function companyDrafts(
  { authorizationServer, identityProvider }: Services,
  base: Base,
): Pick<DemoDrafts, 'identityProvider' | 'federated' | 'identityOnly' | 'machine'> {
  function provider(): IdentityProvider {
    if (!identityProvider) throw new Error('Start the services with extras.identityProvider.');
    return identityProvider;
  }

  function signInBy(client: DraftClient = 'public') {
    const { clients, redirectUris } = provider();
    const { privateKey, ...others } = clients;
    const key = client in privateKey ? privateKey[client as AssertionAlgorithm] : null;
    const chosen: { clientId: string; clientSecret?: string } =
      key ?? others[client as Exclude<DraftClient, AssertionAlgorithm>];
    return {
      ...base,
      server: serverOf(provider()),
      clientId: chosen.clientId,
      clientSecret: key?.privateKey ?? chosen.clientSecret ?? null,
      signingKey: key ? { algorithm: key.algorithm, keyId: key.keyId } : null,
      clientAuthentication: authenticationOf(client),
      redirectUris: [...redirectUris],
    };
  }

  return {
    identityProvider: ({ client } = {}) => ({
      ...signInBy(client),
      label: connectionOf(provider().flavour).name,
      sigmaConnectionId: connectionOf(provider().flavour).id,
      scopes: platformScopesOf(provider()),
    }),
    federated: ({ client, level = 'workspace' } = {}) => ({
      ...signInBy(client),
      label: 'Databricks by company sign-in',
      flow: 'token_exchange',
      sigmaConnectionId: connectionNamed(level).id,
      exchange: { server: databricksServer(authorizationServer, level), clientId: null, scopes: ['all-apis'] },
      scopes: identityScopesOf(provider()),
    }),
    identityOnly: ({ client } = {}) => ({
      ...signInBy(client),
      label: 'Company sign-in',
      sigmaConnectionId: null,
      scopes: identityScopesOf(provider()),
    }),
    machine({ byKey = false } = {}) {
      const { clients, flavour } = provider();
      const { machine, machineKey } = clients;
      return {
        ...base,
        label: 'Machine',
        flow: 'client_credentials',
        sigmaConnectionId: connectionOf(flavour).id,
        server: serverOf(provider()),
        clientId: byKey ? machineKey.clientId : machine.clientId,
        clientSecret: byKey ? machineKey.privateKey : machine.clientSecret,
        signingKey: byKey ? { algorithm: machineKey.algorithm, keyId: machineKey.keyId } : null,
        clientAuthentication: byKey ? 'private_key_jwt' : 'client_secret_basic',
        scopes: platformScopesOf(provider()).filter((scope) => !PERSONAL_SCOPES.includes(scope)),
      };
    },
  };
}

function profileDraft(sigma: Sigma, options: Parameters<DemoDrafts['profile']>[0]): ProfileDraft {
  const { name = 'Demo', connections, workbooks = sigma.workbooks.slice(0, 1), rowLevelSecurity = false } = options;
  const { teams = ['Sales_People'], email = null } = options;
  return {
    id: null,
    name,
    embedClientId: sigma.embedClient.clientId,
    embedSecret: sigma.embedClient.secret,
    sessionSeconds: 3600,
    tenant: null,
    evalConnectionId: null,
    user: {
      kind: 'embed',
      email,
      differentAddresses: 'refused',
      accountType: 'View',
      teams: rowLevelSecurity ? [] : [...teams],
      attributes: rowLevelSecurity ? [{ attribute: 'region', claim: 'region' }] : [],
      fixedAttributes: [],
      teamsClaim: rowLevelSecurity ? 'groups' : null,
    },
    workbooks: workbooks.map(({ title, url }) => ({ id: null, title, url, options: usualOptions })),
    connections: [...connections],
  };
}

const PERSONAL_SCOPES = ['openid', 'email', 'profile', 'offline_access'];

function serverOf(provider: IdentityProvider): Server {
  if (provider.flavour === 'entra') return { provider: 'entra', authority: provider.origin, tenant: ENTRA_TENANT };
  if (provider.flavour === 'google') return { provider: 'google', issuer: provider.origin };
  const audience = provider.flavour === 'auth0' ? DATA_PLATFORM_API : null;
  return { provider: 'oidc', metadataUrl: provider.metadataUrl, audience };
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

function platformScopesOf(provider: IdentityProvider): string[] {
  const scopes = identityScopesOf(provider);
  if (provider.flavour === 'entra') return [...scopes, `${AZURE_DATABRICKS}/user_impersonation`];
  return [...scopes, provider.flavour === 'google' ? BIGQUERY_SCOPE : 'session:role-any'];
}
