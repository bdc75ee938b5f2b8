/** Databricks user-to-machine OAuth, at the level of a workspace or of an account. */
import { type DatabricksServer, isLoopbackHost } from '../../shared/profile.ts';
import type { AuthorizationServerAddress } from '../oauth/authorization-server.ts';
import type { Provider } from './provider.ts';

export type Cloud = 'aws' | 'azure' | 'gcp';

/**
 * Workspace domains and the account console that goes with each. The first three are those of the documentation; the
 * others are listed by Databricks' Terraform provider and have not been tried with a live account (Unverified).
 */
const domains: readonly { readonly suffix: string; readonly cloud: Cloud; readonly accountHost: string }[] = [
  { suffix: '.cloud.databricks.com', cloud: 'aws', accountHost: 'accounts.cloud.databricks.com' },
  { suffix: '.azuredatabricks.net', cloud: 'azure', accountHost: 'accounts.azuredatabricks.net' },
  { suffix: '.gcp.databricks.com', cloud: 'gcp', accountHost: 'accounts.gcp.databricks.com' },
  { suffix: '.cloud.databricks.us', cloud: 'aws', accountHost: 'accounts.cloud.databricks.us' },
  { suffix: '.cloud.databricks.mil', cloud: 'aws', accountHost: 'accounts-dod.cloud.databricks.mil' },
  { suffix: '.databricks.azure.us', cloud: 'azure', accountHost: 'accounts.azuredatabricks.us' },
  { suffix: '.azuredatabricks.us', cloud: 'azure', accountHost: 'accounts.azuredatabricks.us' },
  { suffix: '.databricks.azure.cn', cloud: 'azure', accountHost: 'accounts.azuredatabricks.cn' },
  { suffix: '.azuredatabricks.cn', cloud: 'azure', accountHost: 'accounts.azuredatabricks.cn' },
];

/** Each suffix begins with its dot, so `evilcloud.databricks.com.example` or `xazuredatabricks.net` match nothing. */
const domainOf = (hostname: string) => domains.find(({ suffix }) => hostname.toLowerCase().endsWith(suffix)) ?? null;

/** The cloud of a host name; null for hosts that are not Databricks' own, such as a stand-in or a private name. */
export function cloudOf(hostname: string): Cloud | null {
  return domainOf(hostname)?.cloud ?? null;
}

/**
 * The origin of the account console for a workspace. A host outside Databricks' domains (a stand-in on this computer,
 * a company's private name for its console) is taken to be the console itself: we never guess a foreign host.
 */
function accountOrigin(workspace: URL): string {
  const domain = isLoopbackHost(workspace.hostname) ? null : domainOf(workspace.hostname);
  return domain ? `https://${domain.accountHost}` : workspace.origin;
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
  label: 'Databricks',
  defaultScopes: ['all-apis', 'offline_access'],
  authorizationServer,
  // People are known to the workspace, whichever level signed them in.
  identityUrl: (server) => `${new URL(server.host).origin}/api/2.0/preview/scim/v2/Me`,
  authorizationParameters: () => ({}),
};
