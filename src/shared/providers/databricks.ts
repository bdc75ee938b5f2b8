/** Databricks' own OAuth, at a workspace, at the account, or where the host says. */
import { defaultRedirectUri } from '../profile/addresses.ts';
import { orNull, withScheme } from './address.ts';
import { accountConsole } from './databricks-hosts.ts';
import type { ProviderTemplate } from './provider.ts';

export const databricks: ProviderTemplate<'databricks'> = {
  kind: 'databricks',
  emptyFields: { host: '', level: 'automatic', accountId: '', workspaceId: '' },
  fieldsOf: ({ host, level, accountId, workspaceId = '' }) => ({
    host,
    level,
    accountId: accountId ?? '',
    workspaceId,
  }),
  serverOf: ({ host, level, accountId, workspaceId }) => ({
    provider: 'databricks',
    host: withScheme(host),
    level,
    accountId: level === 'workspace' ? null : orNull(accountId),
    ...(orNull(workspaceId) !== null && { workspaceId }),
  }),
  // All workspaces of an account share its console; a host that is not Databricks' own is taken for the console itself.
  addressOf({ host, level }) {
    const console = level === 'account' ? accountConsole(host) : null;
    return console === null ? host : `https://${console}`;
  },
  examples: {
    host: 'https://dbc-1234abcd-5678.cloud.databricks.com',
    accountId: '12345678-90ab-cdef-1234-567890abcdef',
    workspaceId: '1234567890123456',
    clientSecret: 'dose…',
  },
  usualLabel: { data: 'Databricks', identity: 'Databricks' },
  usualRedirects: [defaultRedirectUri('databricks')],
  scopes: [
    { name: 'allApis', use: 'data', scopes: ['all-apis', 'offline_access'] },
    { name: 'sql', use: 'data', scopes: ['sql', 'offline_access', 'openid', 'email', 'profile'] },
    { name: 'serviceAccount', use: 'service-account', scopes: ['all-apis'] },
  ],
  refreshScope: 'offline_access',
  steps: [
    { name: 'addConnection' },
    { name: 'redirectsScopesLifetimes' },
    { name: 'clientSecret' },
    { name: 'serviceAccount', for: ['service-account'] },
  ],
  namesPerson: true,
  wantsSecret: false,
  flows: ['authorization_code', 'client_credentials'],
  clientAuthentication: ['none', 'client_secret_post', 'client_secret_basic', 'automatic'],
};
