/** One profile for each authorization server and each pattern, as an administrator would have saved it. */

import type { Connection } from '../../../src/shared/profile/connection.ts';
import type { ProfileView } from '../../../src/shared/state.ts';
import { finance } from './fixtures.ts';

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const databricksHosts = {
  aws: 'https://dbc-1a2b3c4d-5e6f.cloud.databricks.com',
  azure: 'https://adb-1234567890123456.2.azuredatabricks.net',
};

const plain: Connection = {
  id: id(201),
  label: 'Databricks',
  isForOrganisation: false,
  sigmaConnectionId: '4b1f0c1e-9d0b-4f0e-8a53-6a3c1f2a7d11',
  server: { provider: 'databricks', host: databricksHosts.aws, level: 'workspace', accountId: null },
  flow: 'authorization_code',
  exchange: null,
  clientId: '7c0f8a52-2b7e-4d5b-9e37-1f6f0b8d2c44',
  clientAuthentication: 'automatic',
  signingKey: null,
  scopes: ['sql', 'offline_access', 'openid', 'email', 'profile'],
  redirectUris: ['http://localhost:3000/auth/databricks/callback'],
};
const at = (kind: string) => ({ redirectUris: [`http://localhost:3000/auth/${kind}/callback`] });

const okta = 'https://acme.okta.com/oauth2/aus1a2b3c4d/.well-known/openid-configuration';
const tenant = '3f1b9a20-6f43-4d5e-9c1b-8d2f7a5e0c61';

const user = {
  kind: 'embed',
  email: null,
  differentAddresses: 'refused',
  accountType: 'View',
  teams: ['Finance'],
  attributes: [],
  fixedAttributes: [],
  teamsClaim: null,
} satisfies ProfileView['profile']['user'];

type Extra = {
  user?: ProfileView['profile']['user'];
  hasSecret?: boolean;
  sigma?: Partial<Pick<ProfileView['profile'], 'tenant' | 'evalConnectionId'>>;
};

function profileWith(
  connection: Connection,
  { user: who = user, hasSecret = false, sigma = {} }: Extra = {},
): ProfileView {
  return {
    profile: { ...finance.profile, ...sigma, user: who, connections: [connection] },
    hasEmbedSecret: true,
    clientSecrets: hasSecret ? [connection.id] : [],
  };
}

const entraServer = { provider: 'entra', authority: 'https://login.microsoftonline.com', tenant } as const;
const oidcServer = { provider: 'oidc', metadataUrl: okta, audience: null } as const;
const identityScopes = ['openid', 'email', 'profile', 'offline_access'];

export const machine: Connection = {
  ...plain,
  label: 'Wallboard',
  flow: 'client_credentials',
  scopes: ['all-apis'],
};

export const setUps = {
  databricks: profileWith(plain),
  'databricks-automatic': profileWith({
    ...plain,
    server: {
      provider: 'databricks',
      host: 'https://acme.databricks.com',
      level: 'automatic',
      accountId: '0d26daa6-5e44-4c97-a497-ef015f91254a',
      workspaceId: '1234567890123456',
    },
  }),
  'databricks-account': profileWith(
    {
      ...plain,
      server: {
        provider: 'databricks',
        host: databricksHosts.azure,
        level: 'account',
        accountId: '0d26daa6-5e44-4c97-a497-ef015f91254a',
      },
      clientAuthentication: 'client_secret_basic',
      scopes: ['all-apis', 'offline_access'],
    },
    { hasSecret: true },
  ),
  organisation: profileWith(
    { ...plain, sigmaConnectionId: null, isForOrganisation: true },
    {
      user: { ...user, email: 'Ada+sigma@example.com' },
      sigma: { tenant: 'night-shift', evalConnectionId: '9c2e7b10-3d54-4a1f-8f0e-5b6d7c8e9f01' },
    },
  ),
  entra: profileWith({
    ...plain,
    ...at('entra'),
    label: 'Azure Databricks',
    server: entraServer,
    clientAuthentication: 'none',
    scopes: ['2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation', ...identityScopes],
  }),
  oidc: profileWith({
    ...plain,
    ...at('oidc'),
    label: 'Okta',
    server: oidcServer,
    scopes: ['session:role-any', ...identityScopes],
  }),
  'oidc-private-key': profileWith(
    {
      ...plain,
      ...at('oidc'),
      label: 'Okta',
      server: oidcServer,
      clientAuthentication: 'private_key_jwt',
      signingKey: { algorithm: 'PS256', keyId: 'sightglass-2026' },
      scopes: ['session:role:ANALYST', 'offline_access'],
    },
    { hasSecret: true },
  ),
  snowflake: profileWith({
    ...plain,
    ...at('snowflake'),
    label: 'Snowflake',
    server: { provider: 'snowflake', accountUrl: 'https://acme-eu1.snowflakecomputing.com' },
    scopes: ['session:role-any', 'refresh_token'],
  }),
  google: profileWith(
    {
      ...plain,
      ...at('google'),
      label: 'BigQuery',
      server: { provider: 'google', issuer: 'https://accounts.google.com' },
      clientId: '482910-a1b2c3.apps.googleusercontent.com',
      clientAuthentication: 'client_secret_post',
      scopes: ['https://www.googleapis.com/auth/bigquery', 'openid', 'email'],
    },
    { hasSecret: true },
  ),
  identity: profileWith(
    {
      ...plain,
      ...at('entra'),
      label: 'Microsoft',
      sigmaConnectionId: null,
      server: entraServer,
      scopes: identityScopes,
    },
    {
      user: {
        ...user,
        attributes: [
          { attribute: 'Region', claim: 'department' },
          { attribute: 'Cost center', claim: 'extension_costCenter' },
        ],
        fixedAttributes: [],
        teamsClaim: 'groups',
      },
    },
  ),
  exchange: profileWith({
    ...plain,
    ...at('oidc'),
    label: 'Okta',
    server: oidcServer,
    flow: 'token_exchange',
    exchange: {
      server: { provider: 'databricks', host: databricksHosts.aws, level: 'workspace', accountId: null },
      clientId: null,
      scopes: ['all-apis'],
    },
    scopes: identityScopes,
  }),
  'exchange-account': profileWith({
    ...plain,
    ...at('entra'),
    label: 'Microsoft',
    server: { ...entraServer, authority: 'https://login.microsoftonline.us' },
    flow: 'token_exchange',
    exchange: {
      server: {
        provider: 'databricks',
        host: 'https://adb-1.2.databricks.azure.us',
        level: 'account',
        accountId: '0d26daa6-5e44-4c97-a497-ef015f91254a',
      },
      clientId: 'b6c0c6f2-6f0e-4b39-a6a7-8d1d2f3c4e5f',
      scopes: ['sql'],
    },
    scopes: identityScopes,
  }),
  machine: profileWith(machine, {
    user: { ...user, email: 'wallboard@example.com' },
    hasSecret: true,
  }),
} as const satisfies Record<string, ProfileView>;
export type SetUpName = keyof typeof setUps;
