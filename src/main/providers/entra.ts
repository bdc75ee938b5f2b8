/** Microsoft Entra ID (the v2.0 endpoints), in the public and the national clouds. */
import type { EntraServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { en } from '../../shared/text/en.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import type { AuthorizationServerAddress } from '../oauth/tokens/authorization-server.ts';
import { type Provider, standardUserNameClaims } from './provider.ts';

const template = providerTemplates.entra;

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Names that stand for many directories instead of one. */
const sharedTenants = new Set(['common', 'organizations', 'consumers']);

/**
 * Entra's metadata names its issuer by the ID of the directory, also when it was asked for by domain; for `common` and
 * `organizations` it says `{tenantid}`, to be filled in from the token's `tid` (see `issuerOfIdToken`).
 */
function authorizationServer({ authority, tenant }: EntraServer): AuthorizationServerAddress {
  const { origin } = new URL(authority);
  const base = `${origin}/${encodeURIComponent(tenant)}/v2.0`;
  const address = { issuer: base, metadataUrls: [`${base}/.well-known/openid-configuration`], fixedEndpoints: null };
  if (guid.test(tenant)) {
    return { ...address, acceptsIssuer: (stated) => stated.toLowerCase() === base.toLowerCase() };
  }
  return {
    ...address,
    acceptsIssuer(stated) {
      if (!stated.startsWith(`${origin}/`) || !stated.endsWith('/v2.0')) return false;
      const directory = stated.slice(origin.length + 1, -'/v2.0'.length);
      return guid.test(directory) || (directory === '{tenantid}' && sharedTenants.has(tenant.toLowerCase()));
    },
  };
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
  label: () => en.providers.entra.label,
  authorizationServer,
  // `scope` in the answer lists the resource's scopes; `offline_access` and `openid` are left out of it.
  scopes: scopeRules({ refreshScope: template.refreshScope, place: en.providers.entra.scopesPlace, covers }),
  authorizationParameters: () => ({}),
  audience: () => null,
  // The token is for another service than Graph, and that service's address is not part of the set-up.
  identityUrl: () => null,
  userNameClaims: ({ tenant }) => userNameClaims(tenant),
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

/** Entra names certificates by their thumbprint, as the portal shows it: SHA-1 or SHA-256 in hexadecimal. */
function certificateHeader(keyId: string | null): Record<string, string> {
  if (keyId === null) return {};
  const hex = keyId.replace(/[:\s]/g, '');
  const thumbprint = /^[0-9a-f]+$/i.test(hex) ? Buffer.from(hex, 'hex').toString('base64url') : null;
  if (thumbprint !== null && hex.length === 40) return { kid: keyId, x5t: thumbprint };
  if (thumbprint !== null && hex.length === 64) return { kid: keyId, 'x5t#S256': thumbprint };
  return { kid: keyId };
}
