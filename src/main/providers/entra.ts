/** Microsoft Entra ID, in the public and the national clouds. */

import { decodeJwt } from 'jose';
import type { EntraServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { entraCloudOf, entraClouds } from '../../shared/providers/entra-clouds.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import type { AuthorizationServerAddress, ServerRules } from '../oauth/tokens/authorization-server.ts';
import { entraError } from './entra-refusals.ts';
import { type Provider, standardUserNameClaims } from './provider.ts';

const template = providerTemplates.entra;

/** What to do at Entra about what its numbers do not tell. */
export const entraRemedies = {
  metadata_invalid: 'entraDirectory',
  client_rejected: 'entraClient',
  redirect_uri_mismatch: 'entraRedirect',
  authorization_invalid_scope: 'entraScopes',
  identity_unknown: 'entraIdentity',
} as const satisfies ServerRules['remedies'];

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Names that stand for many directories instead of one. */
const sharedTenants = new Set(['common', 'organizations', 'consumers']);

/** What stands for the directory in the metadata of `common` and `organizations`. */
const DIRECTORY_PLACEHOLDER = '{tenantid}';

/** What ends an issuer: of the v2.0 endpoints, and of those before them, whose metadata some guides still name. */
export type EntraVersion = '/v2.0' | '/';

/**
 * Entra's metadata names its issuer by the ID of the directory, also when it was asked for by domain; for `common` and
 * `organizations` it says `{tenantid}`, which stands for the directory that an answer names. Whichever name of its cloud
 * it was asked under, it may state any other of them, and have its endpoints there; no name of another cloud.
 */
export function entraAddress({ authority, tenant }: EntraServer, version: EntraVersion): AuthorizationServerAddress {
  const { origin } = new URL(authority);
  const cloud = entraCloudOf(origin);
  const origins = cloud?.origins ?? [origin];
  const base = `${origin}/${encodeURIComponent(tenant)}${version === '/' ? '' : version}`;
  return {
    issuer: base,
    metadataUrls: [`${base}/.well-known/openid-configuration`],
    endpointOrigins: cloud?.origins ?? [],
    userInfoOrigins: cloud?.graphOrigins ?? [],
    fixedEndpoints: null,
    vendorError: entraError,
    remedies: entraRemedies,
    issuerOfIdToken,
    issuerOfResponse,
    isForUserInfo,
    acceptsIssuer: (stated) =>
      origins.some((known) => {
        if (!stated.startsWith(`${known}/`) || !stated.endsWith(version)) return false;
        return isDirectoryOf(tenant, stated.slice(known.length + 1, -version.length));
      }),
  };
}

/** Whether metadata that was asked for by this name of a directory may name it so. */
function isDirectoryOf(tenant: string, directory: string): boolean {
  if (guid.test(tenant)) return directory.toLowerCase() === tenant.toLowerCase();
  return guid.test(directory) || (directory === DIRECTORY_PLACEHOLDER && sharedTenants.has(tenant.toLowerCase()));
}

const MICROSOFT_GRAPH = '00000003-0000-0000-c000-000000000000';

/**
 * Entra's UserInfo is a service of Microsoft Graph. An access token that names another service in its scopes is for that
 * one alone: Graph refuses it, and has no business to see it.
 */
function isForUserInfo(scopes: readonly string[], userInfoEndpoint: string): boolean {
  const { origin } = new URL(userInfoEndpoint);
  const isGraph = entraClouds.some(({ graphOrigins }) => graphOrigins.includes(origin));
  const names = [`${origin}/`, `${MICROSOFT_GRAPH}/`];
  return !isGraph || scopes.every((scope) => !scope.includes('/') || names.some((name) => scope.startsWith(name)));
}

const directoryId = /^[0-9a-f-]{36}$/i;

/** The issuer that an ID token must name: `tid` of the token says for which directory. */
function issuerOfIdToken(metadataIssuer: string, idToken: string): string {
  if (!metadataIssuer.includes(DIRECTORY_PLACEHOLDER)) return metadataIssuer;
  let tenant: unknown;
  try {
    tenant = decodeJwt(idToken).tid;
  } catch {
    // The check of the token, which comes next, says what is wrong with it.
  }
  const isDirectory = typeof tenant === 'string' && directoryId.test(tenant);
  return isDirectory ? metadataIssuer.replace(DIRECTORY_PLACEHOLDER, String(tenant)) : metadataIssuer;
}

/** The issuer that an authorization response may name: the one of the metadata, with any one directory filled in. */
function issuerOfResponse(metadataIssuer: string, stated: string): string {
  const [head = '', tail] = metadataIssuer.split(DIRECTORY_PLACEHOLDER);
  if (tail === undefined || !stated.startsWith(head) || !stated.endsWith(tail)) return metadataIssuer;
  const directory = stated.slice(head.length, stated.length - tail.length);
  return directoryId.test(directory) ? stated : metadataIssuer;
}

/** Asking for `/.default` is answered with the scopes that were registered under the same resource. */
function covers(requested: string, granted: readonly string[]): boolean {
  const resource = requested.endsWith('/.default') ? requested.slice(0, -'.default'.length) : null;
  return granted.some((scope) =>
    resource === null
      ? scope.toLowerCase() === requested.toLowerCase()
      : scope.toLowerCase().startsWith(resource.toLowerCase()),
  );
}

export const entra: Provider<EntraServer> = {
  kind: 'entra',
  authorizationServer: (server) => entraAddress(server, '/v2.0'),
  // `scope` in the answer lists the resource's scopes; `offline_access` and `openid` are left out of it.
  scopes: scopeRules({ refreshScope: template.refreshScope, place: 'entra', covers }),
  authorizationParameters: () => ({}),
  accountPrompt: () => 'select_account',
  audience: () => null,
  // The token is for another service than Graph, and that service's address is not part of the set-up.
  identityUrl: () => null,
  userNameClaims: ({ tenant }) => userNameClaims(tenant),
  unprovenClaims,
  userNameField: null,
  assertion: (_server, keyId) => ({ audience: 'token_endpoint', header: certificateHeader(keyId) }),
};

/**
 * Where any directory may sign in, its owner may write any address into `email`; the sign-in name has to be in a
 * domain that the directory proved to own.
 */
function userNameClaims(tenant: string): readonly string[] {
  return sharedTenants.has(tenant.toLowerCase()) ? ['preferred_username'] : standardUserNameClaims;
}

/**
 * Entra's own word on `email` (optional claim `xms_edov`, "e-mail domain owner verified"), where a directory has it sent.
 * Without it, nothing is said. The sign-in name is not concerned.
 */
export function unprovenClaims({ xms_edov: verified }: Readonly<Record<string, unknown>>): readonly string[] {
  const isSilent = verified === undefined || verified === null;
  return isSilent || [true, 'true', 1, '1'].includes(verified as string) ? [] : ['email'];
}

/** Entra names certificates by their thumbprint, as the portal shows it: SHA-1 or SHA-256 in hexadecimal. */
function certificateHeader(keyId: string | null): Record<string, string> {
  if (keyId === null) return {};
  const hex = keyId.replace(/[:\s]/g, '');
  const thumbprint = /^[0-9a-f]+$/i.test(hex) ? Buffer.from(hex, 'hex').toString('base64url') : null;
  if (thumbprint !== null && hex.length === 40) return { kid: keyId, x5t: thumbprint };
  if (thumbprint !== null && hex.length === 64) return { kid: keyId, 'x5t#S256': thumbprint };
  return { kid: keyId };
}
