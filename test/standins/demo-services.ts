/** Starts all stand-ins together: an authorization server as Databricks has it, a warehouse, and Sigma. */
import { randomBytes, randomUUID } from 'node:crypto';
import { type AuthorizationServer, startAuthorizationServer } from './authorization-server.ts';
import {
  type Behaviour,
  CONTROL_PATH,
  type Control,
  type ControlChannel,
  createControlChannel,
  type Level,
  type Lifetimes,
} from './control.ts';
import type { RegisteredClients } from './oidc-issuer.ts';
import { type Sigma, startSigma } from './sigma.ts';
import { createWarehouse, type Warehouse } from './warehouse.ts';

export { type Control, connectControl } from './control.ts';
export { type DemoPerson, demoPeople, findPerson } from './people.ts';
export { visitAs } from './scripted-browser.ts';

export interface DemoServicesOptions {
  /** 0 or left out: any free port. */
  ports?: { authorizationServer?: number; sigma?: number };
  lifetimes?: Partial<Lifetimes>;
  behaviour?: Partial<Behaviour>;
  /** Guards `POST /__control`; random when left out. */
  controlKey?: string;
  /** Registered for both clients, each exactly as written. The first one goes into `envFile`. */
  redirectUris?: readonly string[];
  /** Random when left out. */
  embedClient?: { clientId: string; secret: string };
  /** The two clients registered with the authorization server; random when left out. */
  databricksClients?: RegisteredClients;
  /** E-mail addresses that Sigma knows as internal users. */
  internalUsers?: readonly string[];
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

export interface DemoServices {
  authorizationServer: AuthorizationServer;
  sigma: Sigma;
  warehouse: Warehouse;
  /** For this process. */
  controls: Control;
  /** For other processes: pass it to `connectControl`. */
  control: { url: string; key: string };
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

  const authorizationServer = await startAuthorizationServer({
    port: options.ports?.authorizationServer ?? 0,
    redirectUris: options.redirectUris ?? [DEFAULT_REDIRECT_URI],
    lifetimes: options.lifetimes ?? {},
    behaviour: options.behaviour ?? {},
    answerControl,
    ...(options.databricksClients ? { clients: options.databricksClients } : {}),
  });
  const warehouse = createWarehouse({ introspect: authorizationServer.introspect });
  const sigma = await startSigma({
    port: options.ports?.sigma ?? 0,
    embedClient: options.embedClient ?? {
      clientId: randomBytes(32).toString('hex'),
      secret: randomBytes(64).toString('hex'),
    },
    internalUsers: options.internalUsers ?? ['internal@example.com'],
    warehouse,
    introspect: authorizationServer.introspect,
    answerControl,
  }).catch(async (error: unknown) => {
    await authorizationServer.stop();
    throw error;
  });

  channel = createControlChannel(
    {
      authorizationServer: authorizationServer.controlHandlers,
      warehouse: warehouse.controlHandlers,
      sigma: sigma.controlHandlers,
    },
    controlKey,
  );

  return {
    authorizationServer,
    sigma,
    warehouse,
    controls: channel.control,
    control: { url: `${authorizationServer.origin}${CONTROL_PATH}`, key: controlKey },
    envFile: writeEnvFile(authorizationServer, sigma, options),
    async stop() {
      await Promise.all([authorizationServer.stop(), sigma.stop()]);
    },
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
