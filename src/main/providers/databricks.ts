/** Databricks' own OAuth, for people and service principals, at a workspace, at an account, or where the host says. */

import { isLoopbackHost } from '../../shared/profile/addresses.ts';
import { DATABRICKS_ACCOUNT_ID, type DatabricksServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { accountHostOf, isAccountConsole } from '../../shared/providers/databricks-hosts.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import type {
  AuthorizationServerAddress,
  HostMetadata,
  KnownRefusal,
  Refusal,
  ServerRules,
} from '../oauth/tokens/authorization-server.ts';
import { readDatabricksConfig } from './databricks-host.ts';
import { databricksError } from './databricks-refusals.ts';
import { entraError } from './entra-refusals.ts';
import { googleError } from './google-refusals.ts';
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

/**
 * Databricks signs people in through Entra on Azure and through Google on Google Cloud, and passes on what they say. What
 * an administrator would do there concerns an application of Databricks', so that the code alone counts.
 */
export function vendorError(refusal: Refusal): KnownRefusal | null {
  const passedOn = entraError(refusal) ?? googleError(refusal);
  return passedOn === null ? databricksError(refusal) : { code: passedOn.code };
}

const ownRules: ServerRules = {
  vendorError,
  remedies: {
    client_rejected: 'databricksClient',
    identity_unknown: 'databricksIdentity',
    metadata_invalid: 'databricksAddress',
    metadata_issuer_mismatch: 'databricksLevel',
  },
};

function authorizationServer(server: DatabricksServer): AuthorizationServerAddress {
  const { host, level, accountId } = server;
  const workspace = new URL(host);
  if (level === 'account') return accountServer(accountOrigin(workspace), accountId ?? '');
  if (level === 'workspace') return workspaceServer(workspace.origin);
  // What holds where a host does not tell: its name says whether it is an account console (databricks-sdk-go `HostType`).
  const usual = isAccountConsole(host)
    ? accountServer(workspace.origin, accountId ?? '')
    : workspaceServer(workspace.origin);
  return { ...usual, hostMetadata: hostMetadata(server, workspace.origin) };
}

function hostMetadata(server: DatabricksServer, origin: string): HostMetadata {
  const { accountId } = server;
  return {
    url: `${origin}/.well-known/databricks-config`,
    read(document) {
      const told = readDatabricksConfig(document, origin, accountId);
      if (told === null) return null;
      const workspaceId = server.workspaceId ?? told.workspaceId;
      const isAccount = told.accountId !== null;
      return {
        server: isAccount ? accountServer(origin, told.accountId) : workspaceServer(origin),
        // A host of many workspaces answers with its sign-in page to those that it cannot tell the workspace of.
        identityUrl: isAccount && workspaceId === null ? null : scimMe(origin),
        identityHeaders: workspaceHeader(workspaceId),
      };
    },
    mayName(issuer) {
      if (issuer === `${origin}/oidc`) return true;
      const base = `${origin}/oidc/accounts/`;
      const account = issuer.startsWith(base) ? issuer.slice(base.length) : '';
      return DATABRICKS_ACCOUNT_ID.test(account) && (accountId ?? account).toLowerCase() === account.toLowerCase();
    },
  };
}

function accountServer(origin: string, accountId: string): AuthorizationServerAddress {
  const base = `${origin}/oidc/accounts/${encodeURIComponent(accountId)}`;
  return {
    issuer: base,
    // The help page's, then the one of the SDKs.
    metadataUrls: [`${base}/.well-known/openid-configuration`, `${base}/.well-known/oauth-authorization-server`],
    fixedEndpoints: fixedEndpoints(base),
    ...ownRules,
  };
}

function workspaceServer(origin: string): AuthorizationServerAddress {
  const base = `${origin}/oidc`;
  return {
    issuer: base,
    // All three are documented, none everywhere: the SDKs' first, then the ones of the set-up guides.
    metadataUrls: [
      `${base}/.well-known/oauth-authorization-server`,
      `${base}/.well-known/openid-configuration`,
      `${base}/v1/.well-known/openid-configuration`,
    ],
    fixedEndpoints: fixedEndpoints(base),
    ...ownRules,
  };
}

const fixedEndpoints = (base: string) => ({
  authorization_endpoint: `${base}/v1/authorize`,
  token_endpoint: `${base}/v1/token`,
});

const scimMe = (origin: string): string => `${origin}/api/2.0/preview/scim/v2/Me`;

/** Databricks' SDKs send it wherever they know the workspace, and a host of several needs it. */
const workspaceHeader = (workspaceId: string | null): Record<string, string> =>
  workspaceId === null ? {} : { 'x-databricks-workspace-id': workspaceId };

export const databricks: Provider<DatabricksServer> = {
  kind: 'databricks',
  authorizationServer,
  scopes: scopeRules({ refreshScope: template.refreshScope, place: 'databricks' }),
  authorizationParameters: () => ({}),
  // None is documented: what a server is not known to take, it may refuse.
  accountPrompt: () => null,
  audience: () => null,
  // People are known to the workspace, whichever level signed them in.
  identityUrl: (server) => scimMe(new URL(server.host).origin),
  identityHeaders: ({ workspaceId = null }) => workspaceHeader(workspaceId),
  userNameClaims: () => standardUserNameClaims,
  userNameField: null,
  assertion: plainAssertion,
};
