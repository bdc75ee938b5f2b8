/**
 * Starts the stand-ins for a demonstration and keeps them running until Ctrl+C.
 *
 *   node scripts/run-ts.mjs scripts/demo-services.ts [path of the .env to write] [what else to start]
 *
 * What else: okta, auth0, ping, entra or google; snowflake; service-account; two-connections. For each, the values for
 * the set-up form are printed. They are made up anew at every start.
 *
 * The client ids and secrets of an .env that is already there are used again, so that a profile imported from it
 * stays good.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { parseEnv } from 'node:util';
import {
  type DemoServices,
  type DemoServicesOptions,
  demoPeople,
  startDemoServices,
} from '../standins/demo-services.ts';
import { FLAVOURS } from '../standins/identity-provider/types.ts';

const PORTS = { authorizationServer: 8921, sigma: 8922, identityProvider: 8923, snowflake: 8924 };
const REDIRECT_URIS = ['http://localhost:3000/auth/databricks/callback', 'http://localhost:8020'];

function readEarlierEnv(path: string | undefined): Record<string, string | undefined> {
  try {
    return path ? parseEnv(readFileSync(path, 'utf8')) : {};
  } catch {
    return {};
  }
}

/** What an earlier run wrote, where it is complete. */
function keepClients(env: Record<string, string | undefined>): DemoServicesOptions {
  const { CLIENT_ID, SECRET, DATABRICKS_OAUTH_CLIENT_ID, DATABRICKS_OAUTH_CLIENT_SECRET } = env;
  const kept: DemoServicesOptions = {};
  if (CLIENT_ID && SECRET) kept.embedClient = { clientId: CLIENT_ID, secret: SECRET };
  if (DATABRICKS_OAUTH_CLIENT_ID && DATABRICKS_OAUTH_CLIENT_SECRET) {
    kept.databricksClients = {
      public: { clientId: `${DATABRICKS_OAUTH_CLIENT_ID}-public` },
      confidential: { clientId: DATABRICKS_OAUTH_CLIENT_ID, clientSecret: DATABRICKS_OAUTH_CLIENT_SECRET },
    };
  }
  return kept;
}

/** Unknown names are refused, so that a misspelled one does not start a demonstration without it. */
function readExtras(names: readonly string[]): NonNullable<DemoServicesOptions['extras']> {
  const extras: NonNullable<DemoServicesOptions['extras']> = {};
  for (const name of names) {
    const flavour = FLAVOURS.find((candidate) => candidate === name);
    if (flavour) extras.identityProvider = flavour;
    else if (name === 'snowflake') extras.snowflake = true;
    else if (name === 'service-account') extras.serviceAccount = true;
    else if (name === 'two-connections') extras.twoConnections = true;
    else
      throw new Error(
        `There is no "${name}" to start. Known: ${FLAVOURS.join(', ')}, snowflake, service-account, two-connections.`,
      );
  }
  return extras;
}

/** What to type into the set-up form, one block for each connection. */
function describeDrafts({ drafts, identityProvider, snowflake }: DemoServices): string {
  const connections = [
    ...(identityProvider ? [drafts.identityProvider(), drafts.federated(), drafts.identityOnly()] : []),
    ...(snowflake ? [drafts.snowflake()] : []),
  ];
  return connections
    .map(({ label, sigmaConnectionId, server, clientId, clientSecret, scopes, redirectUris }) =>
      [
        `${label}`,
        `  Connection ID   ${sigmaConnectionId ?? '(none)'}`,
        `  Server          ${Object.values(server).filter(Boolean).join(' ')}`,
        `  Client ID       ${clientId}`,
        ...(clientSecret ? [`  Client secret   ${clientSecret}`] : []),
        `  Scopes          ${scopes.join(' ')}`,
        `  Redirect URLs   ${redirectUris.join(' ')}`,
      ].join('\n'),
    )
    .join('\n');
}

/** Another demonstration in another terminal must not take this one's ports away. */
async function freeOrAny(port: number): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  const taken = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return taken ? 0 : port;
}

/** Runs until a signal ends it. */
export async function main([envPath, ...extras]: readonly string[]): Promise<number> {
  const services = await startDemoServices({
    ports: {
      authorizationServer: await freeOrAny(PORTS.authorizationServer),
      sigma: await freeOrAny(PORTS.sigma),
      identityProvider: await freeOrAny(PORTS.identityProvider),
      snowflake: await freeOrAny(PORTS.snowflake),
    },
    extras: readExtras(extras),
    redirectUris: REDIRECT_URIS,
    ...keepClients(readEarlierEnv(envPath)),
  });
  if (envPath) writeFileSync(envPath, services.envFile, { mode: 0o600 });

  const people = demoPeople.map(({ displayName, remark }) => `${displayName} (${remark})`);
  console.log(`Authorization server  ${services.authorizationServer.origin}`);
  console.log(`Sigma                 ${services.sigma.origin}`);
  for (const { title, url } of services.sigma.workbooks) console.log(`  ${title.padEnd(28)}${url}`);
  const form = describeDrafts(services);
  if (form) console.log(form);
  console.log(`People                ${people.join(', ')}`);
  console.log(envPath ? `QuickStart .env       ${envPath}` : `\n${services.envFile}`);
  console.log('Press Ctrl+C to stop.');

  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await services.stop();
  return 0;
}
