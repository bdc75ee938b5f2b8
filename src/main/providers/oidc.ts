/** Okta, Auth0, PingIdentity and any other OpenID Connect server, by its metadata URI. */

import { isMendedInSetUp } from '../../shared/errors.ts';
import type { EntraServer, OidcServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { cloudOf } from '../../shared/providers/databricks-hosts.ts';
import { entraCloudOf } from '../../shared/providers/entra-clouds.ts';
import { flavourName, type OidcFlavour, oidcFlavour } from '../../shared/providers/oidc-flavour.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import type {
  AuthorizationServerAddress,
  KnownRefusal,
  Refusal,
  ServerRules,
} from '../oauth/tokens/authorization-server.ts';
import { auth0Refusals } from './auth0-refusals.ts';
import { vendorError as errorOfDatabricks } from './databricks.ts';
import { deadTokenOfDatabricks } from './databricks-refusals.ts';
import { type EntraVersion, entra, entraAddress, entraRemedies, unprovenClaims } from './entra.ts';
import { entraError } from './entra-refusals.ts';
import { googleError } from './google-refusals.ts';
import { findRefusal, type RefusalRow } from './known-refusals.ts';
import { oktaRefusals } from './okta-refusals.ts';
import { pingRefusals } from './ping-refusals.ts';
import { type Provider, plainAssertion, standardUserNameClaims } from './provider.ts';

const template = providerTemplates.oidc;

/** The metadata of Entra names its issuer in ways that `entra` knows. */
function asEntra({ metadataUrl }: OidcServer): { readonly server: EntraServer; readonly version: EntraVersion } | null {
  const { origin, pathname } = new URL(metadataUrl);
  if (entraCloudOf(origin) === null) return null;
  const [, tenant, version] = /^\/([^/]+)(\/v2\.0)?\/\.well-known\//.exec(pathname) ?? [];
  if (tenant === undefined) return null;
  return { server: { provider: 'entra', authority: origin, tenant }, version: version === undefined ? '/' : '/v2.0' };
}

/** The issuer of a metadata URI, whose well-known part stands behind the issuer's path or before it (RFC 8414 3.1). */
function issuerOf(metadataUrl: string): string {
  const url = new URL(metadataUrl);
  const path = url.pathname.replace(/\/\.well-known\/(?:openid-configuration|oauth-authorization-server)/, '');
  return `${url.origin}${path.replace(/\/$/, '')}`;
}

/** What any server may pass on of another one that it stands before: words that nobody else uses. */
const passedOn = (refusal: Refusal): KnownRefusal | null =>
  entraError(refusal) ?? googleError(refusal) ?? deadTokenOfDatabricks(refusal);

const ofProduct =
  (rows: readonly RefusalRow[]) =>
  (refusal: Refusal): KnownRefusal | null =>
    ofAnother(passedOn(refusal)) ?? findRefusal(rows, refusal);

/** What is to be mended at an application there is about one that the product has, and not the connection. */
const ofAnother = (known: KnownRefusal | null): KnownRefusal | null =>
  known !== null && isMendedInSetUp(known.code) && known.remedy !== 'entraWorkAccount' ? { code: known.code } : known;

/** The words of the product, by its host, and what to do there. */
const rulesOfFlavour: Readonly<Record<OidcFlavour, ServerRules>> = {
  entra: { vendorError: entraError, remedies: entraRemedies },
  okta: {
    vendorError: ofProduct(oktaRefusals),
    remedies: {
      redirect_uri_mismatch: 'oktaRedirect',
      authorization_invalid_scope: 'oktaScopes',
      renewal_unavailable: 'oktaRefresh',
    },
  },
  auth0: {
    vendorError: ofProduct(auth0Refusals),
    remedies: { redirect_uri_mismatch: 'auth0Redirect', renewal_unavailable: 'auth0Refresh' },
    algorithmRemedy: 'auth0Algorithm',
  },
  ping: { vendorError: ofProduct(pingRefusals), remedies: { authorization_invalid_scope: 'pingScopes' } },
  // At a domain of a company any of them may be meant, or none.
  oidc: {
    vendorError: (refusal) =>
      passedOn(refusal) ??
      [oktaRefusals, auth0Refusals, pingRefusals]
        .map((rows) => findRefusal(rows, refusal, 'elsewhere'))
        .find((known) => known !== null) ??
      null,
  },
};

/** Databricks too has metadata, and may be named by it. */
const rulesOf = (metadataUrl: string): ServerRules =>
  cloudOf(new URL(metadataUrl).hostname) === null
    ? rulesOfFlavour[oidcFlavour(metadataUrl)]
    : { vendorError: errorOfDatabricks, remedies: { client_rejected: 'databricksClient' } };

function authorizationServer(server: OidcServer): AuthorizationServerAddress {
  const known = asEntra(server);
  if (known) return { ...entraAddress(known.server, known.version), metadataUrls: [server.metadataUrl] };
  const issuer = issuerOf(server.metadataUrl);
  return {
    issuer,
    // The well-known part is put behind an issuer without its last slash (OpenID Connect Discovery section 4.1).
    acceptsIssuer: (stated) => stated === issuer || stated === `${issuer}/`,
    aliasOf: (stated) => aliasOf(server, stated),
    metadataUrls: [server.metadataUrl],
    fixedEndpoints: null,
    ...rulesOf(server.metadataUrl),
  };
}

/** Whether one address is at a product whose servers may have a custom domain besides, and the other could be that. */
function mayBeOneServer(one: string, other: string): boolean {
  const flavours = [oidcFlavour(one), oidcFlavour(other)];
  return flavours.includes('oidc') && (flavours.includes('okta') || flavours.includes('auth0'));
}

/**
 * Okta's and Auth0's servers answer at the host of the product and at a custom domain, and state the one of the two that
 * their administrator chose. The other name is believed only at its own metadata address, and only with the same path.
 * Two names at the product would be two customers.
 */
function aliasOf(server: OidcServer, stated: string): AuthorizationServerAddress | null {
  const { origin, pathname, search, hash } = URL.canParse(stated) ? new URL(stated) : new URL(server.metadataUrl);
  const own = new URL(server.metadataUrl);
  if (!mayBeOneServer(origin, own.origin)) return null;
  if (!origin.startsWith('https://') || search !== '' || hash !== '') return null;
  const metadataUrl = `${origin}${own.pathname}`;
  const issuer = issuerOf(metadataUrl);
  if (pathname.replace(/\/$/, '') !== new URL(issuer).pathname.replace(/\/$/, '')) return null;
  const { aliasOf: _, ...address } = authorizationServer({ ...server, metadataUrl });
  return { ...address, endpointOrigins: [own.origin] };
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
    return known ? entra.userNameClaims(known.server) : standardUserNameClaims;
  },
  // The claim is Entra's, which may stand behind any server.
  unprovenClaims,
  userNameField: null,
  assertion(server, keyId) {
    const known = asEntra(server);
    if (known) return entra.assertion(known.server, keyId);
    const { header } = plainAssertion(server, keyId);
    // Okta takes the address of its token endpoint and nothing else.
    return { audience: oidcFlavour(server.metadataUrl) === 'okta' ? 'token_endpoint' : 'issuer', header };
  },
};
