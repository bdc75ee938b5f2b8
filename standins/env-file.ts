/** The `.env` of Sigma's QuickStart, pointing at the stand-ins. */
import { randomUUID } from 'node:crypto';
import type { AuthorizationServer } from './authorization-server/authorization-server.ts';
import type { Level } from './control/calls.ts';
import type { Sigma } from './sigma/sigma.ts';

export const DEFAULT_REDIRECT_URI = 'http://localhost:3000/auth/databricks/callback';

export interface EnvOptions {
  /** Leaves `DATABRICKS_OAUTH_CLIENT_SECRET` out. */
  readonly publicClient?: boolean;
  readonly level?: Level;
  /** `EMAIL`; left blank otherwise, so that the person who signs in is the embed user. */
  readonly fixedEmail?: string;
  /** `SESSION_LENGTH` in seconds; 3600 when left out. */
  readonly sessionLength?: number;
}

export function writeEnvFile(authorizationServer: AuthorizationServer, sigma: Sigma, options: EnvOptions): string {
  const { publicClient = false, level = 'workspace', fixedEmail = '', sessionLength = 3600 } = options;
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
