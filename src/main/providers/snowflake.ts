/** Snowflake's own OAuth. It publishes no metadata and no ID token; its answers name the person. */
import type { SnowflakeServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import { type Provider, plainAssertion } from './provider.ts';
import { snowflakeError } from './snowflake-refusals.ts';

const template = providerTemplates.snowflake;

export const snowflake: Provider<SnowflakeServer> = {
  kind: 'snowflake',
  authorizationServer({ accountUrl }) {
    const { origin } = new URL(accountUrl);
    return {
      issuer: origin,
      metadataUrls: [],
      fixedEndpoints: {
        authorization_endpoint: `${origin}/oauth/authorize`,
        token_endpoint: `${origin}/oauth/token-request`,
      },
      vendorError: snowflakeError,
      remedies: {
        client_rejected: 'snowflakeClient',
        redirect_uri_mismatch: 'snowflakeRedirect',
        authorization_invalid_scope: 'snowflakeScopes',
        identity_unknown: 'snowflakeIdentity',
        renewal_unavailable: 'snowflakeRefresh',
      },
    };
  },
  scopes: scopeRules({
    refreshScope: template.refreshScope,
    place: 'snowflake',
    // `session:role-any` is answered with the role that the session begins with; names of roles know no case.
    covers: (requested, granted) =>
      requested === 'session:role-any'
        ? granted.some((scope) => scope.startsWith('session:role:'))
        : granted.some((scope) => scope.toLowerCase() === requested.toLowerCase()),
  }),
  authorizationParameters: () => ({}),
  // None is documented: what a server is not known to take, it may refuse.
  accountPrompt: () => null,
  audience: () => null,
  identityUrl: () => null,
  userNameClaims: () => [],
  userNameField: 'username',
  assertion: plainAssertion,
};
