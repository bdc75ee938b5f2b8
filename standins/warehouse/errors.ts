/** What each data platform says when it refuses, since that is what a person gets to read. */
import type { Platform } from '../sigma/connections.ts';

interface PlatformErrors {
  readonly expired: string;
  readonly unknown: string;
  missingScope(scopes: readonly string[]): string;
  missingPrivilege(userName: string): string;
}

/** Any one of them lets a token run queries. */
export const queryScopes: Readonly<Record<Platform, readonly RegExp[]>> = {
  databricks: [/^all-apis$/, /^sql$/, /\/user_impersonation$/, /^2ff814a6-3304-4ab8-85cb-cd0e6f879c1d\/\.default$/],
  snowflake: [/(^|\/)session:role-any$/, /(^|\/)session:role:.+$/],
  bigquery: [/^https:\/\/www\.googleapis\.com\/auth\/(bigquery(\.readonly)?|cloud-platform)$/],
};

export const warehouseErrors: Readonly<Record<Platform, PlatformErrors>> = {
  databricks: {
    expired:
      '401 Unauthorized: token expired. [Databricks][ThriftExtension] Access token has expired; obtain a new token and retry.',
    unknown:
      '401 Unauthorized: invalid access token. [Databricks][ThriftExtension] The token is not known to this workspace.',
    missingScope: () => '403 Forbidden: provided OAuth token does not have required scopes: sql',
    missingPrivilege: (userName) =>
      `[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User ${userName} does not have SELECT on table samples.nyctaxi.trips. SQLSTATE: 42501`,
  },
  snowflake: {
    expired: '390318: OAuth access token expired.',
    unknown: '390303: Invalid OAuth access token.',
    missingScope: () => '390317: The role requested in the connection is not listed in the Access Token.',
    missingPrivilege: () =>
      "002003 (42S02): SQL compilation error: Object 'SAMPLES.NYCTAXI.TRIPS' does not exist or not authorized.",
  },
  bigquery: {
    expired:
      '401: Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    unknown:
      '401: Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    missingScope: () => '403: Request had insufficient authentication scopes.',
    missingPrivilege: (userName) =>
      `403: Access Denied: Table samples:nyctaxi.trips: User ${userName} does not have permission to query table samples:nyctaxi.trips, or perhaps it does not exist.`,
  },
};
