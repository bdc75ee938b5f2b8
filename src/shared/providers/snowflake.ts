/** Snowflake's own OAuth. Snowflake external OAuth is an `oidc` or `entra` server with Snowflake's scopes. */
import { defaultRedirectUri } from '../profile/addresses.ts';
import { withScheme } from './address.ts';
import type { ProviderTemplate } from './provider.ts';

export const snowflake: ProviderTemplate<'snowflake'> = {
  kind: 'snowflake',
  emptyFields: { accountUrl: '' },
  fieldsOf: ({ accountUrl }) => ({ accountUrl }),
  serverOf: ({ accountUrl }) => ({ provider: 'snowflake', accountUrl: withScheme(accountUrl) }),
  addressOf: ({ accountUrl }) => accountUrl,
  examples: { accountUrl: 'https://myorg-myaccount.snowflakecomputing.com' },
  usualLabel: { data: 'Snowflake', identity: 'Snowflake' },
  usualRedirects: [defaultRedirectUri('snowflake')],
  scopes: [
    { name: 'anyRole', use: 'data', scopes: ['session:role-any', 'refresh_token'] },
    { name: 'oneRole', use: 'data', scopes: ['session:role:PUBLIC', 'refresh_token'] },
  ],
  refreshScope: 'refresh_token',
  steps: [{ name: 'createIntegration' }, { name: 'redirects' }, { name: 'refreshTokens' }, { name: 'roles' }],
  statement: (redirectUri) =>
    [
      'CREATE SECURITY INTEGRATION sightglass',
      '  TYPE = OAUTH',
      '  ENABLED = TRUE',
      '  OAUTH_CLIENT = CUSTOM',
      "  OAUTH_CLIENT_TYPE = 'PUBLIC'",
      `  OAUTH_REDIRECT_URI = '${redirectUri.replaceAll("'", "''")}'`,
      '  OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE',
      '  OAUTH_ENFORCE_PKCE = TRUE',
      '  OAUTH_ISSUE_REFRESH_TOKENS = TRUE',
      '  OAUTH_REFRESH_TOKEN_VALIDITY = 7776000;',
    ].join('\n'),
  namesPerson: false,
  wantsSecret: false,
  flows: ['authorization_code'],
  clientAuthentication: ['automatic', 'none', 'client_secret_basic', 'client_secret_post'],
};
