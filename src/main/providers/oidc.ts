/** Okta, Auth0, PingIdentity and any other OpenID Connect server, by its metadata URI. */

import type { EntraServer, OidcServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { flavourName, oidcFlavour } from '../../shared/providers/oidc-flavour.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import type { AuthorizationServerAddress } from '../oauth/tokens/authorization-server.ts';
import { databricksError } from './databricks.ts';
import { entra, entraError, unprovenClaims } from './entra.ts';
import { googleError } from './google.ts';
import { type Provider, plainAssertion, standardUserNameClaims } from './provider.ts';

const template = providerTemplates.oidc;

/** The metadata of Entra's v2.0 endpoints names its issuer in ways that `entra` knows. */
function asEntra({ metadataUrl }: OidcServer): EntraServer | null {
  if (oidcFlavour(metadataUrl) !== 'entra') return null;
  const url = new URL(metadataUrl);
  const tenant = /^\/([^/]+)\/v2\.0\/\.well-known\//.exec(url.pathname)?.[1];
  return tenant === undefined ? null : { provider: 'entra', authority: url.origin, tenant };
}

/** The issuer of a metadata URI, whose well-known part stands behind the issuer's path or before it (RFC 8414 3.1). */
function issuerOf(metadataUrl: string): string {
  const url = new URL(metadataUrl);
  const path = url.pathname.replace(/\/\.well-known\/(?:openid-configuration|oauth-authorization-server)/, '');
  return `${url.origin}${path.replace(/\/$/, '')}`;
}

function authorizationServer(server: OidcServer): AuthorizationServerAddress {
  const known = asEntra(server);
  if (known) return { ...entra.authorizationServer(known), metadataUrls: [server.metadataUrl] };
  const issuer = issuerOf(server.metadataUrl);
  return {
    issuer,
    // The well-known part is put behind an issuer without its last slash (OpenID Connect Discovery section 4.1).
    acceptsIssuer: (stated) => stated === issuer || stated === `${issuer}/`,
    metadataUrls: [server.metadataUrl],
    fixedEndpoints: null,
    // Any server may be meant, or stand behind this one and have its words passed on: all that are known are tried.
    vendorError: (refusal) => entraError(refusal) ?? googleError(refusal) ?? databricksError(refusal),
  };
}

export const oidc: Provider<OidcServer> = {
  kind: 'oidc',
  authorizationServer,
  scopes: scopeRules({
    refreshScope: template.refreshScope,
    place: 'oidc',
    covers: entra.scopes.covers,
  }),
  /**
   * OpenID Connect Core section 11: a server may ignore `offline_access` unless consent is asked for. The products that
   * we know by their host do not, and would show a page for nothing.
   */
  authorizationParameters({ metadataUrl }, scopes): Record<string, string> {
    const isStrict = oidcFlavour(metadataUrl) === 'oidc' && scopes.includes('offline_access');
    return isStrict ? { prompt: 'consent' } : {};
  },
  /** OpenID Connect Core section 15.1: every OpenID provider takes `login`. One that is not asked for `openid` may be none. */
  accountPrompt({ metadataUrl }, scopes) {
    if (oidcFlavour(metadataUrl) === 'entra') return 'select_account';
    return scopes.includes('openid') || flavourName(metadataUrl) !== null ? 'login' : null;
  },
  audience: ({ audience }) => audience,
  identityUrl: () => null,
  userNameClaims(server) {
    const known = asEntra(server);
    return known ? entra.userNameClaims(known) : standardUserNameClaims;
  },
  // The claim is Entra's, which may stand behind any server.
  unprovenClaims,
  userNameField: null,
  assertion(server, keyId) {
    const known = asEntra(server);
    if (known) return entra.assertion(known, keyId);
    const { header } = plainAssertion(server, keyId);
    // Okta takes the address of its token endpoint and nothing else.
    return { audience: oidcFlavour(server.metadataUrl) === 'okta' ? 'token_endpoint' : 'issuer', header };
  },
};
