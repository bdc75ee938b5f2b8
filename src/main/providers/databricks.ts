/** Databricks' own OAuth, for people and service principals, at the level of a workspace or of an account. */

import type { ErrorCode } from '../../shared/errors.ts';
import { isLoopbackHost } from '../../shared/profile/fields.ts';
import type { DatabricksServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { accountHostOf } from '../../shared/providers/databricks-hosts.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import type { AuthorizationServerAddress, Refusal } from '../oauth/tokens/authorization-server.ts';
import { entraError } from './entra.ts';
import { googleError } from './google.ts';
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

/** The error code for Databricks' own words; null when it said nothing known here. */
export function databricksError({ use, status, error, description }: Refusal): ErrorCode | null {
  // RFC 6749 section 5.2 says 400 `invalid_grant`; Databricks has been seen to answer 401 `invalid_request`.
  const isInvalidRequest = status === 401 && error === 'invalid_request';
  if (use === 'refresh' && isInvalidRequest && /refresh token is invalid/i.test(description)) return 'grant_dead';
  return /federation policy|no matching (?:federation )?policy/i.test(description) ? 'exchange_rejected' : null;
}

/** Databricks signs people in through Entra on Azure and through Google on Google Cloud, and passes on what they say. */
const vendorError = (refusal: Refusal): ErrorCode | null =>
  entraError(refusal) ?? googleError(refusal) ?? databricksError(refusal);

function authorizationServer(server: DatabricksServer): AuthorizationServerAddress {
  const workspace = new URL(server.host);
  if (server.level === 'account') {
    const base = `${accountOrigin(workspace)}/oidc/accounts/${encodeURIComponent(server.accountId ?? '')}`;
    return {
      issuer: base,
      metadataUrls: [`${base}/.well-known/openid-configuration`],
      fixedEndpoints: fixedEndpoints(base),
      vendorError,
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
    vendorError,
  };
}

const fixedEndpoints = (base: string) => ({
  authorization_endpoint: `${base}/v1/authorize`,
  token_endpoint: `${base}/v1/token`,
});

export const databricks: Provider<DatabricksServer> = {
  kind: 'databricks',
  authorizationServer,
  scopes: scopeRules({ refreshScope: template.refreshScope, place: 'databricks' }),
  authorizationParameters: () => ({}),
  audience: () => null,
  // People are known to the workspace, whichever level signed them in.
  identityUrl: (server) => `${new URL(server.host).origin}/api/2.0/preview/scim/v2/Me`,
  userNameClaims: () => standardUserNameClaims,
  userNameField: null,
  assertion: plainAssertion,
};
