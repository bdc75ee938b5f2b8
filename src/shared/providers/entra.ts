/** Microsoft Entra ID, for Azure Databricks and as a company's identity provider. */
import { defaultRedirectUri } from '../profile/addresses.ts';
import { withScheme } from './address.ts';
import { type EntraCloud, entraCloudOf } from './entra-clouds.ts';
import { oidcFlavour } from './oidc-flavour.ts';
import type { ProviderTemplate, ServerFields } from './provider.ts';

/** The ID of AzureDatabricks in every directory. */
const AZURE_DATABRICKS = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';

export const entra: ProviderTemplate<'entra'> = {
  kind: 'entra',
  emptyFields: { authority: 'https://login.microsoftonline.com', tenant: '' },
  fieldsOf: ({ authority, tenant }) => ({ authority, tenant }),
  serverOf: ({ authority, tenant }) => ({ provider: 'entra', authority: withScheme(authority), tenant }),
  addressOf: ({ authority }) => authority,
  examples: {
    authority: 'https://login.microsoftonline.com',
    tenant: '12345678-90ab-cdef-1234-567890abcdef',
    clientId: '12345678-90ab-cdef-1234-567890abcdef',
  },
  usualLabel: { data: 'Azure Databricks', identity: 'Microsoft' },
  usualRedirects: [defaultRedirectUri('entra')],
  scopes: [
    { name: 'azureDatabricks', use: 'data', scopes: [`${AZURE_DATABRICKS}/user_impersonation`, 'offline_access'] },
    {
      name: 'azureDatabricksWithIdentity',
      use: 'data',
      scopes: [`${AZURE_DATABRICKS}/user_impersonation`, 'openid', 'email', 'profile', 'offline_access'],
    },
    { name: 'bigQuery', use: 'data', scopes: ['https://bigquery.googleapis.com/.default', 'offline_access'] },
    { name: 'identity', use: 'identity', scopes: ['openid', 'email', 'profile', 'offline_access'] },
    { name: 'serviceAccount', use: 'service-account', scopes: [`${AZURE_DATABRICKS}/.default`] },
  ],
  refreshScope: 'offline_access',
  steps: [
    { name: 'registerApplication' },
    { name: 'databricksPermission', for: ['data'] },
    { name: 'publicClient' },
    { name: 'optionalClaims' },
  ],
  namesPerson: true,
  wantsSecret: false,
  flows: ['authorization_code', 'token_exchange', 'client_credentials'],
  clientAuthentication: ['none', 'automatic', 'client_secret_post', 'client_secret_basic', 'private_key_jwt'],
};

/** Entra's fields, read off its metadata URI; null for any other address. */
export function entraFields(metadataUrl: string): ServerFields<'entra'> | null {
  if (oidcFlavour(metadataUrl) !== 'entra') return null;
  const { origin, pathname } = new URL(metadataUrl);
  return { authority: origin, tenant: pathname.split('/')[1] ?? '' };
}

/** The national cloud of an Entra authority; null for the worldwide one. */
export function entraCloud(authority: string): Exclude<EntraCloud['name'], 'worldwide'> | null {
  const { name } = entraCloudOf(authority) ?? { name: 'worldwide' };
  return name === 'worldwide' ? null : name;
}
