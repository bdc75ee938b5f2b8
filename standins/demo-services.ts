/** Starts the stand-ins together: Databricks' authorization server, a warehouse, Sigma, and what a test asks for beside. */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  type AuthorizationServer,
  type DatabricksClients,
  startAuthorizationServer,
} from './authorization-server/authorization-server.ts';
import { type Introspect, introspectAny } from './authorization-server/introspection.ts';
import { type Snowflake, type SnowflakeOptions, startSnowflake } from './authorization-server/snowflake.ts';
import {
  type Behaviour,
  CONTROL_PATH,
  type Control,
  type FederationPolicy,
  type Level,
  type Lifetimes,
} from './control/calls.ts';
import { type ControlChannel, createControlChannel } from './control/channel.ts';
import { flavourManners } from './identity-provider/flavours.ts';
import {
  type IdentityProvider,
  type IdentityProviderOptions,
  startIdentityProvider,
} from './identity-provider/identity-provider.ts';
import type { Flavour } from './identity-provider/types.ts';
import { servicePrincipal } from './people.ts';
import { createDrafts, type DemoDrafts } from './profile-drafts.ts';
import { type Sigma, startSigma } from './sigma/sigma.ts';
import { createWarehouse, type Warehouse } from './warehouse/warehouse.ts';

export type { Control } from './control/calls.ts';
export { connectControl } from './control/channel.ts';
export { type DemoPerson, demoPeople, findPerson } from './people.ts';
export { visitAs } from './scripted-browser.ts';

export interface DemoServicesOptions {
  /** 0 or left out: any free port. */
  ports?: { authorizationServer?: number; sigma?: number; identityProvider?: number; snowflake?: number };
  lifetimes?: Partial<Lifetimes>;
  behaviour?: Partial<Behaviour>;
  /** Guards `POST /__control`; random when left out. */
  controlKey?: string;
  /** Registered for both clients, each exactly as written. The first one goes into `envFile`. */
  redirectUris?: readonly string[];
  /** Random when left out. */
  embedClient?: { clientId: string; secret: string };
  /** The two clients registered with the authorization server; random when left out. */
  databricksClients?: DatabricksClients;
  /** E-mail addresses that Sigma knows as internal users. */
  internalUsers?: readonly string[];
  /** What stands beside Databricks, each with connections and workbooks of its own. */
  extras?: {
    /** Databricks trusts it for token federation, by e-mail address. */
    identityProvider?: Flavour | ServiceOptions<IdentityProviderOptions>;
    snowflake?: true | ServiceOptions<SnowflakeOptions>;
    /** A workbook over Sigma's own account, its rows filtered by what the JWT says (pattern 2). */
    serviceAccount?: true;
    /** A workbook over Databricks and, in this order, Snowflake, the identity provider's platform or the account. */
    twoConnections?: true;
  };
  /** Shapes `envFile` only. */
  env?: {
    /** Leaves `DATABRICKS_OAUTH_CLIENT_SECRET` out. */
    publicClient?: boolean;
    level?: Level;
    /** `EMAIL`; left blank otherwise, so that whoever signs in is the embed user. */
    fixedEmail?: string;
    /** `SESSION_LENGTH` in seconds; 3600 when left out. */
    sessionLength?: number;
  };
}

type ServiceOptions<Options> = Omit<Options, 'redirectUris' | 'answerControl' | 'port'>;

export interface DemoServices {
  authorizationServer: AuthorizationServer;
  /** Null unless asked for in `extras`. */
  identityProvider: IdentityProvider | null;
  /** Null unless asked for in `extras`. */
  snowflake: Snowflake | null;
  sigma: Sigma;
  warehouse: Warehouse;
  /** For this process. */
  controls: Control;
  /** For other processes: pass it to `connectControl`. */
  control: { url: string; key: string };
  /** What an administrator would type into the set-up form. */
  drafts: DemoDrafts;
  /** The text of a QuickStart `.env` that points at these services. */
  envFile: string;
  /** Ends every connection and frees the ports. */
  stop(): Promise<void>;
}

export const DEFAULT_REDIRECT_URI = 'http://localhost:3000/auth/databricks/callback';

export async function startDemoServices(options: DemoServicesOptions = {}): Promise<DemoServices> {
  const controlKey = options.controlKey ?? randomBytes(24).toString('base64url');
  // The servers are needed to build the channel, and carry it: they get a hatch that is filled below.
  let channel: ControlChannel | undefined;
  const answerControl: ControlChannel['answer'] = async (request, response) => channel?.answer(request, response);

  const redirectUris = options.redirectUris ?? [DEFAULT_REDIRECT_URI];
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.map((stopOne) => stopOne()));
  };
  /** Whatever fails later: what runs already must not be left running. */
  async function started<Running extends { stop(): Promise<void> }>(starting: Promise<Running>): Promise<Running> {
    try {
      const running = await starting;
      stops.push(running.stop);
      return running;
    } catch (error) {
      await stop();
      throw error;
    }
  }

  const extras = options.extras ?? {};
  const wanted =
    typeof extras.identityProvider === 'string' ? { flavour: extras.identityProvider } : extras.identityProvider;
  const port = (name: keyof NonNullable<DemoServicesOptions['ports']>) => options.ports?.[name] ?? 0;
  const shared = { redirectUris, answerControl };
  const identityProvider = wanted
    ? await started(startIdentityProvider({ ...wanted, ...shared, port: port('identityProvider') }))
    : null;
  const snowflake = extras.snowflake
    ? await started(
        startSnowflake({
          ...(extras.snowflake === true ? {} : extras.snowflake),
          ...shared,
          port: port('snowflake'),
        }),
      )
    : null;
  const authorizationServer = await started(
    startAuthorizationServer({
      port: port('authorizationServer'),
      redirectUris,
      lifetimes: options.lifetimes ?? {},
      behaviour: options.behaviour ?? {},
      answerControl,
      ...(options.databricksClients ? { clients: options.databricksClients } : {}),
      federation: identityProvider ? [trustIn(identityProvider)] : [],
    }),
  );
  const introspect = introspectAny([
    authorizationServer.introspect,
    ...(snowflake ? [snowflake.introspect] : []),
    ...(identityProvider ? [platformView(identityProvider)] : []),
  ]);
  const warehouse = createWarehouse({ introspect });
  const sigma = await started(
    startSigma({
      port: port('sigma'),
      embedClient: options.embedClient ?? {
        clientId: randomBytes(32).toString('hex'),
        secret: randomBytes(64).toString('hex'),
      },
      internalUsers: options.internalUsers ?? ['internal@example.com'],
      warehouse,
      introspect,
      offer: {
        identityProvider: identityProvider?.flavour,
        snowflake: snowflake !== null,
        serviceAccount: extras.serviceAccount,
        twoConnections: extras.twoConnections,
      },
      answerControl,
    }),
  );

  channel = createControlChannel(
    {
      authorizationServer: authorizationServer.controlHandlers,
      identityProvider: identityProvider?.controlHandlers,
      snowflake: snowflake?.controlHandlers,
      warehouse: warehouse.controlHandlers,
      sigma: sigma.controlHandlers,
    },
    controlKey,
  );

  return {
    authorizationServer,
    identityProvider,
    snowflake,
    sigma,
    warehouse,
    controls: channel.control,
    control: { url: `${authorizationServer.origin}${CONTROL_PATH}`, key: controlKey },
    drafts: createDrafts({ authorizationServer, identityProvider, snowflake, sigma }),
    envFile: writeEnvFile(authorizationServer, sigma, options),
    stop,
  };
}

/** ID tokens name the client as their audience, access tokens the API. */
function trustIn({ flavour, issuer, clients }: IdentityProvider): FederationPolicy {
  const { public: open, secretPost, secretBasic, privateKey } = clients;
  const ids = [open, secretPost, secretBasic, ...Object.values(privateKey)].map(({ clientId }) => clientId);
  return { issuer, audiences: [...ids, flavourManners[flavour].audience].filter(Boolean), subjectClaim: 'email' };
}

/** A data platform knows a machine by its application id. */
function platformView(identityProvider: IdentityProvider): Introspect {
  return (accessToken) => {
    const found = identityProvider.introspect(accessToken);
    if (!found.active) return found;
    const { authority, scopes, expiresAt } = found;
    const person = found.person ?? servicePrincipal(found.clientId);
    return { active: true, authority, level: null, person, scopes, expiresAt };
  };
}

function writeEnvFile(authorizationServer: AuthorizationServer, sigma: Sigma, options: DemoServicesOptions): string {
  const { publicClient = false, level = 'workspace', fixedEmail = '', sessionLength = 3600 } = options.env ?? {};
  const workbook = sigma.workbooks.find((candidate) => candidate.level === level);
  if (!workbook) throw new Error(`No workbook has a connection at ${level} level.`);
  const { clients } = authorizationServer;
  const values: Record<string, string | number> = {
    CLIENT_ID: sigma.embedClient.clientId,
    SECRET: sigma.embedClient.secret,
    EMAIL: fixedEmail,
    ACCOUNT_TYPE: 'View',
    TEAMS: 'Sales_People',
    SESSION_LENGTH: sessionLength,
    DATABRICKS_OAUTH_BASE_URL: workbook.url,
    DATABRICKS_HOST: authorizationServer.origin,
    DATABRICKS_ACCOUNT_ID: authorizationServer.accountId,
    DATABRICKS_OAUTH_CLIENT_ID: publicClient ? clients.public.clientId : clients.confidential.clientId,
    DATABRICKS_OAUTH_CLIENT_SECRET: publicClient ? '' : clients.confidential.clientSecret,
    DATABRICKS_REDIRECT_URI: authorizationServer.redirectUris[0] ?? DEFAULT_REDIRECT_URI,
    DATABRICKS_AUTH_LEVEL: level,
    DATABRICKS_CONNECTION_ID: workbook.connectionId,
    DATABRICKS_SESSION_SECRET: randomUUID(),
    DATABRICKS_SAVE_TOKEN_TO_FILE: 'false',
  };
  const lines = Object.entries(values)
    .filter(([name, value]) => !(name === 'DATABRICKS_OAUTH_CLIENT_SECRET' && value === ''))
    .map(([name, value]) => `${name}=${value}`);
  return `# Points at the stand-ins of this project; nothing in it is worth stealing.\n${lines.join('\n')}\n`;
}
