/** Databricks' own OAuth, for people and machines, at the level of a workspace or of an account. */

import { isLoopbackHost } from '../../shared/profile/fields.ts';
import type { DatabricksServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { accountHostOf } from '../../shared/providers/databricks-hosts.ts';
import { en } from '../../shared/text/en.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import type { AuthorizationServerAddress } from '../oauth/tokens/authorization-server.ts';
import { type Provider, plainAssertion, standardUserNameClaims } from './provider.ts';

const template = providerTemplates.databricks;

/**
 * The origin of the account console for a workspace. A host outside Databricks' domains (a stand-in on this computer,
 * a company's private name for its console) is taken to be the console itself: we never guess a foreign host.
 */
function accountOrigin(workspace: URL): string {
  const accountHost = isLoopbackHost(workspace.hostname) ? null : accountHostOf(workspace.hostname);
  return accountHost === null ? workspace.origin : `https://${accountHost}`;
}

function authorizationServer(server: DatabricksServer): AuthorizationServerAddress {
  const workspace = new URL(server.host);
  if (server.level === 'account') {
    const base = `${accountOrigin(workspace)}/oidc/accounts/${encodeURIComponent(server.accountId ?? '')}`;
    return {
      issuer: base,
      metadataUrls: [`${base}/.well-known/openid-configuration`],
      fixedEndpoints: fixedEndpoints(base),
    };
  }
  const base = `${workspace.origin}/oidc`;
  return {
    issuer: base,
    // All three are documented, none everywhere: the SDKs' first, then the ones of the set-up guides.
    metadataUrls: [
      `${base}/.well-known/oauth-authorization-server`,
      `${base}/.well-known/openid-configuration`,
      `${base}/v1/.well-known/openid-configuration`,
    ],
    fixedEndpoints: fixedEndpoints(base),
  };
}

const fixedEndpoints = (base: string) => ({
  authorization_endpoint: `${base}/v1/authorize`,
  token_endpoint: `${base}/v1/token`,
});

export const databricks: Provider<DatabricksServer> = {
  kind: 'databricks',
  label: () => en.providers.databricks.label,
  authorizationServer,
  scopes: scopeRules({ refreshScope: template.refreshScope, place: en.providers.databricks.scopesPlace }),
  authorizationParameters: () => ({}),
  audience: () => null,
  // People are known to the workspace, whichever level signed them in.
  identityUrl: (server) => `${new URL(server.host).origin}/api/2.0/preview/scim/v2/Me`,
  userNameClaims: () => standardUserNameClaims,
  userNameField: null,
  assertion: plainAssertion,
};
