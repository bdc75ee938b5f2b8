/** Okta, Auth0, PingIdentity and any other OpenID Connect server, found by its metadata URI. */
import { defaultRedirectUri } from '../profile/addresses.ts';
import { orNull, withScheme } from './address.ts';
import type { ProviderTemplate } from './provider.ts';

export const oidc: ProviderTemplate<'oidc'> = {
  kind: 'oidc',
  emptyFields: { metadataUrl: '', audience: '' },
  fieldsOf: ({ metadataUrl, audience }) => ({ metadataUrl, audience: audience ?? '' }),
  serverOf: ({ metadataUrl, audience }) => ({
    provider: 'oidc',
    metadataUrl: withScheme(metadataUrl),
    audience: orNull(audience),
  }),
  addressOf: ({ metadataUrl }) => metadataUrl,
  examples: {
    metadataUrl: 'https://example.okta.com/oauth2/default/.well-known/openid-configuration',
    audience: 'https://myorg-myaccount.snowflakecomputing.com',
  },
  usualLabel: { data: '', identity: '' },
  usualRedirects: [defaultRedirectUri('oidc')],
  scopes: [
    {
      name: 'snowflake',
      use: 'data',
      scopes: ['session:role-any', 'openid', 'email', 'profile', 'offline_access'],
    },
    { name: 'databricks', use: 'data', scopes: ['openid', 'email', 'profile', 'offline_access'] },
    { name: 'identity', use: 'identity', scopes: ['openid', 'email', 'profile', 'offline_access'] },
    {
      name: 'bigQuery',
      use: 'data',
      scopes: ['https://www.googleapis.com/auth/bigquery', 'openid', 'email', 'offline_access'],
    },
  ],
  refreshScope: 'offline_access',
  steps: [
    { name: 'createApplication' },
    { name: 'redirects' },
    { name: 'scopesAndPolicy' },
    { name: 'createApi', product: 'auth0' },
    { name: 'snowflake', for: ['data'] },
    { name: 'databricks', for: ['data', 'exchange'] },
  ],
  namesPerson: true,
  wantsSecret: false,
  flows: ['authorization_code', 'token_exchange', 'client_credentials'],
  clientAuthentication: ['automatic', 'none', 'client_secret_post', 'client_secret_basic', 'private_key_jwt'],
};
