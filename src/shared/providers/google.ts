/** Google, for BigQuery. */
import { defaultRedirectUri } from '../profile/addresses.ts';
import { withScheme } from './address.ts';
import type { ProviderTemplate } from './provider.ts';

export const google: ProviderTemplate<'google'> = {
  kind: 'google',
  emptyFields: { issuer: 'https://accounts.google.com' },
  fieldsOf: ({ issuer }) => ({ issuer }),
  serverOf: ({ issuer }) => ({ provider: 'google', issuer: withScheme(issuer) }),
  addressOf: ({ issuer }) => issuer,
  examples: {
    issuer: 'https://accounts.google.com',
    clientId: '….apps.googleusercontent.com',
    clientSecret: 'GOCSPX-…',
  },
  usualLabel: { data: 'BigQuery', identity: 'Google' },
  usualRedirects: [defaultRedirectUri('google')],
  scopes: [
    { name: 'bigQuery', use: 'data', scopes: ['https://www.googleapis.com/auth/bigquery', 'openid', 'email'] },
    { name: 'identity', use: 'identity', scopes: ['openid', 'email', 'profile'] },
  ],
  refreshScope: null,
  steps: [
    { name: 'consentScreen', for: ['data'] },
    { name: 'createClient' },
    { name: 'roles', for: ['data'] },
    { name: 'testing' },
  ],
  namesPerson: true,
  wantsSecret: true,
  flows: ['authorization_code'],
  clientAuthentication: ['client_secret_post', 'automatic', 'client_secret_basic', 'none'],
};
