/**
 * Starts the stand-ins together: Databricks' authorization server, a warehouse, Sigma, and what else a test asks for.
 */
import { randomBytes } from 'node:crypto';
import {
  type AuthorizationServer,
  type DatabricksClients,
  startAuthorizationServer,
} from './authorization-server/authorization-server.ts';
import { type Introspect, introspectAny } from './authorization-server/introspection.ts';
import { type Snowflake, type SnowflakeOptions, startSnowflake } from './authorization-server/snowflake.ts';
import { type Behaviour, CONTROL_PATH, type Control, type FederationPolicy, type Lifetimes } from './control/calls.ts';
import { type ControlChannel, createControlChannel } from './control/channel.ts';
import { DEFAULT_REDIRECT_URI, type EnvOptions, writeEnvFile } from './env-file.ts';
import type { Answer } from './http-service.ts';
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
  env?: EnvOptions;
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

export async function startDemoServices(options: DemoServicesOptions = {}): Promise<DemoServices> {
  const controlKey = options.controlKey ?? randomBytes(24).toString('base64url');
  // The servers answer requests to the channel, and the channel is built from the servers: so it is set below.
  let channel: ControlChannel | undefined;
  const answerControl: Answer = async (request, response) => channel?.answer(request, response);
  const running = createRunning();
  const { authorizationServer, identityProvider, snowflake } = await startServers(options, answerControl, running);
  const introspect = introspectAny([
    authorizationServer.introspect,
    ...(snowflake ? [snowflake.introspect] : []),
    ...(identityProvider ? [platformView(identityProvider)] : []),
  ]);
  const warehouse = createWarehouse({ introspect });
  const sigma = await running.add(
    startSigma({
      port: options.ports?.sigma ?? 0,
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
        serviceAccount: options.extras?.serviceAccount,
        twoConnections: options.extras?.twoConnections,
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
    envFile: writeEnvFile(authorizationServer, sigma, options.env ?? {}),
    stop: running.stop,
  };
}

/** The services that are up. When one of them does not start, those before it are stopped. */
function createRunning() {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.map((stopOne) => stopOne()));
  };
  return {
    stop,
    async add<Service extends { stop(): Promise<void> }>(starting: Promise<Service>): Promise<Service> {
      try {
        const service = await starting;
        stops.push(service.stop);
        return service;
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}

/** The servers that issue tokens. */
async function startServers(
  options: DemoServicesOptions,
  answerControl: Answer,
  running: ReturnType<typeof createRunning>,
) {
  const { ports = {}, extras = {}, redirectUris = [DEFAULT_REDIRECT_URI] } = options;
  const shared = { redirectUris, answerControl };
  const wanted =
    typeof extras.identityProvider === 'string' ? { flavour: extras.identityProvider } : extras.identityProvider;
  const identityProvider = wanted
    ? await running.add(startIdentityProvider({ ...wanted, ...shared, port: ports.identityProvider ?? 0 }))
    : null;
  const snowflakeOptions = extras.snowflake === true ? {} : extras.snowflake;
  const snowflake = snowflakeOptions
    ? await running.add(startSnowflake({ ...snowflakeOptions, ...shared, port: ports.snowflake ?? 0 }))
    : null;
  const authorizationServer = await running.add(
    startAuthorizationServer({
      ...shared,
      port: ports.authorizationServer ?? 0,
      lifetimes: options.lifetimes ?? {},
      behaviour: options.behaviour ?? {},
      ...(options.databricksClients ? { clients: options.databricksClients } : {}),
      federation: identityProvider ? [trustIn(identityProvider)] : [],
    }),
  );
  return { authorizationServer, identityProvider, snowflake };
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
